package dev.kaltstart.flux.diff;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against fluxcd/pkg:envsubst, as its own tests have it. */
class SubstitutionTest {

    private static final Map<String, String> VALUES = Map.of("A", "a", "NUMBER", "3", "EMPTY", "", "B_1", "b");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "x: ${A}                     | x: a",
                "${A}${B_1}-${A}             | ab-a",
                "replicas: ${NUMBER}         | replicas: 3",
                "${NONE:=default}            | default",
                "${NONE:-default}            | default",
                "${NONE=default}             | default",
                "${NONE-default}             | default",
                "${EMPTY:=default}           | default",
                "${A:=default}               | a",
                "${NONE:=${A}} and ${NONE:=} | a and",
                "${NONE:=https://x/y?z=1}    | https://x/y?z=1",
                "[${NONE}]                   | []",
                "$${A} costs $$5 and $A      | ${A} costs $5 and $A",
                "${ A }                      | ${ A }",
            })
    void fillsIn(String text, String filled) {
        assertThat(new Substitution(VALUES).of(text.strip()).strip()).isEqualTo(filled.strip());
    }

    @Test
    void saysWhatItDoesNotUnderstandAndWhatHasNoValue() {
        var understood = new Substitution(VALUES);
        understood.of("${A} ${NONE:=x} $${A/x/y} ${EMPTY}");
        assertThat(understood.odd()).isFalse();
        assertThat(understood.unknown()).isEmpty();

        var odd = new Substitution(VALUES);
        assertThat(odd.of("${A} ${A/x/y} ${NONE}")).isEqualTo("a ${A/x/y} ");
        assertThat(odd.odd()).isTrue();
        assertThat(odd.unknown()).containsExactly("NONE");
    }
}
