package dev.kaltstart.cluster.yaml;

import dev.kaltstart.cluster.check.PlainText;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Writes foreign text into YAML, so that it stays one value or one comment whatever is in it. */
public final class YamlText {

    /** What no parser takes for a number, an indicator or the end of a value. */
    private static final Pattern PLAIN = Pattern.compile("(?:\\.{1,2}(?:/|$)|[A-Za-z/])[A-Za-z0-9._/@:+-]*(?<!:)");

    /** YAML 1.1 takes them for other types; editors still do. */
    private static final Set<String> WORDS = Set.of("true", "false", "null", "yes", "no", "on", "off", "y", "n");

    private static final int LONGEST_COMMENT = 200;

    private YamlText() {}

    /** A key or a value on one line, in quotes where they are needed. */
    public static String scalar(String text) {
        if (PLAIN.matcher(text).matches() && !WORDS.contains(text.toLowerCase(Locale.ROOT))) {
            return text;
        }
        var quoted = new StringBuilder("\"");
        text.codePoints().forEach(c -> {
            if (c == '"' || c == '\\') {
                quoted.append('\\').appendCodePoint(c);
            } else if (mayStand(c)) {
                quoted.appendCodePoint(c);
            } else {
                quoted.append(c > 0xFFFF ? "\\U%08X".formatted(c) : "\\u%04X".formatted(c));
            }
        });
        return quoted.append('"').toString();
    }

    /** The text of a comment: one line, cut after 200 characters. */
    public static String comment(String text) {
        var comment = new StringBuilder();
        PlainText.text(text)
                .codePoints()
                .limit(LONGEST_COMMENT)
                .forEach(c -> comment.appendCodePoint(mayStand(c) ? c : '?'));
        return comment.toString();
    }

    /** Whether it is harmless, and a character that YAML allows (YAML 1.2.2, c-printable). */
    private static boolean mayStand(int c) {
        return PlainText.isHarmless(c) && (c <= 0xD7FF || c >= 0xE000 && c <= 0xFFFD || c >= 0x10000);
    }
}
