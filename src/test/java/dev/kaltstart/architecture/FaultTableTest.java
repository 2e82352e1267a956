package dev.kaltstart.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The table of faults names tests that are there, or says where the fault will be covered. */
class FaultTableTest {

    @Test
    void everyFaultHasARow() throws IOException {
        assertThat(page().numbers())
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 37)
                        .mapToObj("F%02d"::formatted)
                        .toList());
    }

    @Test
    void everyTestThatIsNamedIsThere() throws IOException {
        assertThat(page().missing()).isEmpty();
    }

    @Test
    void aTestThatIsMissingIsNamed() {
        String rows = "| F01 | a | b | `FaultTableTest.isNotThere` `NoSuchTest.x` |\n| F02 | a | b | some day |";

        assertThat(new NamedTests(rows, Pattern.compile("F\\d\\d"), List.of("later:")).missing())
                .containsExactly(
                        "F01: FaultTableTest.isNotThere",
                        "F01: NoSuchTest.x",
                        "F02: neither a test nor one of [later:]");
    }

    private static NamedTests page() throws IOException {
        return NamedTests.of(Path.of("docs/faults.md"), "F\\d\\d", "later:");
    }
}
