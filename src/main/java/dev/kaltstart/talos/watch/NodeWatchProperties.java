package dev.kaltstart.talos.watch;

import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/** @param look pause between two looks at the nodes of the real clusters */
@Validated
@ConfigurationProperties("kaltstart.nodes")
record NodeWatchProperties(
        @DefaultValue("15m") @DurationMin(seconds = 10) @DurationMax(days = 1)
        Duration look) {}
