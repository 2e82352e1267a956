package dev.kaltstart.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The rows of a table in the documentation, which name tests in their last column.
 *
 * @param instead what a row without a test has to say
 */
record NamedTests(String text, Pattern number, List<String> instead) {

    private static final Pattern TEST = Pattern.compile("`(\\w+)\\.(\\w+)`");

    static NamedTests of(Path page, String number, String... instead) throws IOException {
        return new NamedTests(Files.readString(page), Pattern.compile(number), List.of(instead));
    }

    List<String> numbers() {
        return rows().stream().map(row -> row.group(1)).toList();
    }

    private List<MatchResult> rows() {
        return Pattern.compile("\\| (" + number + ") \\|.*\\|([^|\\n]*)\\|")
                .matcher(text)
                .results()
                .toList();
    }

    List<String> missing() {
        var missing = new ArrayList<String>();
        for (var row : rows()) {
            var tests = TEST.matcher(row.group(2)).results().toList();
            if (tests.isEmpty() && instead.stream().noneMatch(row.group()::contains)) {
                missing.add(row.group(1) + ": neither a test nor one of " + instead);
            }
            tests.stream()
                    .filter(test -> !exists(test.group(1), test.group(2)))
                    .forEach(test -> missing.add(row.group(1) + ": " + test.group(1) + "." + test.group(2)));
        }
        return missing;
    }

    private static boolean exists(String type, String method) {
        try (var files = Files.walk(Path.of("src/test/java"))) {
            for (Path file : files.filter(path -> path.endsWith(type + ".java")).toList()) {
                if (Files.readString(file).contains("void " + method + "(")) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
