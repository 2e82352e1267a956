package dev.kaltstart.flux.watch;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * @param look pause between two looks at the Flux of the real clusters
 * @param patience how long something may be not ready before a recovery is proposed; what cannot pass by itself is
 *     proposed at the second look
 * @param pruned how many objects may vanish from one look to the next before one is proposed; of what is critical, and
 *     of what holds data, not one
 */
@Validated
@ConfigurationProperties("kaltstart.flux")
record FluxProperties(
        @DefaultValue("20s") @DurationMin(seconds = 1) @DurationMax(hours = 1)
        Duration look,

        @DefaultValue("10m") @DurationMin(minutes = 1) @DurationMax(days = 1)
        Duration patience,

        @DefaultValue("10") @Min(1) @Max(100_000) int pruned) {}
