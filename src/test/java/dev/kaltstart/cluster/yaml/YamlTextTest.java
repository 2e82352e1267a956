package dev.kaltstart.cluster.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class YamlTextTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "plain",
                "./home-ops",
                "..",
                ".5",
                "~",
                "~/x",
                "1.20",
                "0x10",
                "null",
                "No",
                "true",
                "a: b",
                "a:",
                "a #b",
                "#",
                "- a",
                "---",
                "...",
                "*x",
                "&x",
                "!!x",
                "<<",
                "{a: b}",
                "'",
                "\"",
                "\\",
                "\\n",
                "a\nb: c",
                "a\r\n",
                "\t",
                "\u0000",
                "\u001b[31m",
                "\u0085",
                "\u2028",
                "\u202e",
                "\ufeff",
                "\uffff",
                "K\u00fcche",
                "\ud83d\ude00",
                "\udb40\udc41",
                "%TAG",
                "@x",
                "`x",
                "git@git.example:home/cluster.git",
                "ssh://git@git.example:22/home/cluster.git"
            })
    void everyTextComesBackAsItWas(String text) {
        var written = YamlText.scalar(text);

        assertThat(written).doesNotContain("\n", "\r", "\u001b", "\u202e", "\u2028");
        assertThat(read("%s: { value: 1 }\nbeside: %s\n".formatted(written, written))
                        .text("beside"))
                .contains(text);
        assertThat(read("%s: { value: 1 }\n".formatted(written)).entries()).containsOnlyKeys(text);
    }

    @Test
    void usualTextsNeedNoQuotes() {
        assertThat(YamlText.scalar("../home-ops")).isEqualTo("../home-ops");
        assertThat(YamlText.scalar("ssh://git@git.example/home/cluster.git"))
                .isEqualTo("ssh://git@git.example/home/cluster.git");
        assertThat(YamlText.scalar("no")).isEqualTo("\"no\"");
        assertThat(YamlText.scalar("1.20")).isEqualTo("\"1.20\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\nevil: 1",
                "a\r\nevil: 1",
                "a\u0085evil: 1",
                "a\u2028evil: 1",
                "\uffff",
                "\ud800",
                "\ufeff",
                "\u0000"
            })
    void aCommentStaysOne(String text) {
        assertThat(read("a: b # " + YamlText.comment(text) + "\n").entries()).containsOnlyKeys("a");
    }

    @Test
    void aCommentIsShort() {
        assertThat(YamlText.comment("x".repeat(10_000))).hasSize(200);
    }

    private static Yaml read(String text) {
        return new YamlReader("test.yaml").read(text).get(0);
    }
}
