package dev.kaltstart.api;

import java.util.Locale;

/** Makes foreign text safe to store and show. */
public final class ControlCharacters {

    private ControlCharacters() {}

    /**
     * Escapes characters that are invisible or change the display: control characters, line ends, direction marks,
     * invisible joiners, lone surrogates. One line in, one line out.
     *
     * @param limit in characters, before escaping
     */
    public static String text(String raw, int limit) {
        var shown = new StringBuilder();
        raw.codePoints().limit(limit).forEach(character -> append(shown, character));
        return shown.toString();
    }

    private static void append(StringBuilder shown, int character) {
        if (isHidden(character)) {
            shown.append(String.format(Locale.ROOT, "\\u%04x", character));
        } else {
            shown.appendCodePoint(character);
        }
    }

    /** Whether a code point is invisible or changes the display. */
    public static boolean isHidden(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }
}
