package dev.kaltstart.shell;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The lock on a home directory. The operating system releases it when the process dies. File locks
 * belong to the process, and opening the file a second time could release ours: hence the record of held homes.
 */
public final class HeldHome implements AutoCloseable {

    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path root;
    private final FileChannel channel;

    private HeldHome(Path root, FileChannel channel) {
        this.root = root;
        this.channel = channel;
    }

    /** @throws Taken when another process holds it, or this one does already */
    public static HeldHome take(Home home) {
        return take(home, HomeLock.holder());
    }

    /**
     * @param holder how this process is named to others who want the home
     * @throws Taken when another process holds it
     */
    static HeldHome take(Home home, String holder) {
        try {
            Path root = home.root().toRealPath();
            if (!HELD.add(root)) {
                throw new Taken(home.root(), "this process");
            }
            try {
                return new HeldHome(root, lock(root, holder));
            } catch (IOException | RuntimeException e) {
                HELD.remove(root);
                throw e;
            }
        } catch (IOException e) {
            throw new IllegalStateException("cannot lock " + home.root() + ": " + e.getMessage(), e);
        }
    }

    private static FileChannel lock(Path root, String holder) throws IOException {
        Path file = root.resolve("lock");
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() == null) {
                throw new Taken(root, SmallFile.read(file).orElse("").strip());
            }
            channel.truncate(0).write(ByteBuffer.wrap(holder.getBytes(StandardCharsets.UTF_8)));
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
        HELD.remove(root);
    }

    /** Another Kaltstart holds the home. */
    public static class Taken extends RuntimeException {
        Taken(Path root, String holder) {
            super("another Kaltstart uses " + root + ": " + (holder.isEmpty() ? "holder unknown" : holder));
        }
    }
}
