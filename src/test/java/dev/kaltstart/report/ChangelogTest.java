package dev.kaltstart.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChangelogTest {

    private static final ChangelogEntry ENTRY =
            new ChangelogEntry(LocalDate.of(2026, 11, 23), "**recovered**", List.of("Reason: dead"));

    /** {@code /} marks the end of a line. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '=',
            quoteCharacter = '`',
            value = {
                "# Log//## 2026-10-01//- old/ = # Log//## 2026-11-23//- **recovered**/  - Reason: dead//## 2026-10-01//- old/",
                "# Log//## 2026-11-23//- old/ = # Log//## 2026-11-23//- **recovered**/  - Reason: dead/- old/",
                "# Log//## [Unreleased]//- old/ = # Log//## [Unreleased]//- **recovered**/  - Reason: dead/- old/",
                "# Log//## [1.2.0] - 2026-10-01//- old/ = # Log//## [Unreleased]//### Recoveries//- **recovered**/  - Reason: dead//## [1.2.0] - 2026-10-01//- old/",
                "# Log//- old/ = # Log//- **recovered**/  - Reason: dead/- old/",
                "* old/ = * **recovered**/  * Reason: dead/* old/"
            })
    void addsTheEntryInTheStyleThatIsThere(String before, String after) {
        assertThat(Changelog.with(before.replace('/', '\n'), ENTRY)).isEqualTo(after.replace('/', '\n'));
    }

    @Test
    void beginsOneWhereThereIsNothing() {
        assertThat(Changelog.with("\n", ENTRY))
                .isEqualTo("# Changelog\n\n## 2026-11-23\n\n- **recovered**\n  - Reason: dead\n");
    }

    @Test
    void keepsWindowsLineEnds() {
        assertThat(Changelog.with("# Log\r\n\r\n- old\r\n", ENTRY))
                .isEqualTo("# Log\r\n\r\n- **recovered**\r\n  - Reason: dead\r\n- old\r\n");
    }

    @Test
    void takesNoHeadingInCodeOrAComment() {
        String before = "# Log\n\n```\n## 2026-11-23\n```\n<!-- ## [Unreleased] -->\n\n## 2026-10-01\n\n- old\n";

        assertThat(Changelog.with(before, ENTRY))
                .isEqualTo(before.replace(
                        "## 2026-10-01", "## 2026-11-23\n\n- **recovered**\n  - Reason: dead\n\n## 2026-10-01"));
    }
}
