package dev.kaltstart.watchdog;

import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * @param look pause between two looks at the real clusters
 * @param heartbeat how long the heartbeat of a cluster may be missing
 * @param silence how long a cluster may give no answer before its loss is proposed
 */
@Validated
@ConfigurationProperties("kaltstart.watchdog")
record WatchdogProperties(
        @DefaultValue("1m") @DurationMin(seconds = 10) @DurationMax(minutes = 10)
        Duration look,

        @DefaultValue("10m") @DurationMin(minutes = 2) @DurationMax(days = 1)
        Duration heartbeat,

        @DefaultValue("5m") @DurationMin(minutes = 2) @DurationMax(days = 1)
        Duration silence) {}
