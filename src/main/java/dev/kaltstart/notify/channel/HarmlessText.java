package dev.kaltstart.notify.channel;

import dev.kaltstart.api.ControlCharacters;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Text of alerts, tools and people as what it is: text. In no channel does it mention anyone, lead anywhere, or look like
 * a message of Kaltstart's own.
 */
final class HarmlessText {

    /** Between the parts of what a chat would take for a mention or a link; not visible. */
    private static final String BREAK = "\u200b";

    private static final Pattern SPECIAL = Pattern.compile("([\\\\`*_{}\\[\\]()<>#|!~])");
    private static final Pattern SCHEME = Pattern.compile("(?i)\\b([a-z][a-z0-9+.-]{0,30}:)(?=//)");
    private static final Pattern WWW = Pattern.compile("(?i)\\bwww\\.");
    private static final Pattern MAILTO = Pattern.compile("(?i)\\b(mailto|tel|sms):");
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

    private HarmlessText() {}

    /** On one line, for Mattermost and Discord: shown literally. */
    static String markdown(String raw) {
        return inert(SPECIAL.matcher(line(raw)).replaceAll("\\\\$1"));
    }

    /** On one line, for mail: no program makes a link of it. */
    static String plain(String raw) {
        return inert(line(raw));
    }

    /** On one line, without what is invisible or turns the direction of writing. */
    static String line(String raw) {
        var shown = new StringBuilder();
        raw.codePoints()
                .map(character -> ControlCharacters.isHidden(character) ? ' ' : character)
                .forEach(shown::appendCodePoint);
        return shown.toString().strip();
    }

    private static String inert(String text) {
        String broken = SCHEME.matcher(text).replaceAll("$1" + BREAK);
        broken = WWW.matcher(broken).replaceAll("www" + BREAK + ".");
        return MAILTO.matcher(broken).replaceAll("$1" + BREAK + ":").replace("@", "@" + BREAK);
    }

    /** @param longest in UTF-16 units, the mark at its end included */
    static String cut(String text, int longest) {
        if (text.length() <= longest) {
            return text;
        }
        int end = longest - 1;
        // not inside of a character, and not behind the backslash of an escape
        while (end > 0 && (Character.isHighSurrogate(text.charAt(end - 1)) || text.charAt(end - 1) == '\\')) {
            end--;
        }
        return text.substring(0, end) + "…";
    }

    static String minute(Instant time) {
        return MINUTE.format(time) + " UTC";
    }
}
