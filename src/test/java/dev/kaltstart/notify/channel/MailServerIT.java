package dev.kaltstart.notify.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kaltstart.api.StoppedClock;
import dev.kaltstart.cluster.NotifyChannel.Destination.Mail;
import dev.kaltstart.cluster.NotifyChannel.Security;
import dev.kaltstart.notify.channel.Delivery.Delivered;
import dev.kaltstart.notify.channel.Delivery.Refused;
import dev.kaltstart.shell.Redaction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** OpenSMTPD of Debian delivers into a mailbox. Only root may run it. */
@Timeout(120)
@SuppressWarnings("NullAway.Init")
class MailServerIT {

    private static final Path PROGRAM = Path.of("/usr/sbin/smtpd");

    @TempDir
    Path world;

    private int port;
    private Process server;

    @BeforeEach
    void start() throws Exception {
        assumeTrue(Files.isExecutable(PROGRAM), "opensmtpd is not installed");
        assumeTrue("root".equals(System.getProperty("user.name")), "only root may run opensmtpd");
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        // the mailbox is written by nobody
        assertThat(world.toFile().setExecutable(true, false)).isTrue();
        Path mailbox = Files.createDirectory(world.resolve("mailbox"));
        Files.setOwner(
                mailbox, world.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
        Path configuration = Files.writeString(world.resolve("smtpd.conf"), """
                table people { "@home.example" = "nobody" }
                listen on 127.0.0.1 port %d hostname localhost
                action "keep" maildir "%s" virtual <people>
                match from any for domain "home.example" action "keep"
                """.formatted(port, mailbox));
        server = new ProcessBuilder(PROGRAM.toString(), "-d", "-f", configuration.toString())
                .redirectErrorStream(true)
                .redirectOutput(world.resolve("log").toFile())
                .start();
        await("the mail server listens")
                .atMost(Duration.ofSeconds(30))
                .ignoreExceptions()
                .until(() -> {
                    try (var socket = new Socket("127.0.0.1", port)) {
                        return socket.getInputStream().read() == '2';
                    }
                });
    }

    @AfterEach
    void stop() throws InterruptedException {
        if (server != null) {
            server.destroy();
            server.waitFor();
        }
    }

    @Test
    void deliversWhatKaltstartSends() throws Exception {
        assertThat(send("ops@home.example", "needs a person: Flash the node „wk-2“"))
                .isEqualTo(Delivered.DONE);
        await().atMost(Duration.ofSeconds(30)).until(() -> !mails().isEmpty());

        assertThat(mails())
                .singleElement()
                .satisfies(mail -> assertThat(mail)
                        .contains("Message-ID: <0e8400e2-9b41-4d4a-a716-446655440000@home.example>")
                        .contains("Subject: =?UTF-8?")
                        .contains("Content-Type: text/plain; charset=UTF-8")
                        .contains("Delivered-To: ops@home.example"));
    }

    @Test
    void refusesARecipientItDoesNotKnow() throws Exception {
        assertThat(send("ops@elsewhere.example", "started")).isInstanceOf(Refused.class);
    }

    private Delivery send(String to, String headline) throws InterruptedException {
        return new RealChannels(new Redaction(), new StoppedClock())
                .client()
                .send(
                        new Mail("localhost", port, Security.NONE, "kaltstart@home.example", List.of(to), null, null),
                        MailClientTest.message(headline, false, "wk-2 is dead"));
    }

    private List<String> mails() throws IOException {
        Path arrived = world.resolve("mailbox/new");
        if (!Files.isDirectory(arrived)) {
            return List.of();
        }
        try (var files = Files.list(arrived)) {
            return files.map(file -> {
                        try {
                            return Files.readString(file);
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    })
                    .toList();
        }
    }
}
