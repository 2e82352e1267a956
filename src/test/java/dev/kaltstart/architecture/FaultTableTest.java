package dev.kaltstart.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The table of faults names tests that are there, or says where the fault will be covered. */
class FaultTableTest {

    private static final Pattern ROW = Pattern.compile("\\| (F\\d\\d) \\|(.*)\\|(.*)\\|(.*)\\|");
    private static final Pattern TEST = Pattern.compile("`(\\w+)\\.(\\w+)`");

    @Test
    void everyFaultHasARow() throws IOException {
        assertThat(rows(page()).stream().map(row -> row.group(1)))
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 36)
                        .mapToObj("F%02d"::formatted)
                        .toList());
    }

    @Test
    void everyTestThatIsNamedIsThere() throws IOException {
        assertThat(missing(page())).isEmpty();
    }

    @Test
    void aTestThatIsMissingIsNamed() throws IOException {
        assertThat(missing("| F01 | a | b | `FaultTableTest.isNotThere` `NoSuchTest.x` |\n| F02 | a | b | some day |"))
                .containsExactly(
                        "F01: FaultTableTest.isNotThere", "F01: NoSuchTest.x", "F02: neither a test nor 'later:'");
    }

    private static String page() throws IOException {
        return Files.readString(Path.of("docs/faults.md"));
    }

    private static List<MatchResult> rows(String page) {
        return ROW.matcher(page).results().toList();
    }

    private static List<String> missing(String page) throws IOException {
        var missing = new ArrayList<String>();
        for (var row : rows(page)) {
            var tests = TEST.matcher(row.group(4)).results().toList();
            if (tests.isEmpty() && !row.group(4).contains("later:")) {
                missing.add(row.group(1) + ": neither a test nor 'later:'");
            }
            for (var test : tests) {
                if (!exists(test.group(1), test.group(2))) {
                    missing.add(row.group(1) + ": " + test.group(1) + "." + test.group(2));
                }
            }
        }
        return missing;
    }

    private static boolean exists(String type, String method) throws IOException {
        try (var files = Files.walk(Path.of("src/test/java"))) {
            for (Path file : files.filter(path -> path.endsWith(type + ".java")).toList()) {
                if (Files.readString(file).contains("void " + method + "(")) {
                    return true;
                }
            }
            return false;
        }
    }
}
