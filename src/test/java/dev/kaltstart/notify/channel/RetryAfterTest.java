package dev.kaltstart.notify.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {

    private static final Instant NOW = Instant.parse("2026-11-30T19:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "0, PT0S",
        "7, PT7S",
        "1.337, PT1.337S",
        "0.0001, PT0.001S",
        "999999999, PT1H",
        "'Mon, 30 Nov 2026 19:00:30 GMT', PT30S",
        "'Mon, 30 Nov 2026 18:00:00 GMT', PT0S",
        "'Tue, 30 Nov 2027 19:00:00 GMT', PT1H"
    })
    void isSecondsAFractionOrADateAndAtMostAnHour(String text, Duration pause) {
        assertThat(RetryAfter.of(text, NOW)).contains(pause);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "NaN", "Infinity", "1e9", "0x10", "soon", "99999999999999999999", "1.2.3"})
    void isNothingElse(String text) {
        assertThat(RetryAfter.of(text, NOW)).isEmpty();
    }

    @Test
    void isNeverNegative() {
        assertThat(RetryAfter.bounded(Duration.ofSeconds(-1))).isZero();
    }
}
