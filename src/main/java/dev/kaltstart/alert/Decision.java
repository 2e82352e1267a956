package dev.kaltstart.alert;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

enum Decision {
    /** It started a recovery. */
    STARTED,
    /** A person has to start the recovery. */
    PROPOSED,
    /** It belongs to a recovery that is there. */
    ATTACHED,
    /** It was here before. */
    DUPLICATE,
    IGNORED;

    @JsonValue
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Decision of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
