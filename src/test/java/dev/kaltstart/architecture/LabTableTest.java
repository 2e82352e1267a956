package dev.kaltstart.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of the lab names the tools as they are pinned, and tests that are there. */
class LabTableTest {

    private static final Path LAB = Path.of("src/lab");
    private static final Pattern ROW = Pattern.compile("\\| ([a-z][^|]*) \\| ([^|]*) \\| ([^|]*) \\| ([^|]*) \\|");
    private static final Pattern TEST = Pattern.compile("`(\\w+(?:Contract|Test|IT))`");
    private static final Pattern PIN = Pattern.compile("(?m)^([a-z][\\w-]*) +(\\S+) +(\\S+) +\\S+$");

    private static String page() throws IOException {
        return Files.readString(LAB.resolve("README.md"));
    }

    private static List<String> tests(String page) {
        return TEST.matcher(page).results().map(match -> match.group(1)).toList();
    }

    private static List<String> classes() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.endsWith(".java"))
                    .map(name -> name.substring(0, name.length() - ".java".length()))
                    .toList();
        }
    }

    private static List<String> missing(String page, List<String> classes) {
        return tests(page).stream().filter(test -> !classes.contains(test)).toList();
    }

    @Test
    void everyTestThatIsNamedIsThere() throws IOException {
        assertThat(tests(page())).isNotEmpty();
        assertThat(missing(page(), classes())).isEmpty();
    }

    @Test
    void aTestThatIsMissingIsNamed() {
        assertThat(missing("| git | 1 | Debian | `GitLabIT`, `NoSuchContract` |", List.of("GitLabIT")))
                .containsExactly("NoSuchContract");
    }

    @Test
    void everyTestOfTheLabIsNamed() throws IOException {
        var named = tests(page());
        var contracts = classes().stream()
                .filter(type -> type.endsWith("LabIT"))
                .filter(type -> !named.contains(type) && !named.contains(type.replace("LabIT", "Contract")));
        assertThat(contracts).isEmpty();
    }

    @Test
    void everyToolHasItsPinnedVersion() throws IOException {
        var pinned = new ArrayList<String>();
        for (MatchResult pin :
                PIN.matcher(Files.readString(LAB.resolve("versions"))).results().toList()) {
            pinned.add(pin.group(1) + " " + (pin.group(3).equals("debian") ? "Debian's" : pin.group(2)));
        }
        assertThat(pinned).isNotEmpty();

        assertThat(told(page())).containsExactlyInAnyOrderElementsOf(pinned);
    }

    /** Tool and version, for rows that name several of both in the same order. */
    private static List<String> told(String page) {
        var told = new ArrayList<String>();
        String compared = page.substring(page.indexOf("## Coverage"), page.indexOf("## Gaps"));
        for (MatchResult row : ROW.matcher(compared).results().toList()) {
            var tools = row.group(1).split(", ");
            var versions = row.group(2).split(", ");
            for (int i = 0; i < tools.length && !tools[i].equals("tool"); i++) {
                told.add(tools[i] + " " + (i < versions.length ? versions[i] : "?"));
            }
        }
        return told;
    }
}
