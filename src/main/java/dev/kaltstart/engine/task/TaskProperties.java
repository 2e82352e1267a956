package dev.kaltstart.engine.task;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * @param remindAfter how long a task may wait before the timeline says so
 * @param escalateAfter how long it may wait before it is more urgent than everything else
 */
@Validated
@ConfigurationProperties("kaltstart.tasks")
public record TaskProperties(
        @DefaultValue("15m") Duration remindAfter,
        @DefaultValue("1h") Duration escalateAfter) {}
