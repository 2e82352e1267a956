package dev.kaltstart.alert;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/** @param pruned number of objects that Flux may delete at once before it counts as a problem, unless one is critical */
@Validated
@ConfigurationProperties("kaltstart.flux")
record PruneProperties(
        @DefaultValue("10") @Min(1) @Max(100_000) int pruned) {}
