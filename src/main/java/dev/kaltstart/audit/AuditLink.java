package dev.kaltstart.audit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * One event in its place in the chain.
 *
 * @param number from 1, without gaps
 * @param previous hash of the event before
 * @param hash over everything else
 */
record AuditLink(long number, String previous, String hash, AuditEvent event) {

    static AuditLink after(ChainHead head, AuditEvent event) {
        long number = head.events() + 1;
        return new AuditLink(number, head.hash(), hash(number, head.hash(), event), event);
    }

    ChainHead head() {
        return new ChainHead(number, hash);
    }

    boolean sound() {
        return soundAs(number);
    }

    /** True if the hash matches when the event has that number. */
    boolean soundAs(long other) {
        return hash.equals(hash(other, previous, event));
    }

    /**
     * Each field with its name and its length, so that no text can move from one field into the next. The first line
     * names the format: another format is another chain.
     */
    private static String hash(long number, String previous, AuditEvent event) {
        var form = new StringBuilder("kaltstart audit 1\n");
        add(form, "number", Long.toString(number));
        add(form, "previous", previous);
        add(form, "at", event.at().toString());
        add(form, "action", event.action());
        add(form, "recovery", event.recovery());
        add(form, "subject", event.subject());
        add(form, "step", event.step());
        add(form, "person", event.person());
        add(form, "origin", event.origin());
        add(form, "digest", event.digest());
        add(form, "approval", event.approval());
        add(form, "words", event.message());
        return HexFormat.of().formatHex(sha256().digest(form.toString().getBytes(StandardCharsets.UTF_8)));
    }

    private static void add(StringBuilder form, String name, @Nullable String value) {
        form.append(name).append(' ');
        if (value == null) {
            form.append("none\n");
        } else {
            form.append(value.length()).append(' ').append(value).append('\n');
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
