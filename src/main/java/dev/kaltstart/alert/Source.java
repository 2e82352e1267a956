package dev.kaltstart.alert;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Who tells of an alert. */
enum Source {
    ALERTMANAGER("Alertmanager"),
    /** Its notification-controller. */
    FLUX("Flux"),
    /** What it has seen itself, when it looked at the clusters. */
    KALTSTART("Kaltstart");

    private final String title;

    Source(String title) {
        this.title = title;
    }

    /** For people. */
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
