package dev.kaltstart.flux.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.validation.ValidationAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class FluxPropertiesTest {

    private final ApplicationContextRunner start = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(ValidationAutoConfiguration.class))
            .withUserConfiguration(Settings.class);

    @Test
    void looksThreeTimesAMinuteUnlessConfiguredOtherwise() {
        start.run(context -> assertThat(context.getBean(FluxProperties.class))
                .isEqualTo(new FluxProperties(Duration.ofSeconds(20), Duration.ofMinutes(10), 10)));
        start.withPropertyValues("kaltstart.flux.look=30s", "kaltstart.flux.patience=PT1H", "kaltstart.flux.pruned=50")
                .run(context -> assertThat(context.getBean(FluxProperties.class))
                        .isEqualTo(new FluxProperties(Duration.ofSeconds(30), Duration.ofHours(1), 50)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"look=0s", "look=2h", "patience=59s", "patience=2d", "pruned=0", "pruned=many"})
    void aValueThatMakesNoSenseStopsTheStart(String setting) {
        start.withPropertyValues("kaltstart.flux." + setting)
                .run(context -> assertThat(context).hasFailed());
    }

    @EnableConfigurationProperties(FluxProperties.class)
    static class Settings {}
}
