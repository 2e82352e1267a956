package dev.kaltstart.secrets.rotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** The forms in which public repositories write their recipients. */
class RulesTextTest {

    private static final String OLD = "age1" + "q".repeat(58);
    private static final String OTHER = "age1" + "p".repeat(58);
    private static final String NEW = "age1" + "z".repeat(58);

    private static String overlap(String text) {
        return new RulesText(text).adding(OLD, NEW);
    }

    private static String cut(String text) {
        return new RulesText(overlap(text)).without(OLD, NEW);
    }

    /** After both changes nothing but the key differs. */
    private static void changesOnlyTheKey(String text) {
        assertThat(overlap(text)).contains(OLD, NEW);
        assertThat(cut(text)).isEqualTo(text.replace(OLD, NEW));
    }

    @Test
    void aQuotedRecipient() {
        changesOnlyTheKey("creation_rules:\n  - path_regex: talos/.*\n    age: \"" + OLD + "\" # mine\n");
    }

    @Test
    void severalInOneText() {
        changesOnlyTheKey("creation_rules:\n  - age: " + OTHER + "," + OLD + "\n");
        changesOnlyTheKey("creation_rules:\n  - age: >-\n      " + OLD + ",\n      " + OTHER + "\n");
    }

    @Test
    void aListOfAGroup() {
        changesOnlyTheKey("creation_rules:\n  - key_groups:\n      - age:\n          - " + OLD
                + " # laptop\n          - '" + OTHER + "'\n");
    }

    @Test
    void anAnchorThatRulesRefersTo() {
        changesOnlyTheKey(
                "keys:\n  - &me " + OLD + "\n  - &flux " + OTHER
                        + "\ncreation_rules:\n  - path_regex: a\n    key_groups:\n      - age:\n          - *me\n          - *flux\n");
    }

    @Test
    void addsTheKeyBesideEachUse() {
        String text = "creation_rules:\n  - age: " + OLD + "\n  - age: " + OTHER + "\n  - age: '" + OLD + "'\n";

        assertThat(overlap(text))
                .isEqualTo("creation_rules:\n  - age: " + OLD + "," + NEW + "\n  - age: " + OTHER + "\n  - age: '" + OLD
                        + "," + NEW + "'\n");
    }

    @Test
    void aKeyThatCameInBetweenIsReplaced() {
        String text = "creation_rules:\n  - age: " + OLD + "\n";

        assertThat(new RulesText(text).without(OLD, NEW)).isEqualTo(text.replace(OLD, NEW));
    }

    /** What comes out is compared with what was meant. */
    @Test
    void refusesWhatItWouldSpoil() {
        assertThatThrownBy(() -> overlap("creation_rules: [\n"))
                .isInstanceOf(RulesText.Unknown.class)
                .hasMessageContaining("a form that Kaltstart does not change");
        String otherOrder = "creation_rules:\n  - age: " + NEW + "," + OLD + "\n";
        assertThatThrownBy(() -> new RulesText(otherOrder).without(OLD, NEW)).isInstanceOf(RulesText.Unknown.class);
    }
}
