package dev.kaltstart.kustomize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VariableTextTest {

    private static final int ENOUGH = 10_000;

    private final Map<String, String> variables = Map.of("APP", "plex", "LONG", "x".repeat(1000));

    @ParameterizedTest
    @CsvSource({
        "a ${APP} b, a plex b",
        "${CLAIM:=${APP}}, plex",
        "${CLAIM:-${OTHER:=${APP}}}-data, plex-data",
        "${APP:=${OTHER}}, plex",
        "${CLAIM}, ''",
        "${CLAIM:-}, ''",
        "$APP, $APP",
        "$${APP}, ${APP}",
        "${APP^^}, PLEX",
        "${APP:0:2}, pl",
        "${APP:+there}, there",
        "${APP, ${APP",
        "${1}, ${1}",
        "cost: 5$, cost: 5$"
    })
    void expandsAsFluxDoes(String text, String expected) {
        assertThat(new VariableText(variables, ENOUGH).of(text)).isEqualTo(expected);
    }

    @Test
    void aManifestCannotGrowWithoutLimit() {
        var values = new VariableText(variables, ENOUGH);
        var text = "${LONG}".repeat(11);
        assertThatThrownBy(() -> values.of(text))
                .isInstanceOf(BuildFailure.class)
                .hasMessageContaining("too large");
    }

    @Test
    void defaultsCanBeNestedDeeply() {
        assertThat(new VariableText(variables, 20 * ENOUGH).of("${A:=".repeat(500) + "}".repeat(500)))
                .hasSizeLessThan(ENOUGH);
    }

    /** Attack: half a million variables that are never closed. */
    @Test
    @Timeout(20)
    void variablesThatAreNeverClosedStayAndTakeNoTime() {
        var text = "${A".repeat(500_000);
        assertThat(new VariableText(variables, text.length()).of(text)).isEqualTo(text);
    }
}
