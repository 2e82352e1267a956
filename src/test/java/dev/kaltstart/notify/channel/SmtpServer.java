package dev.kaltstart.notify.channel;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** A mail server on localhost as RFC 5321, 3207 and 4954 have it, with STARTTLS where it is given a certificate. */
final class SmtpServer implements AutoCloseable {

    static final String USER = "kaltstart";
    static final String PASSWORD = "S3cretOfTheMail";

    /** Answers in place of its own, once each, by command; {@code hang} for none. {@code .} is the end of a mail. */
    final Map<String, String> instead = new ConcurrentHashMap<>();

    /** What it took, with headers. */
    final List<String> mails = new CopyOnWriteArrayList<>();

    final List<String> recipients = new CopyOnWriteArrayList<>();

    /** Commands, as they came; those over TLS begin with a star. */
    final List<String> commands = new CopyOnWriteArrayList<>();

    private final CountDownLatch closed = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final ServerSocket server;
    private final @Nullable SSLContext certificate;

    SmtpServer(@Nullable SSLContext certificate) {
        this.certificate = certificate;
        try {
            server = new ServerSocket(0, 20, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.execute(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                threads.execute(() -> {
                    try (socket) {
                        say(socket, "220 localhost ESMTP");
                        talk(socket, false);
                    } catch (IOException | InterruptedException e) {
                        // the other side has left
                    }
                });
            } catch (IOException e) {
                return;
            }
        }
    }

    private void talk(Socket socket, boolean tls) throws IOException, InterruptedException {
        var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            commands.add((tls ? "*" : "") + line);
            String command = line.split(" ")[0].toUpperCase(Locale.ROOT);
            if (unusual(socket, command)) {
                continue;
            }
            switch (command) {
                case "EHLO" -> greet(socket, tls);
                case "STARTTLS" -> {
                    say(socket, "220 go ahead");
                    talk(secured(socket), true);
                    return;
                }
                case "AUTH" -> authenticate(socket, line);
                case "RCPT" -> {
                    recipients.add(line.replaceAll(".*<(.*)>.*", "$1"));
                    say(socket, "250 ok");
                }
                case "DATA" -> data(socket, in);
                case "QUIT" -> {
                    say(socket, "221 bye");
                    return;
                }
                default -> say(socket, "250 ok");
            }
        }
    }

    private boolean unusual(Socket socket, String command) throws IOException, InterruptedException {
        String answer = instead.remove(command);
        if (answer == null) {
            return false;
        }
        if (answer.equals("hang")) {
            closed.await(1, TimeUnit.MINUTES);
        } else {
            say(socket, answer);
        }
        return true;
    }

    private void greet(Socket socket, boolean tls) throws IOException {
        say(socket, "250-localhost");
        if (certificate != null && !tls) {
            say(socket, "250-STARTTLS");
        }
        say(socket, "250-AUTH PLAIN");
        say(socket, "250 SIZE 1000000");
    }

    private SSLSocket secured(Socket socket) throws IOException {
        if (certificate == null) {
            throw new IOException("there is no certificate");
        }
        var layered = (SSLSocket) certificate.getSocketFactory().createSocket(socket, null, socket.getPort(), true);
        layered.setUseClientMode(false);
        return layered;
    }

    private static void authenticate(Socket socket, String line) throws IOException {
        String given = new String(Base64.getDecoder().decode(line.split(" ")[2]), StandardCharsets.UTF_8);
        say(socket, given.endsWith("\0" + USER + "\0" + PASSWORD) ? "235 welcome" : "535 5.7.8 no");
    }

    private void data(Socket socket, BufferedReader in) throws IOException, InterruptedException {
        say(socket, "354 go ahead");
        var mail = new StringBuilder();
        for (String line = in.readLine(); line != null && !line.equals("."); line = in.readLine()) {
            mail.append(line).append('\n');
        }
        String refusal = instead.get(".");
        if (refusal == null || refusal.equals("hang")) {
            mails.add(mail.toString());
        }
        if (!unusual(socket, ".")) {
            say(socket, "250 taken");
        }
    }

    private static void say(Socket socket, String line) throws IOException {
        socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        server.close();
        threads.shutdownNow();
    }
}
