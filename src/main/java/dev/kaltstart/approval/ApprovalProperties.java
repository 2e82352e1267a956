package dev.kaltstart.approval;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param validity how long an approval may be used; what comes later asks again
 * @param soloDelay how long what one person alone approved can be cancelled before it runs; zero for not at all
 */
@ConfigurationProperties("kaltstart.approval")
record ApprovalProperties(
        @DefaultValue("1h") Duration validity,
        @DefaultValue("60s") Duration soloDelay) {

    /** Too short to read a notice and cancel. */
    static final Duration SHORT = Duration.ofSeconds(10);

    private static final Duration LONGEST = Duration.ofDays(1);

    ApprovalProperties {
        if (validity.isNegative() || validity.isZero()) {
            throw new IllegalArgumentException("kaltstart.approval.validity must be longer than nothing");
        }
        if (soloDelay.isNegative() || soloDelay.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("kaltstart.approval.solo-delay must be from 0s to 24h");
        }
    }
}
