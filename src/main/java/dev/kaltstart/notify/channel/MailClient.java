package dev.kaltstart.notify.channel;

import dev.kaltstart.cluster.NotifyChannel.Destination.Mail;
import dev.kaltstart.cluster.NotifyChannel.Security;
import dev.kaltstart.cluster.SecretSource;
import dev.kaltstart.notify.channel.Delivery.Delivered;
import dev.kaltstart.notify.channel.Delivery.Gone;
import dev.kaltstart.notify.channel.Delivery.Refused;
import dev.kaltstart.notify.channel.Delivery.Undelivered;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.MimeMessage;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Properties;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocketFactory;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.util.MailConnectException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/** Mail, over SMTP with TLS. The answers of a server are numbers here: its text may repeat what it was sent. */
@Component
class MailClient {

    private static final Logger LOG = LoggerFactory.getLogger(MailClient.class);

    /** For each answer of the server; the whole dialogue is limited by the caller. */
    private static final String MILLIS = "10000";

    private static final int PERMANENT = 500;
    private static final int HIGHEST = 599;

    private final SecretReader secrets;
    private final SSLSocketFactory trust;

    @Autowired
    MailClient(SecretReader secrets) {
        this(secrets, (SSLSocketFactory) SSLSocketFactory.getDefault());
    }

    /** @param trust whom to believe that it is the mail server */
    MailClient(SecretReader secrets, SSLSocketFactory trust) {
        this.secrets = secrets;
        this.trust = trust;
    }

    Delivery send(Mail mail, OutgoingMessage message) throws UnusableChannel {
        Session session = Session.getInstance(properties(mail));
        SecretSource source = mail.password();
        String password = source == null ? null : secrets.read(source);
        refuseMetadata(mail.host());
        try {
            var text = MailText.of(session, message, mail.from(), mail.to());
            return send(session, mail, password, text);
        } catch (AddressException e) {
            return new Refused("an address of 'from' or 'to' is not one: correct it in kaltstart.yaml");
        } catch (MessagingException e) {
            return failure(e);
        }
    }

    private static Delivery send(Session session, Mail mail, @Nullable String password, MimeMessage text)
            throws MessagingException {
        Transport transport = session.getTransport("smtp");
        try {
            transport.connect(mail.host(), mail.port(), mail.username(), password);
            transport.sendMessage(text, text.getAllRecipients());
            return Delivered.DONE;
        } catch (SendFailedException e) {
            if (e.getValidSentAddresses() != null && e.getValidSentAddresses().length > 0) {
                LOG.warn("a mail server refused some of the recipients of a message");
                return Delivered.DONE;
            }
            throw e;
        } finally {
            close(transport);
        }
    }

    /** What was taken stays taken, whatever happens to the farewell. */
    private static void close(Transport transport) {
        try {
            transport.close();
        } catch (MessagingException e) {
            LOG.debug("a mail server ended the connection without a farewell");
        }
    }

    private Properties properties(Mail mail) {
        var properties = new Properties();
        properties.put("mail.smtp.connectiontimeout", MILLIS);
        properties.put("mail.smtp.timeout", MILLIS);
        properties.put("mail.smtp.writetimeout", MILLIS);
        properties.put("mail.smtp.quitwait", "false");
        properties.put("mail.smtp.sendpartial", "true");
        properties.put("mail.smtp.localhost", "kaltstart.invalid");
        properties.put("mail.smtp.auth", String.valueOf(mail.username() != null));
        properties.put("mail.smtp.ssl.checkserveridentity", "true");
        properties.put("mail.smtp.ssl.socketFactory", trust);
        properties.put("mail.smtp.ssl.enable", String.valueOf(mail.security() == Security.TLS));
        properties.put("mail.smtp.starttls.enable", String.valueOf(mail.security() == Security.STARTTLS));
        properties.put("mail.smtp.starttls.required", String.valueOf(mail.security() == Security.STARTTLS));
        return properties;
    }

    private static void refuseMetadata(String host) throws UnusableChannel {
        try {
            if (Arrays.stream(InetAddress.getAllByName(host)).anyMatch(HookAddress::forbidden)) {
                throw new UnusableChannel(
                        "the mail server's name leads to a link-local or metadata address: correct 'host'");
            }
        } catch (UnknownHostException e) {
            throw new UnusableChannel("the name of the mail server cannot be looked up");
        }
    }

    private static Delivery failure(MessagingException e) {
        if (e instanceof AuthenticationFailedException) {
            return new Gone("the mail server refuses user and password: correct them, then send a test");
        }
        int code = code(e);
        if (code >= PERMANENT && code <= HIGHEST) {
            return new Refused("the mail server answers with " + code);
        }
        if (code > 0) {
            return new Undelivered("the mail server answers with " + code, false, Duration.ZERO);
        }
        if (e instanceof MailConnectException) {
            return new Undelivered("the mail server takes no connection", false, Duration.ZERO);
        }
        if (e.getCause() instanceof SSLException) {
            return new Undelivered(
                    "no TLS with the mail server: its certificate is not trusted, expired, or for another host",
                    false,
                    Duration.ZERO);
        }
        if (String.valueOf(e.getMessage()).startsWith("STARTTLS is required")) {
            return new Undelivered(
                    "the mail server offers no STARTTLS: use another port, or 'security: tls'", false, Duration.ZERO);
        }
        return new Undelivered("the mail server ended the conversation", true, Duration.ZERO);
    }

    /** Of the whole message, else of its recipients: a temporary one counts more than a permanent one. */
    private static int code(MessagingException failure) {
        int recipients = 0;
        for (Exception e = failure; e instanceof MessagingException next; e = next.getNextException()) {
            if (e instanceof SMTPSendFailedException message) {
                return message.getReturnCode();
            }
            if (e instanceof SMTPAddressFailedException one) {
                int code = one.getReturnCode();
                recipients = recipients == 0 || code < PERMANENT ? code : recipients;
            }
        }
        return recipients;
    }
}
