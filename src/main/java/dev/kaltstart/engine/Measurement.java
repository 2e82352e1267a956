package dev.kaltstart.engine;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * A value that a check measured, beside its sentence. Objectives and reports read these and never the sentence.
 *
 * @param name of what was measured, {@code volumes}
 * @param value as text, in the form of its kind
 */
public record Measurement(String name, Kind kind, String value) {

    /** What a step could not verify, although it is done: its check is met, and not green. */
    private static final String NOT_VERIFIED = "notVerified";

    private static final Pattern NAME = Pattern.compile("[a-z][A-Za-z0-9]{0,39}");

    /** The type of a value, which decides its format. */
    public enum Kind {
        /** A whole number of things. */
        COUNT("\\d{1,18}"),
        /** A size in bytes. */
        BYTES("\\d{1,18}"),
        /** A moment in UTC, as in ISO 8601: of a restore point. */
        MOMENT("[0-9T:.Z+-]{1,40}"),
        /** A commit, 40 or 64 hexadecimal digits. */
        REVISION("[0-9a-f]{40}|[0-9a-f]{64}"),
        /** SHA-256 of content, 64 hexadecimal digits. */
        DIGEST("[0-9a-f]{64}");

        private final Pattern form;

        Kind(String form) {
            this.form = Pattern.compile(form);
        }
    }

    /** @throws IllegalArgumentException when the name or the value is not in its form */
    public Measurement {
        if (name == null || kind == null || value == null) {
            throw new IllegalArgumentException("a measurement has a name, a kind and a value");
        }
        if (!NAME.matcher(name).matches() || !kind.form.matcher(value).matches()) {
            throw new IllegalArgumentException("'" + value + "' is no " + kind + " for '" + name + "'");
        }
        if (kind == Kind.MOMENT) {
            parse(value);
        }
    }

    public static Measurement count(String name, long value) {
        return new Measurement(name, Kind.COUNT, Long.toString(value));
    }

    /** @param value number of things that the step names as not verified, more than none */
    public static Measurement notVerified(long value) {
        return count(NOT_VERIFIED, value);
    }

    public boolean saysNotVerified() {
        return name.equals(NOT_VERIFIED) && number() > 0;
    }

    public static Measurement bytes(String name, long value) {
        return new Measurement(name, Kind.BYTES, Long.toString(value));
    }

    public static Measurement moment(String name, Instant value) {
        return new Measurement(name, Kind.MOMENT, value.toString());
    }

    public static Measurement revision(String name, String commit) {
        return new Measurement(name, Kind.REVISION, commit);
    }

    /** @param content is not kept */
    public static Measurement digestOf(String name, String content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
            return new Measurement(name, Kind.DIGEST, HexFormat.of().formatHex(digest));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** @throws IllegalStateException when it is neither a count nor a size */
    public long number() {
        if (kind != Kind.COUNT && kind != Kind.BYTES) {
            throw new IllegalStateException(name + " is no number but a " + kind);
        }
        return Long.parseLong(value);
    }

    /** @throws IllegalStateException when it is no moment */
    public Instant instant() {
        if (kind != Kind.MOMENT) {
            throw new IllegalStateException(name + " is no moment but a " + kind);
        }
        return parse(value);
    }

    private static Instant parse(String value) {
        try {
            return Instant.parse(value);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("'" + value + "' is no moment", e);
        }
    }
}
