package dev.kaltstart.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MeasurementTest {

    private static final Instant NIGHT = Instant.parse("2026-03-01T02:00:00Z");

    @Test
    void comesBackAsItWasStored() {
        List<Measurement> measured = List.of(
                Measurement.count("volumes", 3),
                Measurement.bytes("restored", 5_368_709_120L),
                Measurement.moment("restorePoint", NIGHT),
                Measurement.revision("head", "a".repeat(40)),
                Measurement.digestOf("dump", "select 1;"));

        assertThat(Measurements.decode(Measurements.encode(measured))).isEqualTo(measured);
    }

    @Test
    void isReadAsWhatItIs() {
        assertThat(Measurement.bytes("restored", 12).number()).isEqualTo(12);
        assertThat(Measurement.moment("restorePoint", NIGHT).instant()).isEqualTo(NIGHT);
        assertThat(Measurement.digestOf("dump", "").value())
                .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        assertThatIllegalStateException()
                .isThrownBy(() -> Measurement.count("volumes", 1).instant());
        assertThatIllegalStateException()
                .isThrownBy(() -> Measurement.moment("restorePoint", NIGHT).number());
    }

    @ParameterizedTest
    @CsvSource({
        "volumes, COUNT, three",
        "volumes, COUNT, -1",
        "restorePoint, MOMENT, 2026-13-01T00:00:00Z",
        "head, REVISION, main",
        "dump, DIGEST, <script>",
        "two words, COUNT, 1",
    })
    void refusesWhatIsNotInItsForm(String name, Measurement.Kind kind, String value) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Measurement(name, kind, value));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[null]",
                "{}",
                "[{\"name\":\"volumes\",\"kind\":\"COUNT\",\"value\":\"<b>\"}]",
                "[{\"name\":\"volumes\",\"kind\":\"COUNT\",\"value\":null}]",
                "[{\"name\":\"volumes\",\"kind\":\"CLASS\",\"value\":\"1\"}]",
            })
    void refusesAStoredTextThatIsNone(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Measurements.decode(text));
    }
}
