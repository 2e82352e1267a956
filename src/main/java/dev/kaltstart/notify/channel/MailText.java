package dev.kaltstart.notify.channel;

import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;

/** A message as mail, plain text. Its Message-ID is the same in each attempt, so that mail programs show it once. */
final class MailText extends MimeMessage {

    private static final int SUBJECT = 180;
    private static final int LONGEST = 20_000;
    private static final String AGAIN =
            "Sent again, because the first attempt was interrupted: you may have this message twice.";

    private final String id;

    private MailText(Session session, String id) {
        super(session);
        this.id = id;
    }

    static MimeMessage of(Session session, OutgoingMessage message, String from, List<String> to)
            throws MessagingException {
        String host = from.substring(from.lastIndexOf('@') + 1);
        var mail = new MailText(session, "<" + message.id() + "@" + host + ">");
        mail.setFrom(new InternetAddress(from, true));
        for (String recipient : to) {
            mail.addRecipient(RecipientType.TO, new InternetAddress(recipient, true));
        }
        // one line without control characters: no header can be added
        mail.setSubject(HarmlessText.cut(HarmlessText.plain(message.title()), SUBJECT), StandardCharsets.UTF_8.name());
        mail.setText(body(message), StandardCharsets.UTF_8.name());
        mail.setSentDate(Date.from(message.happenedAt()));
        mail.setHeader("X-Kaltstart-Id", message.id());
        // no out-of-office answers (RFC 3834)
        mail.setHeader("Auto-Submitted", "auto-generated");
        if (message.recovery() != null) {
            // a message that was never sent, which all of a recovery answer: mail programs show them as one thread
            String root = "<" + message.recovery() + ".recovery@" + host + ">";
            mail.setHeader("In-Reply-To", root);
            mail.setHeader("References", root);
        }
        mail.saveChanges();
        return mail;
    }

    @Override
    protected void updateMessageID() throws MessagingException {
        setHeader("Message-ID", id);
    }

    private static String body(OutgoingMessage message) {
        var lines = new ArrayList<String>();
        lines.add(HarmlessText.plain(message.title()));
        lines.add("");
        if (!message.shortened()) {
            message.detail().forEach(line -> lines.add(HarmlessText.plain(line)));
        }
        lines.add("");
        lines.add(HarmlessText.minute(message.happenedAt()));
        if (message.link() != null) {
            lines.add(message.link());
        } else if (message.path() != null) {
            lines.add("On Kaltstart's pages: " + message.path());
        }
        if (message.again()) {
            lines.add("");
            lines.add(AGAIN);
        }
        return HarmlessText.cut(String.join("\n", lines), LONGEST) + "\n";
    }
}
