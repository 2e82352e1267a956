package dev.kaltstart.alert;

import java.time.Instant;
import java.util.List;

/** The alerts and requests of the last day that started and proposed nothing. */
public interface IgnoredAlerts {

    /** Newest first, at most 20. */
    List<Ignored> lastDay();

    /** The refused requests of the last hour by reason, newest first, at most 10. */
    List<Refused> lastHour();

    /**
     * @param alerts number of alerts with this name
     * @param newest when one was last received
     */
    record Ignored(String cluster, String alertname, IgnoreReason reason, long alerts, Instant newest) {}

    /** @param requests number of requests, repeated ones included */
    record Refused(String reason, long requests, Instant newest) {}
}
