package dev.kaltstart.engine.task;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MarkdownTextTest {

    /** Attack: a name in the cluster ended the block of text and hid the command behind a comment. */
    @Test
    void nothingBecomesMarkup() {
        assertThat(MarkdownText.plain("pod\n```\n\n<!-- [here](http://evil.example) **no** ![x](y) a_b_c"))
                .isEqualTo("pod\n\\`\\`\\`\n\n\\<\\!-- \\[here\\]\\(http\\://evil.example\\) \\*\\*no\\*\\*"
                        + " \\!\\[x\\]\\(y\\) a\\_b\\_c");
    }

    @Test
    void linesDoNotBecomeListsOrRules() {
        assertThat(MarkdownText.plain("- one\n1. two\n  + three\n==="))
                .isEqualTo("\\- one\n\\1. two\n  \\+ three\n\\===");
    }

    @Test
    void whatIsHiddenIsShown() {
        assertThat(MarkdownText.plain("a\u202eb\u200bc\u001b[2K")).isEqualTo("a\\\\u202eb\\\\u200bc\\\\u001b\\[2K");
    }

    @Test
    void commandsStayAsTheyAreButCannotEndTheirBlock() {
        assertThat(MarkdownText.code("kubectl get po -l 'a in (b)' | head\n```\nrm -rf /"))
                .isEqualTo("kubectl get po -l 'a in (b)' | head\n\\u0060\\u0060\\u0060\nrm -rf /");
    }
}
