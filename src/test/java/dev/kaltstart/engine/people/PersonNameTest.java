package dev.kaltstart.engine.people;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class PersonNameTest {

    private static final List<String> EXISTING = List.of("admin", "ada", "Grace.H");

    @ParameterizedTest
    @ValueSource(strings = {"bea", "7of9", "eve@example.org", "a.b_c-d", "A"})
    void isShortAndPlain(String name) {
        assertThat(PersonName.problem(name, EXISTING)).isEmpty();
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(
            strings = {
                "../x",
                "..",
                ".",
                "-rf",
                "_",
                "@",
                "ada ",
                " ada",
                "ada/x",
                "\u0430da",
                "ad\u0251",
                "ada\u202e",
                "ada\u200b",
                "ada\n",
                "ada\u0000",
                "%s",
                "a'; drop table act_id_user; --",
                "${7*7}"
            })
    void hasNoCharacterThatCouldHide(String name) {
        assertThat(PersonName.problem(name, List.of()))
                .hasValueSatisfying(problem -> assertThat(problem).startsWith("a name has 1 to 64 characters"));
    }

    @Test
    void isNotLongerThanTheColumn() {
        assertThat(PersonName.problem("a".repeat(64), EXISTING)).isEmpty();
        assertThat(PersonName.problem("a".repeat(65), EXISTING)).isPresent();
        assertThat(PersonName.problem("a".repeat(10_000), EXISTING)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rehearsal", "REHEARSAL", "alert-sender", "Alert-Sender", "Admin", "ada", "Ada", "grace.h"})
    void isNotThatOfAnotherOne(String name) {
        assertThat(PersonName.problem(name, EXISTING)).isPresent();
    }

    @Test
    void ofTheAdministratorIsTheirsWhenThereIsNone() {
        assertThat(PersonName.problem("admin", List.of())).isEmpty();
        assertThat(PersonName.problem("ADMIN", List.of())).isPresent();
    }
}
