package dev.kaltstart.readiness;

import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Zero switches off.
 *
 * @param prove time between two proofs of the go-bag of a cluster
 * @param snapshot time between two snapshots of the etcd of a cluster
 * @param look pause between two looks whether it is time
 */
@Validated
@ConfigurationProperties("kaltstart.readiness")
record ReadinessProperties(
        @DefaultValue("1d") @DurationMin @DurationMax(days = 31)
        Duration prove,

        @DefaultValue("1d") @DurationMin @DurationMax(days = 31)
        Duration snapshot,

        @DefaultValue("15m") @DurationMin(seconds = 1) @DurationMax(days = 1)
        Duration look) {}
