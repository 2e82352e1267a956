package dev.kaltstart.secrets.value;

import dev.kaltstart.secrets.exposure.Ciphertext;
import dev.kaltstart.secrets.exposure.ExposedValue;
import dev.kaltstart.shell.Result;
import java.util.Optional;
import java.util.regex.Pattern;

/** Whether a value in Git is another one than the leaked one. New ciphertext proves nothing: SOPS can encrypt the same again. */
enum ValueChange {
    CHANGED,
    /** The file, or the key in it, is not there any more. */
    REMOVED,
    SAME,
    /** The leaked version cannot be decrypted here. */
    OLD_UNREADABLE,
    /** The new version cannot be decrypted here. */
    NEW_UNREADABLE,
    /** It is in Git in clear text. */
    IN_CLEAR_TEXT,
    UNKNOWN;

    private static final String COMPARE = """
            old=$(plain "$1" "$2") && [ -n "$old" ] || { echo OLD_UNREADABLE; exit 0; }
            new=$(plain "$1" "$3") && [ -n "$new" ] || { echo NEW_UNREADABLE; exit 0; }
            if [ "$old" = "$new" ]; then echo SAME; else echo CHANGED; fi
            """;

    private static final Pattern PUBLIC = Pattern.compile(
            "(?i).*(known_hosts|\\.pub|public[-_]?key|crt|cert|key[-_]?id|user(name)?|repository|url|host|endpoint|bucket"
                    + "|region|email|domain|name)\"]$");

    /** Whether a new credential always has another one there. */
    static boolean mustChange(ExposedValue part) {
        return !part.keyPath().isEmpty() && !PUBLIC.matcher(part.keyPath()).matches();
    }

    static ValueChange of(ExposedValue part, LeakedFile files, SecretPipe pipe) {
        Optional<byte[]> before = files.before();
        Optional<byte[]> after = files.after();
        if (after.isEmpty()) {
            return REMOVED;
        }
        Optional<String> now = Ciphertext.digest(after.get(), part.keyPath());
        if (now.isEmpty()) {
            return REMOVED;
        }
        if (!Ciphertext.encrypted(after.get(), part.keyPath())) {
            return IN_CLEAR_TEXT;
        }
        if (before.isEmpty()) {
            return UNKNOWN;
        }
        if (Ciphertext.digest(before.get(), part.keyPath()).equals(now)) {
            return SAME;
        }
        Result result = pipe.run(
                COMPARE,
                part.keyPath(),
                files.beforeName().orElse(""),
                files.afterName().orElse(""));
        String word = result.succeeded() ? result.output().strip() : "";
        for (ValueChange change : values()) {
            if (change.name().equals(word)) {
                return change;
            }
        }
        return UNKNOWN;
    }
}
