package dev.kaltstart.notify.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.api.StoppedClock;
import dev.kaltstart.cluster.NotifyChannel.Destination.Mail;
import dev.kaltstart.cluster.NotifyChannel.Security;
import dev.kaltstart.cluster.SecretSource;
import dev.kaltstart.notify.channel.Delivery.Delivered;
import dev.kaltstart.notify.channel.Delivery.Gone;
import dev.kaltstart.notify.channel.Delivery.Refused;
import dev.kaltstart.notify.channel.Delivery.Undelivered;
import dev.kaltstart.shell.Redaction;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
@SuppressWarnings("NullAway.Init")
class MailClientTest {

    @TempDir
    static Path folder;

    private static SSLContext certificate;
    private static SSLContext another;

    private final SmtpServer server = new SmtpServer(certificate);

    @BeforeAll
    static void certificates() throws Exception {
        certificate = OwnCertificate.of(folder, "localhost");
        another = OwnCertificate.of(folder, "mail.elsewhere.example");
    }

    @AfterEach
    void close() throws Exception {
        server.close();
    }

    @Test
    void logsInOverTlsAndSendsToEverybody() throws Exception {
        var mail = mail(server.port(), Security.STARTTLS, SmtpServer.PASSWORD);
        assertThat(send(mail, message("started", false, "KubeNodeNotReady: wk-2")))
                .isEqualTo(Delivered.DONE);

        assertThat(server.recipients).containsExactly("ops@home.example", "me@home.example");
        assertThat(server.commands)
                .as("nothing but the greeting goes before TLS")
                .filteredOn(command -> !command.startsWith("*"))
                .allMatch(command -> command.startsWith("EHLO") || command.equals("STARTTLS"));
        assertThat(server.mails)
                .singleElement()
                .satisfies(text -> assertThat(text)
                        .contains("Subject: Live: node-failure of wk-2 in homelab: started\n")
                        .contains("Message-ID: <0e8400e2-9b41-4d4a-a716-446655440000@home.example>\n")
                        .contains("References: <node-failure-20261130-1902-x7k2p.recovery@home.example>\n")
                        .contains(
                                "Auto-Submitted: auto-generated\n",
                                "X-Kaltstart-Id: 0e8400e2-9b41-4d4a-a716-446655440000\n")
                        .contains("\nKubeNodeNotReady: wk-2\n", "https://kaltstart.example/recoveries/x"));
    }

    @Test
    void theSecondAttemptHasTheSameIdAndSaysSo() throws Exception {
        var mail = mail(server.port(), Security.STARTTLS, SmtpServer.PASSWORD);
        server.instead.put(".", "451 4.3.0 try again");
        assertThat(send(mail, message("started", false))).isInstanceOfSatisfying(Undelivered.class, failure -> {
            assertThat(failure.unsure()).isFalse();
            assertThat(failure.reason()).isEqualTo("the mail server answers with 451");
        });
        send(mail, message("started", true));

        assertThat(server.mails)
                .singleElement()
                .satisfies(text -> assertThat(text)
                        .contains("Message-ID: <0e8400e2-9b41-4d4a-a716-446655440000@home.example>", "Sent again"));
    }

    @ParameterizedTest
    @CsvSource({
        "MAIL, 452 4.3.1 full, the mail server answers with 452, false",
        "RCPT, 450 4.2.0 greylisted, the mail server answers with 450, false",
        "DATA, 421 4.3.2 shutting down, the mail server answers with 421, false",
        "EHLO, hang, the mail server ended the conversation, true",
    })
    void isTriedAgainWhenTheServerIsNotReady(String command, String answer, String reason, boolean unsure)
            throws Exception {
        // both recipients are asked about
        server.instead.put(command, answer);
        var mail = new Mail(
                "localhost",
                server.port(),
                Security.STARTTLS,
                "kaltstart@home.example",
                List.of("me@home.example"),
                SmtpServer.USER,
                new SecretSource.InVariable("MAIL_PASSWORD"));
        assertThat(send(mail, message("started", false))).isEqualTo(new Undelivered(reason, unsure, Duration.ZERO));
    }

    @Test
    void whatIsNeverTakenIsNotTriedForEver() throws Exception {
        server.instead.put(".", "552 5.3.4 too big");
        assertThat(send(mail(server.port(), Security.STARTTLS, SmtpServer.PASSWORD), message("started", false)))
                .isEqualTo(new Refused("the mail server answers with 552"));
    }

    @Test
    void oneRefusedRecipientDoesNotKeepTheOthersFromTheirMail() throws Exception {
        server.instead.put("RCPT", "550 5.1.1 no such user");
        assertThat(send(mail(server.port(), Security.STARTTLS, SmtpServer.PASSWORD), message("started", false)))
                .isEqualTo(Delivered.DONE);
        assertThat(server.mails).hasSize(1);
    }

    @Test
    void aWrongPasswordStopsTheChannel() throws Exception {
        assertThat(send(mail(server.port(), Security.STARTTLS, "wrong-password"), message("started", false)))
                .isInstanceOfSatisfying(
                        Gone.class,
                        gone -> assertThat(gone.reason())
                                .contains("refuses user and password")
                                .doesNotContain("wrong-password"));
    }

    @Test
    void sendsNothingWithoutTlsOrToAnotherServer() throws Exception {
        try (var plain = new SmtpServer(null);
                var stranger = new SmtpServer(another)) {
            assertThat(send(mail(plain.port(), Security.STARTTLS, SmtpServer.PASSWORD), message("started", false)))
                    .isInstanceOfSatisfying(
                            Undelivered.class,
                            failure -> assertThat(failure.reason()).contains("no STARTTLS"));
            assertThat(send(mail(stranger.port(), Security.STARTTLS, SmtpServer.PASSWORD), message("started", false)))
                    .isInstanceOfSatisfying(
                            Undelivered.class,
                            failure -> assertThat(failure.reason()).contains("its certificate is not trusted"));
            assertThat(plain.commands).noneMatch(command -> command.startsWith("AUTH") || command.startsWith("MAIL"));
            assertThat(stranger.commands).noneMatch(command -> command.contains("AUTH") || command.contains("MAIL"));
        }
    }

    /** A certificate that is trusted, of another host. */
    @Test
    void comparesTheNameOfTheServer() throws Exception {
        try (var stranger = new SmtpServer(another)) {
            var client = new RealChannels(new Redaction(), new StoppedClock(), another.getSocketFactory());
            client.secret("MAIL_PASSWORD", SmtpServer.PASSWORD);
            assertThat(client.client().send(mail(stranger.port(), Security.STARTTLS), message("started", false)))
                    .isInstanceOf(Undelivered.class);
            assertThat(stranger.mails).isEmpty();
        }
    }

    /** Attack: a subject, a line or a node that adds a header, a recipient or a part of its own. */
    @Test
    void noHeaderCanBeAdded() throws Exception {
        String evil =
                "x\r\nBcc: thief@evil.example\r\nContent-Type: text/html\r\n\r\n<a href='https://evil.example'>\n.\nQUIT";
        send(mail(server.port(), Security.STARTTLS, SmtpServer.PASSWORD), message(evil, false, evil));

        assertThat(server.mails).singleElement().satisfies(text -> {
            String head = text.substring(0, text.indexOf("\n\n"));
            assertThat(head.lines().map(line -> line.split(":")[0]))
                    .doesNotContain("Bcc")
                    .filteredOn("Content-Type"::equals)
                    .hasSize(1);
            assertThat(head).contains("Content-Type: text/plain");
            assertThat(text).doesNotContain("://evil");
        });
        assertThat(server.recipients).containsExactly("ops@home.example", "me@home.example");
    }

    @Test
    void takesNoConnection() throws Exception {
        int port = server.port();
        server.close();
        assertThat(send(mail(port, Security.STARTTLS, SmtpServer.PASSWORD), message("started", false)))
                .isEqualTo(new Undelivered("the mail server takes no connection", false, Duration.ZERO));
    }

    private static Delivery send(Mail mail, OutgoingMessage message) throws InterruptedException {
        SSLSocketFactory trust = certificate.getSocketFactory();
        var channels = new RealChannels(new Redaction(), new StoppedClock(), trust);
        channels.secret("MAIL_PASSWORD", SmtpServer.PASSWORD);
        channels.secret("WRONG_PASSWORD", "wrong-password");
        return channels.client().send(mail, message);
    }

    private static Mail mail(int port, Security security) {
        return mail(port, security, SmtpServer.PASSWORD);
    }

    private static Mail mail(int port, Security security, String password) {
        return new Mail(
                "localhost",
                port,
                security,
                "kaltstart@home.example",
                List.of("ops@home.example", "me@home.example"),
                SmtpServer.USER,
                new SecretSource.InVariable(password.equals(SmtpServer.PASSWORD) ? "MAIL_PASSWORD" : "WRONG_PASSWORD"));
    }

    static OutgoingMessage message(String headline, boolean again, String... detail) {
        return new OutgoingMessage(
                "0e8400e2-9b41-4d4a-a716-446655440000",
                "homelab",
                "node-failure-20261130-1902-x7k2p",
                "started",
                "Live: node-failure of wk-2 in homelab",
                headline,
                List.of(detail),
                "https://kaltstart.example/recoveries/x",
                "/recoveries/x",
                StoppedClock.NOON,
                again,
                false,
                null,
                List.of());
    }
}
