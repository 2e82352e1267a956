package dev.kaltstart.backup.method.job;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Before an S3 endpoint: answers a number of connections with 503, and leads all later ones through. */
final class BrokenStore implements AutoCloseable {

    private static final String UNAVAILABLE =
            "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

    private final ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final URI store;
    private final AtomicInteger left;

    BrokenStore(String store, int refusals) throws IOException {
        this.store = URI.create(store);
        this.left = new AtomicInteger(refusals);
        threads.submit(this::serve);
    }

    String address() {
        return "http://127.0.0.1:" + door.getLocalPort();
    }

    /** How many it still refuses. */
    int left() {
        return Math.max(0, left.get());
    }

    private void serve() {
        while (!door.isClosed()) {
            try {
                Socket socket = door.accept();
                threads.submit(() -> answer(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void answer(Socket socket) {
        try (socket) {
            if (left.getAndDecrement() > 0) {
                socket.getInputStream().read(new byte[8_192]);
                socket.getOutputStream().write(UNAVAILABLE.getBytes(StandardCharsets.US_ASCII));
                return;
            }
            try (var behind = new Socket(store.getHost(), store.getPort())) {
                var back = threads.submit(() -> copy(behind.getInputStream(), socket.getOutputStream()));
                copy(socket.getInputStream(), behind.getOutputStream());
                back.get();
            }
        } catch (Exception e) {
            // the other side has gone
        }
    }

    private static Void copy(InputStream from, OutputStream to) throws IOException {
        from.transferTo(to);
        return null;
    }

    @Override
    public void close() throws IOException {
        door.close();
        threads.shutdownNow();
    }
}
