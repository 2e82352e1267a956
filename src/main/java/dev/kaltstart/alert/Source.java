package dev.kaltstart.alert;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** The sender of an alert. */
enum Source {
    ALERTMANAGER("Alertmanager"),
    /** Flux's notification-controller. */
    FLUX("Flux"),
    /** Kaltstart's own checks of the clusters. */
    KALTSTART("Kaltstart");

    private final String title;

    Source(String title) {
        this.title = title;
    }

    /** The display name. */
    String title() {
        return title;
    }

    @JsonValue
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Source of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
