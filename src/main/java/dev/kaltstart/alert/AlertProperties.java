package dev.kaltstart.alert;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/** @param intakes maximum number of concurrent webhook requests; further ones are rejected and retried by the sender */
@Validated
@ConfigurationProperties("kaltstart.alerts")
record AlertProperties(
        @DefaultValue("32") @Min(1) @Max(1000) int intakes) {}
