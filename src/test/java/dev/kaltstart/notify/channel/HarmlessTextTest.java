package dev.kaltstart.notify.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Attack: an alert, a node or a tool writes into a chat. */
class HarmlessTextTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "@everyone",
                "@here",
                "@channel",
                "@all",
                "<@123456789>",
                "<@&123>",
                "<!here>",
                "<!channel>",
                "<#42>"
            })
    void mentionsNobody(String text) {
        for (String shown : new String[] {HarmlessText.markdown(text), HarmlessText.plain(text)}) {
            assertThat(shown).doesNotContainPattern("@[A-Za-z0-9!&]");
        }
        assertThat(HarmlessText.markdown(text)).doesNotContainPattern("(?<!\\\\)<");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example/x",
                "[log in](https://evil.example)",
                "<https://evil.example|log in>",
                "HTTPS://evil.example",
                "slack://x",
                "www.evil.example",
                "mailto:x"
            })
    void leadsNowhere(String text) {
        for (String shown : new String[] {HarmlessText.markdown(text), HarmlessText.plain(text)}) {
            assertThat(shown.toLowerCase(Locale.ROOT)).doesNotContain("://", "www.", "mailto:");
        }
        assertThat(HarmlessText.markdown(text)).doesNotContain("](");
    }

    @Test
    void staysOnItsLineAndInItsDirection() {
        assertThat(HarmlessText.line("a\r\nBcc: b\u2028c\u202ed\u0000e\u200b\ud800f"))
                .isEqualTo("a  Bcc: b c d e  f");
        assertThat(HarmlessText.markdown("**Live: ended**\n# x\n> y\n~~z~~ `k` _u_ | t"))
                .isEqualTo("\\*\\*Live: ended\\*\\* \\# x \\> y \\~\\~z\\~\\~ \\`k\\` \\_u\\_ \\| t");
    }

    @Test
    void isCutBetweenCharacters() {
        assertThat(HarmlessText.cut("abc", 3)).isEqualTo("abc");
        assertThat(HarmlessText.cut("abcd", 3)).isEqualTo("ab…");
        assertThat(HarmlessText.cut("a\ud83d\ude00cd", 3)).isEqualTo("a…");
        // half an escape would turn the mark into something else
        assertThat(HarmlessText.cut("a\\*cd", 3)).isEqualTo("a…");
    }
}
