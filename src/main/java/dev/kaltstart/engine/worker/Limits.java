package dev.kaltstart.engine.worker;

import java.time.Duration;
import java.util.Map;

/**
 * How long a step may take and how often its check is looked at, on the clock of the cluster. They stand in the model as
 * the extension properties {@code timeout} and {@code poll}.
 */
public record Limits(Duration timeout, Duration poll) {

    private static final String DEFAULT_TIMEOUT = "PT10M";
    private static final String DEFAULT_POLL = "PT5S";

    static Limits of(Map<String, String> properties) {
        return new Limits(
                Duration.parse(properties.getOrDefault("timeout", DEFAULT_TIMEOUT)),
                Duration.parse(properties.getOrDefault("poll", DEFAULT_POLL)));
    }
}
