package dev.kaltstart.twin.origin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kaltstart.twin.store.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The branches and objects added to a twin's repository since its creation. The rest is not exported: it is recreated from
 * the importing machine's checkout, and is identical if that checkout is.
 */
public final class OriginDelta {

    private static final String FOUNDED = "founded";
    private static final String HEADS = "refs/heads";

    private final Path directory;

    public OriginDelta(Path directory) {
        this.directory = directory;
    }

    /** Marks the current objects as the initial content of the repository. */
    public void seal() {
        try {
            Files.write(directory.resolve(FOUNDED), objects());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Empty when there is no repository. */
    public byte[] pack() {
        if (!Files.exists(directory.resolve(FOUNDED))) {
            return new byte[0];
        }
        try {
            Set<String> founded = new HashSet<>(Files.readAllLines(directory.resolve(FOUNDED)));
            ObjectNode parcel = Json.object();
            for (String object : objects()) {
                if (!founded.contains(object)) {
                    byte[] content =
                            Files.readAllBytes(directory.resolve("objects").resolve(object));
                    Json.within(parcel, "objects")
                            .put(object, Base64.getEncoder().encodeToString(content));
                }
            }
            for (String branch : below(directory.resolve(HEADS))) {
                var commit = Files.readString(directory.resolve(HEADS).resolve(branch))
                        .strip();
                Json.within(parcel, HEADS).put(branch, commit);
            }
            return Json.write(parcel).getBytes(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Does nothing with a branch of which something is missing here, because it began somewhere else. */
    public void unpack(byte[] packed) {
        var origin = new Origin(directory);
        if (packed.length == 0 || !origin.exists()) {
            return;
        }
        var objects = new LooseObjects(directory.resolve("objects"));
        var parcel = Json.read(new String(packed, StandardCharsets.UTF_8));
        parcel.path("objects").properties().forEach(entry -> {
            if (entry.getKey().matches("[0-9a-f]{2}/[0-9a-f]{38}")) {
                objects.keep(
                        entry.getKey().replace("/", ""),
                        Base64.getDecoder().decode(entry.getValue().asText()));
            }
        });
        parcel.path(HEADS).properties().forEach(entry -> {
            var commit = entry.getValue().asText();
            if (entry.getKey().matches("(?!.*\\.\\.)[A-Za-z0-9][A-Za-z0-9._/-]*")
                    && commit.matches("[0-9a-f]{40}")
                    && origin.whole(commit)) {
                origin.move(entry.getKey(), commit);
            }
        });
    }

    private List<String> objects() {
        return below(directory.resolve("objects")).stream()
                .filter(name -> name.matches("[0-9a-f]{2}/[0-9a-f]{38}"))
                .toList();
    }

    private static List<String> below(Path top) {
        try (var files = Files.walk(top)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> top.relativize(file).toString())
                    .filter(name -> !name.endsWith(".new"))
                    .sorted()
                    .collect(Collectors.toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
