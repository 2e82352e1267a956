package dev.kaltstart.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Each attack that succeeded once names the tests that hold it off, and so do the holes and rules in SECURITY.md. */
class AttackTableTest {

    private static final int SUCCEEDED = 48;

    @Test
    void everyAttackHasARow() throws IOException {
        assertThat(attacks().numbers())
                .hasSize(SUCCEEDED)
                .doesNotHaveDuplicates()
                .isSorted();
    }

    @Test
    void everyTestThatIsNamedIsThere() throws IOException {
        assertThat(attacks().missing()).isEmpty();
        assertThat(holesAndRules().numbers()).hasSizeGreaterThan(20);
        assertThat(holesAndRules().missing()).isEmpty();
    }

    @Test
    void aRowWithoutATestIsNamed() {
        var page = new NamedTests(
                "| A01 | a | b | `NoSuchTest.x` |\n| A02 | a | Answer: c | |\n| A03 | a | b | |\n",
                Pattern.compile("A\\d\\d"),
                List.of("Answer: "));

        assertThat(page.missing()).containsExactly("A01: NoSuchTest.x", "A03: neither a test nor one of [Answer: ]");
    }

    private static NamedTests attacks() throws IOException {
        return NamedTests.of(Path.of("docs/attacks.md"), "A\\d\\d", "Answer: ");
    }

    private static NamedTests holesAndRules() throws IOException {
        return NamedTests.of(Path.of("SECURITY.md"), "[^|\\n]*\\d[^|\\n]*", "| none |");
    }
}
