package dev.kaltstart.shell;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Refuses a program that is too old for its use. The version is cached until the file changes. A program that does not
 * report its version is accepted: it may be the user's own wrapper.
 */
final class ToolVersions {

    private static final Logger log = LoggerFactory.getLogger(ToolVersions.class);

    private static final long PATIENCE_SECONDS = 10;
    private static final int LONGEST = 4096;
    private static final String QUANTUM = "older versions cannot read post-quantum age keys such as this one";

    private static final List<Floor> FLOORS = List.of(
            // release notes of git 2.32: GIT_CONFIG_GLOBAL
            new Floor(
                    "git",
                    "git version (\\d+(?:\\.\\d+)+)",
                    "2.32",
                    "older versions read the user's settings",
                    environment -> true),
            new Floor("sops", "sops (\\d+(?:\\.\\d+)+)", "3.12.0", QUANTUM, ToolVersions::quantumKey),
            new Floor("age", "v?(\\d+(?:\\.\\d+)+)", "1.3", QUANTUM, ToolVersions::quantumKey),
            new Floor("age-keygen", "v?(\\d+(?:\\.\\d+)+)", "1.3", QUANTUM, ToolVersions::quantumKey));

    private final Map<Path, Answer> answers = new ConcurrentHashMap<>();

    /** @throws Shell.MissingTool when the program is too old; the message says what to install */
    void require(Path program, Map<String, String> environment) {
        String name = String.valueOf(program.getFileName());
        FLOORS.stream()
                .filter(floor -> floor.program().equals(name))
                .filter(floor -> floor.counts().test(environment))
                .forEach(floor -> require(program, floor));
    }

    private void require(Path program, Floor floor) {
        Optional<String> version = answer(program, floor);
        if (version.isPresent() && older(version.get(), floor.least())) {
            throw new Shell.MissingTool("'" + floor.program() + "' is installed as " + program + " in version "
                    + version.get() + ", but at least " + floor.least() + " is needed: " + floor.why()
                    + "; install a newer one" + Tools.source(floor.program()) + ", and try again");
        }
    }

    private Optional<String> answer(Path program, Floor floor) {
        Answer before = answers.get(program);
        try {
            FileTime changed = Files.getLastModifiedTime(program);
            long size = Files.size(program);
            if (before == null || before.size() != size || !before.changed().equals(changed)) {
                before = new Answer(changed, size, floor.version(ask(program)));
                answers.put(program, before);
                if (before.version().isEmpty()) {
                    log.warn("{} does not report its version; {} or newer is needed", program, floor.least());
                }
            }
            return before.version();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static String ask(Path program) throws IOException {
        var question = new ProcessBuilder(program.toString(), "--version").redirectErrorStream(true);
        // otherwise sops queries the network for a newer version
        question.environment().put("SOPS_DISABLE_VERSION_CHECK", "true");
        Process process = question.start();
        try {
            process.getOutputStream().close();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                return "";
            }
            return new String(process.getInputStream().readNBytes(LONGEST), StandardCharsets.UTF_8);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        } finally {
            process.destroyForcibly();
        }
    }

    private static boolean older(String version, String least) {
        return Arrays.compare(numbers(version), numbers(least)) < 0;
    }

    private static int[] numbers(String version) {
        return Arrays.stream(version.split("\\."))
                .mapToInt(part -> part.length() > 8 ? Integer.MAX_VALUE : Integer.parseInt(part))
                .toArray();
    }

    /** Whether the command's age key is a post-quantum one. */
    private static boolean quantumKey(Map<String, String> environment) {
        try {
            String file = environment.get("SOPS_AGE_KEY_FILE");
            return file != null && Files.readString(Path.of(file)).contains("AGE-SECRET-KEY-PQ-1");
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    private record Answer(FileTime changed, long size, Optional<String> version) {}

    /** @param counts whether the floor applies to a command with this environment */
    private record Floor(String program, String says, String least, String why, Predicate<Map<String, String>> counts) {

        Optional<String> version(String output) {
            Matcher found = Pattern.compile("(?m)^" + says).matcher(output);
            return found.find() ? Optional.of(found.group(1)) : Optional.empty();
        }
    }
}
