package dev.kaltstart.alert.payload;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** The sender of an alert. */
public enum Source {
    ALERTMANAGER("Alertmanager"),
    /** Grafana's own alerting. */
    GRAFANA("Grafana"),
    /** Prometheus, or vmalert, without an Alertmanager between. */
    PROMETHEUS("Prometheus"),
    /** Flux's notification-controller. */
    FLUX("Flux"),
    /** Kaltstart's own checks of the clusters. */
    KALTSTART("Kaltstart");

    private final String title;

    Source(String title) {
        this.title = title;
    }

    /** The display name. */
    public String title() {
        return title;
    }

    /** Its alerts are described by a name and a node, and not by a message. */
    public boolean monitoring() {
        return this == ALERTMANAGER || this == GRAFANA || this == PROMETHEUS;
    }

    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Source of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
