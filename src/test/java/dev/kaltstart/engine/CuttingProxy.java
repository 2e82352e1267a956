package dev.kaltstart.engine;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Between a client and its database: hands everything on, until it lets a commit through and swallows the answer. */
final class CuttingProxy implements AutoCloseable {

    private final ServerSocket door;
    private final int server;
    private final AtomicReference<@Nullable String> armed = new AtomicReference<>();

    CuttingProxy(int server) throws IOException {
        this.server = server;
        this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        thread(this::acceptAll);
    }

    int port() {
        return door.getLocalPort();
    }

    /** Once: the next transaction that says this is committed, and nobody is told. */
    void swallowTheCommitOf(String message) {
        armed.set(message);
    }

    boolean hasCut() {
        return armed.get() == null;
    }

    private void acceptAll() throws IOException {
        while (true) {
            Socket client = door.accept();
            var behind = new Socket(InetAddress.getLoopbackAddress(), server);
            var cut = new boolean[1];
            thread(() -> toServer(client, behind, cut));
            thread(() -> toClient(client, behind, cut));
        }
    }

    private void toServer(Socket client, Socket behind, boolean[] cut) throws IOException {
        var said = new StringBuilder();
        var buffer = new byte[65536];
        InputStream in = client.getInputStream();
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            said.append(new String(buffer, 0, n, StandardCharsets.ISO_8859_1));
            boolean commit = said.indexOf("COMMIT", Math.max(0, said.length() - n - 6)) >= 0;
            String message = armed.get();
            if (commit && message != null && said.indexOf(message) >= 0 && armed.compareAndSet(message, null)) {
                cut[0] = true;
            }
            behind.getOutputStream().write(buffer, 0, n);
            if (commit) {
                said.setLength(0);
            }
        }
        behind.close();
    }

    private static void toClient(Socket client, Socket behind, boolean[] cut) throws IOException {
        var buffer = new byte[65536];
        InputStream in = behind.getInputStream();
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            if (cut[0]) {
                // the database has done it by now, or it would not answer
                break;
            }
            client.getOutputStream().write(buffer, 0, n);
        }
        client.close();
        behind.close();
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void thread(Work work) {
        var thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException e) {
                // one of the two has gone
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        door.close();
    }
}
