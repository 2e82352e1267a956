package dev.kaltstart.engine.worker;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * @param lease how long a step stays with a Kaltstart that has died; a living one renews it at a third of the time
 * @param threads how many steps act at once; a step that only waits needs none
 * @param idle pause between two looks for work when nothing wakes the worker
 * @param attempts how often a step that is not ready is tried before it becomes an incident
 */
@Validated
@ConfigurationProperties("kaltstart.worker")
public record WorkerProperties(
        @DefaultValue("15s") Duration lease,
        @DefaultValue("8") @Min(1) @Max(256) int threads,
        @DefaultValue("500ms") Duration idle,
        @DefaultValue("5") @Min(1) @Max(100) int attempts) {}
