package dev.kaltstart.alert;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

enum Decision {
    /** It started a recovery. */
    STARTED,
    /** A person has to start the recovery. */
    PROPOSED,
    /** It belongs to an existing recovery. */
    ATTACHED,
    /** It was received before. */
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
