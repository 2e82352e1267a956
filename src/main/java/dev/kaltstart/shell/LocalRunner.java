package dev.kaltstart.shell;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Runs commands as processes of this machine, each in a session of its own under a small wrapper, so that they outlive
 * a killed Kaltstart and their end is found again.
 */
@Component
class LocalRunner implements Runner {

    private static final String KEPT_BYTES = Integer.toString(512 * 1024);

    private final Home home;
    private final Redaction redaction;
    private final Path wrapper;

    LocalRunner(Home home, Redaction redaction) {
        this.home = home;
        this.redaction = redaction;
        this.wrapper = unpackWrapper(home);
    }

    private static Path unpackWrapper(Home home) {
        Path file = home.directory("spool").resolve("run-command.sh");
        try (InputStream script = LocalRunner.class.getResourceAsStream("/run-command.sh")) {
            Files.copy(
                    java.util.Objects.requireNonNull(script, "run-command.sh is missing in the jar"),
                    file,
                    StandardCopyOption.REPLACE_EXISTING);
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    @Override
    public Running start(String id, Command command) {
        Path program = Tools.require(command.program());
        refuseNul(command);
        Spool spool = spool(id);
        Home.make(spool.directory());
        try {
            Process process = process(spool, program, command);
            return new LocalRunning(spool, process.pid(), LocalRunning.startOf(process.pid()));
        } catch (IOException e) {
            throw new Shell.MissingTool("cannot start '" + command.program() + "': " + e.getMessage());
        }
    }

    private Process process(Spool spool, Path program, Command command) throws IOException {
        var words = new ArrayList<String>();
        Tools.find("setsid").ifPresent(setsid -> words.add(setsid.toString()));
        words.addAll(List.of("/bin/sh", wrapper.toString(), spool.directory().toString(), KEPT_BYTES));
        words.add(program.toString());
        words.addAll(command.arguments());
        var builder = new ProcessBuilder(words);
        builder.directory((command.directory() == null ? spool.directory() : command.directory()).toFile());
        builder.environment().clear();
        builder.environment().putAll(cleanEnvironment());
        builder.environment().putAll(command.environment());
        builder.redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")));
        builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        return builder.start();
    }

    private Map<String, String> cleanEnvironment() {
        var clean = new HashMap<String, String>();
        clean.put("PATH", System.getenv().getOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin"));
        clean.put("HOME", System.getenv().getOrDefault("HOME", home.root().toString()));
        clean.put("LANG", "C.UTF-8");
        clean.put("TZ", "UTC");
        return clean;
    }

    private static void refuseNul(Command command) {
        if (command.arguments().stream().anyMatch(argument -> argument.indexOf('\0') >= 0)) {
            throw new IllegalArgumentException("an argument of '" + command.program() + "' contains a NUL");
        }
    }

    @Override
    public Optional<Running> find(String id) {
        Spool spool = spool(id);
        if (!spool.exists()) {
            return Optional.empty();
        }
        return Optional.of(spool.process()
                .map(process -> new LocalRunning(spool, Long.parseLong(process[0]), process[1]))
                // made and never heard of again: nobody knows whether it began
                .orElseGet(() -> new LocalRunning(spool, -1, "0")));
    }

    private Spool spool(String id) {
        if (!id.matches("[A-Za-z0-9._-]+") || id.startsWith(".")) {
            throw new IllegalArgumentException("not usable as a file name: " + id);
        }
        return new Spool(home.directory("spool").resolve(id), redaction);
    }
}
