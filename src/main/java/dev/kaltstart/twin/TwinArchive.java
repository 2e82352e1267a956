package dev.kaltstart.twin;

import dev.kaltstart.twin.origin.OriginDelta;
import dev.kaltstart.twin.store.Json;
import dev.kaltstart.twin.tool.Scratch;
import dev.kaltstart.twin.world.TwinOrder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A twin without its copy of the repository: order, world, command results, and new commits. */
final class TwinArchive {

    private static final String ORDER = "order.json";
    private static final String WORLD = "world.jsonl";
    private static final String COMMANDS = "commands.jsonl";
    private static final String COMMITS = "commits.json";
    private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]*";
    private static final String RENDERED = "rendered/";
    /** The machine configurations that the rehearsal rendered; real ones are never copied into a twin. */
    private static final String CONFIGURATIONS = "clusterconfig";

    private TwinArchive() {}

    /** A line that is being written is truncated in the copy, and ignored as after a crash. */
    static Map<String, byte[]> pack(TwinHome home, String recovery) {
        Optional<TwinOrder> order = home.order(recovery);
        if (order.isEmpty()) {
            return Map.of();
        }
        var packed = new LinkedHashMap<String, byte[]>();
        packed.put(ORDER, Json.write(order.get()).getBytes(StandardCharsets.UTF_8));
        List.of(COMMANDS, WORLD)
                .forEach(name -> put(packed, name, home.of(recovery).resolve(name)));
        rendered(home.of(recovery).resolve("repository"), order.get(), packed);
        byte[] commits = new OriginDelta(home.of(recovery).resolve("origin.git")).pack();
        if (commits.length > 0) {
            packed.put(COMMITS, commits);
        }
        return packed;
    }

    private static void rendered(Path repository, TwinOrder order, Map<String, byte[]> packed) {
        Path credentials = repository.resolve(order.site().talosconfig());
        Path directory = repository
                .resolve(order.site().talosDirectory())
                .resolve(CONFIGURATIONS)
                .normalize();
        if (!directory.startsWith(repository) || !Files.isDirectory(directory)) {
            return;
        }
        try (var files = Files.list(directory)) {
            files.filter(Files::isRegularFile)
                    .filter(file -> file.getFileName().toString().matches(NAME) && !file.equals(credentials))
                    .sorted()
                    .forEach(file -> put(packed, RENDERED + file.getFileName(), file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void put(Map<String, byte[]> packed, String name, Path file) {
        try {
            if (Files.exists(file)) {
                packed.put(name, Files.readAllBytes(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * @param order whose paths are those of the inventory here
     * @throws IllegalArgumentException when it has a file unknown to twins
     */
    static void unpack(Path directory, TwinOrder order, Map<String, byte[]> packed) {
        Path configurations = directory
                .resolve("repository")
                .resolve(order.site().talosDirectory())
                .resolve(CONFIGURATIONS)
                .normalize();
        if (!configurations.startsWith(directory)) {
            throw new IllegalArgumentException("the machine configurations lie outside of the repository");
        }
        packed.forEach((name, content) -> {
            if (name.startsWith(RENDERED)) {
                write(configurations, name.substring(RENDERED.length()), content);
            } else if (name.equals(COMMITS)) {
                new OriginDelta(directory.resolve("origin.git")).unpack(content);
            } else if (name.equals(COMMANDS) || name.equals(WORLD)) {
                write(directory, name, content);
            } else if (!name.equals(ORDER)) {
                throw new IllegalArgumentException("the twin has no file of this name: " + name);
            }
        });
    }

    /** @throws IllegalArgumentException when it belongs to another recovery or is unreadable */
    static TwinOrder order(String recovery, Map<String, byte[]> packed) {
        try {
            TwinOrder order = Json.MAPPER.readValue(packed.getOrDefault(ORDER, new byte[0]), TwinOrder.class);
            if (order.recovery().equals(recovery)) {
                return order;
            }
            throw new IllegalArgumentException("the twin is that of another recovery: " + order.recovery());
        } catch (IOException e) {
            throw new IllegalArgumentException("the order of the twin cannot be read", e);
        }
    }

    private static void write(Path directory, String name, byte[] content) {
        if (!name.matches(NAME)) {
            throw new IllegalArgumentException("the twin has no file of this name: " + name);
        }
        Scratch.write(directory.resolve(name), new String(content, StandardCharsets.UTF_8));
    }
}
