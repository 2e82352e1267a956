package dev.kaltstart.access;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A request as it goes over the line, with headers that no client sends. */
record RawRequest(int port, String line, String... headers) {

    private static final int MILLIS = 20_000;

    /** What comes back until the server closes the connection. */
    String answer() throws IOException {
        try (var socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(MILLIS);
            socket.getOutputStream().write(text("Connection: close\r\n").getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Leaves it at that: the connection stays open. */
    Socket begin(String startOfBody) throws IOException {
        var socket = new Socket("127.0.0.1", port);
        socket.getOutputStream().write((text("") + startOfBody).getBytes(StandardCharsets.ISO_8859_1));
        return socket;
    }

    private String text(String more) {
        return line + "\r\n" + String.join("\r\n", headers) + "\r\n" + more + "\r\n";
    }
}
