package dev.kaltstart.twin;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.kaltstart.twin.store.Json;
import dev.kaltstart.twin.tool.Scratch;
import dev.kaltstart.twin.world.TwinOrder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.util.FileSystemUtils;

/** The directories of twins: one for each, complete once it has its order file. */
final class TwinHome {

    private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");
    private static final String ORDER = "order.json";
    private static final String CLOSED = "closed";

    private final Path twins;

    TwinHome(Path home) {
        twins = home.toAbsolutePath().normalize().resolve("twins");
    }

    /** @throws IllegalArgumentException for an id that is no file name */
    Path of(String recovery) {
        if (!SAFE.matcher(recovery).matches()) {
            throw new IllegalArgumentException("not the id of a recovery: " + recovery);
        }
        return twins.resolve(recovery);
    }

    Optional<TwinOrder> order(String recovery) {
        if (!SAFE.matcher(recovery).matches() || !Files.exists(of(recovery).resolve(ORDER))) {
            return Optional.empty();
        }
        var file = of(recovery).resolve(ORDER);
        try {
            return Optional.of(Json.MAPPER.readValue(Files.readString(file), TwinOrder.class));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the twin's order cannot be read: " + file, e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An empty directory for a new twin; leftovers of an interrupted attempt are deleted. */
    Path begin(String recovery) {
        var directory = of(recovery);
        try {
            FileSystemUtils.deleteRecursively(directory);
            Scratch.directory(twins);
            return Scratch.directory(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void discard(String recovery) {
        try {
            FileSystemUtils.deleteRecursively(of(recovery));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Marks the twin as complete. */
    void complete(TwinOrder order) {
        var directory = of(order.recovery());
        var fresh = directory.resolve(ORDER + ".new");
        Scratch.write(fresh, Json.write(order));
        try {
            Files.move(fresh, directory.resolve(ORDER), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void closed(String recovery) {
        Scratch.write(of(recovery).resolve(CLOSED), "");
    }

    void reopened(String recovery) {
        try {
            Files.deleteIfExists(of(recovery).resolve(CLOSED));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isClosed(String recovery) {
        return Files.exists(of(recovery).resolve(CLOSED));
    }

    /** Recoveries whose twin is complete and not released. */
    List<String> active() {
        if (!Files.isDirectory(twins)) {
            return List.of();
        }
        try (var directories = Files.list(twins)) {
            return directories
                    .filter(directory -> Files.exists(directory.resolve(ORDER)))
                    .map(directory -> String.valueOf(directory.getFileName()))
                    .filter(recovery -> !isClosed(recovery))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
