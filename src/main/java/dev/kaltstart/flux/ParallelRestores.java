package dev.kaltstart.flux;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/** @param parallel how many namespaces of a recovery are restored at a time */
@Validated
@ConfigurationProperties("kaltstart.restore")
record ParallelRestores(@DefaultValue("4") @Min(1) @Max(100) int parallel) {}
