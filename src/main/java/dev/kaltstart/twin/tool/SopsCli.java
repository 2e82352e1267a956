package dev.kaltstart.twin.tool;

import dev.kaltstart.twin.world.Fault;
import dev.kaltstart.twin.world.RehearsalKeys;
import dev.kaltstart.twin.world.World;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * {@code sops decrypt} without output, {@code exec-file}, {@code rotate} and {@code set} (src: getsops/sops, cmd/sops). A rehearsal
 * holds no keys: nothing is decrypted, and whether a key opens a file is decided by the public keys in it, unless the order says
 * otherwise. Only files of the world and copies of them are touched.
 */
final class SopsCli implements Tool {

    private static final String FLAGS =
            "extract= output= input-type= output-type= add-age= rm-age= in-place value-file";
    private static final int NO_FILE = 100;
    private static final int NO_KEY = 128;
    private static final String CERTIFICATE = "[\"certs\"][\"os\"][\"crt\"]";
    private static final String AGE_KEY = ".agekey";

    @Override
    public CommandOutcome run(Call call) {
        try {
            var flags = Flags.parse(call.arguments(), FLAGS);
            var file = call.path(flags.word(1));
            if (!isOfWorld(call.world(), file)) {
                return CommandOutcome.failed("the twin opens only files of its own");
            }
            if (!Files.isRegularFile(file)) {
                return CommandOutcome.failed(
                        NO_FILE, "Error: cannot operate on non-existent file \"%s\"".formatted(file));
            }
            var text = SopsText.of(file);
            if (text.isEmpty()) {
                return CommandOutcome.failed("sops metadata not found");
            }
            if (!opens(call, text.get())) {
                return CommandOutcome.failed(NO_KEY, "Failed to get the data key required to decrypt the SOPS file.");
            }
            return act(call, flags, file, text.get());
        } catch (Usage usage) {
            return CommandOutcome.failed("Error: " + usage.message());
        }
    }

    private static CommandOutcome act(Call call, Flags flags, Path file, SopsText text) throws Usage {
        switch (flags.word(0)) {
            case "decrypt" -> {
                return decrypted(call, flags);
            }
            case "rotate" -> {
                text.rotate(flags.list("add-age"), flags.list("rm-age"), call.now());
                text.write(file);
                return CommandOutcome.ok("");
            }
            case "set" -> {
                return set(call, flags, file, text);
            }
            case "exec-file" -> {
                String line = flags.word(2);
                if (line.startsWith("grep -c")) {
                    return CommandOutcome.ok("0\n");
                }
                return line.endsWith("| age-keygen -y")
                        ? CommandOutcome.ok(inside(text))
                        : SeededSecret.apply(call, file, text);
            }
            default -> {
                return CommandOutcome.failed("the twin has no 'sops " + flags.word(0) + "'");
            }
        }
    }

    /** Nothing but whether it works, and the certificate of the authority, which is public. */
    private static CommandOutcome decrypted(Call call, Flags flags) {
        if (flags.value("output", "").equals("/dev/null")) {
            return CommandOutcome.ok("");
        }
        return flags.value("extract", "").equals(CERTIFICATE)
                ? CommandOutcome.ok(call.world().pki())
                : CommandOutcome.failed("a rehearsal holds no keys: its sops shows nothing of a file");
    }

    /** The value is JSON in a file; of a key file nothing but its identities matters. */
    private static CommandOutcome set(Call call, Flags flags, Path file, SopsText text) throws Usage {
        String[] index = flags.word(2).replaceAll("^\\[\"|\"]$", "").split("\"]\\[\"", 2);
        String value = read(call.path(flags.word(3)));
        boolean base64 = index[0].equals("data");
        text.set(index[0], index[1], base64 ? decoded(value.replace("\"", "")) : value);
        text.write(file);
        return CommandOutcome.ok("");
    }

    private static String decoded(String text) {
        return new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8);
    }

    /** With the keys that the command names, else with those of the operator. */
    private static boolean opens(Call call, SopsText text) {
        if (call.world().order().suffers(Fault.WRONG_AGE_KEY)) {
            return false;
        }
        List<String> wanted = text.recipients();
        String given = call.variable("SOPS_AGE_KEY");
        String named = call.variable("SOPS_AGE_KEY_FILE");
        String keys = given.isEmpty() ? read(call.path(named.isEmpty() ? operators(call) : named)) : given;
        return wanted.isEmpty() || RehearsalKeys.opens(keys, wanted);
    }

    private static String operators(Call call) {
        return call.world()
                .repository()
                .resolve(call.world().order().site().ageKey())
                .toString();
    }

    private static String read(Path file) {
        try {
            return Files.isRegularFile(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A key that a real sops has encrypted is taken for the first one that the file itself is encrypted for. */
    static String inside(SopsText text) {
        return Stream.of("stringData", "data")
                .flatMap(section -> text.entries(section).stream()
                        .filter(entry -> entry.endsWith(AGE_KEY))
                        .flatMap(entry -> text
                                .plain(section, entry)
                                .map(RehearsalKeys::recipients)
                                .orElseGet(() ->
                                        text.recipients().stream().limit(1).toList())
                                .stream()))
                .map(recipient -> recipient + "\n")
                .collect(Collectors.joining());
    }

    private static boolean isOfWorld(World world, Path file) {
        Path home = world.directory().resolve("../..").normalize();
        String recovery = world.order().recovery();
        return Stream.of(
                        world.repository(),
                        home.resolve("trees").resolve(recovery),
                        home.resolve("rotations").resolve(recovery))
                .anyMatch(file::startsWith);
    }
}
