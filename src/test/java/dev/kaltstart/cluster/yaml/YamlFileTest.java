package dev.kaltstart.cluster.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YamlFileTest {

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({"no", "on", "0777", "1.20", "1e3", "0x1F", "2026-01-01", "yes", "Null"})
    void keepsWhatOlderYamlWouldTurnIntoSomethingElse(String text) throws IOException {
        assertThat(document("value: " + text).text("value")).contains(text);
    }

    @Test
    void leavesVariablesWithoutQuotesAlone() throws IOException {
        assertThat(document("value: ${talosVersion}").text("value")).contains("${talosVersion}");
    }

    @Test
    void takesMissingAndNullForTheSame() throws IOException {
        var document = document("a:\nb: ~\nc: null\nd: 'null'\n");
        assertThat(document.text("a")).isEmpty();
        assertThat(document.text("b")).isEmpty();
        assertThat(document.text("c")).isEmpty();
        assertThat(document.text("missing", "too")).isEmpty();
        assertThat(document.text("d")).contains("null");
    }

    @Test
    void knowsTheLineOfEveryValue() throws IOException {
        var document = document("a:\n  - x\n  - y: 1\n");
        assertThat(document.items("a").get(1).at("y")).hasToString("test.yaml:3");
        assertThat(((Yaml.Mapping) document).keys().get("a")).hasToString("test.yaml:1");
    }

    @Test
    void mergesMappingsAndLetsTheOwnWordWin() throws IOException {
        var document =
                document("base: &base {x: 1, y: 2}\nother: &other {z: 3}\nnode:\n  <<: [*base, *other]\n  y: own\n");
        assertThat(document.text("node", "x")).contains("1");
        assertThat(document.text("node", "y")).contains("own");
        assertThat(document.text("node", "z")).contains("3");
    }

    @Test
    void acceptsAByteOrderMarkAndWindowsLineEnds() throws IOException {
        var document = document("\uFEFFa: 1\r\nb: 2\r\n");
        assertThat(document.text("a")).contains("1");
        assertThat(document.at("b")).hasToString("test.yaml:2");
    }

    @Test
    void refusesTabs() {
        refuses("a:\n\tb: 1\n", "test.yaml:2", "a tab is used for indentation");
    }

    @Test
    void refusesDuplicateKeysAndNamesBothLines() {
        refuses("a: 1\nb: 2\na: 3\n", "test.yaml:3", "duplicate key 'a' (first in line 1)");
    }

    @Test
    void refusesAnAliasBombThatUsesManyAliases() {
        var bomb = new StringBuilder("a0: &a0 [x]\n");
        for (int i = 1; i < 10; i++) {
            bomb.append("a%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ", ").repeat(9) + "x"));
        }
        refuses(bomb.toString(), "test.yaml", "more than 50 aliases");
    }

    @Test
    void refusesAnAliasBombThatUsesFewAliases() {
        var bomb = new StringBuilder("a0: &a0 [x]\n");
        for (int i = 1; i < 25; i++) {
            bomb.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
        }
        refuses(bomb.toString(), "test.yaml:2", "aliases expand this");
    }

    @Test
    void refusesAnAliasToItself() {
        refuses("a: &a\n  - *a\n", "test.yaml:1", "an alias refers to the value that contains it");
    }

    @Test
    void refusesTagsThatCouldBecomeObjects() {
        refuses(
                "a: 1\nb: !!javax.script.ScriptEngineManager [x]\n",
                "test.yaml:2",
                "the tag !!javax.script.ScriptEngineManager is not allowed");
    }

    @Test
    void refusesValuesNestedTooDeeply() {
        refuses("[".repeat(200_000), "test.yaml", "nested too deeply");
    }

    @Test
    void refusesControlCharactersAndNamesTheLine() {
        refuses("a: 1\nb: 'x\u0007'\n", "test.yaml:2", "the character U+0007 is not allowed");
    }

    @Test
    void refusesASecondDocumentWhereOneIsExpected() {
        refuses("a: 1\n---\nb: 2\n", "test.yaml:3", "a second YAML document begins here");
    }

    @Test
    void refusesLatin1AndNamesTheLine() throws IOException {
        var file = Files.write(
                directory.resolve("x"), "a: 1\nname: B\u00fccherei\n".getBytes(StandardCharsets.ISO_8859_1));
        refuses(file, "test.yaml:2", "the file is not UTF-8 (Latin-1 perhaps): save it as UTF-8");
    }

    @Test
    void refusesFiftyMegabytesWithoutReadingThem() throws IOException {
        var file = directory.resolve("x");
        try (var large = new RandomAccessFile(file.toFile(), "rw")) {
            large.setLength(50L * 1024 * 1024);
        }
        refuses(file, "test.yaml", "the file is larger than 3 MiB");
    }

    @Test
    void saysThatAFileIsMissing() {
        refuses(directory.resolve("nothing"), "test.yaml", "there is no such file");
    }

    @Test
    void saysThatADirectoryIsNoFile() {
        refuses(directory, "test.yaml", "the file cannot be read: is it a directory");
    }

    private Yaml document(String text) throws IOException {
        return file(Files.writeString(directory.resolve("x"), text)).document();
    }

    private void refuses(String text, String at, String message) {
        assertThatThrownBy(() -> document(text)).isInstanceOfSatisfying(UnreadableYaml.class, e -> {
            assertThat(e.at()).hasToString(at);
            assertThat(e.message()).contains(message);
        });
    }

    private void refuses(Path path, String at, String message) {
        assertThatThrownBy(() -> file(path).document()).isInstanceOfSatisfying(UnreadableYaml.class, e -> {
            assertThat(e.at()).hasToString(at);
            assertThat(e.message()).contains(message);
        });
    }

    private static YamlFile file(Path path) {
        return new YamlFile(path, "test.yaml", YamlFile.REPOSITORY_LIMIT);
    }
}
