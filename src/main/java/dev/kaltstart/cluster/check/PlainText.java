package dev.kaltstart.cluster.check;

/** Makes text from foreign files safe for a terminal and a log: one line, no escapes. */
public final class PlainText {

    private PlainText() {}

    public static String text(String text) {
        var plain = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (isHarmless(c)) {
                plain.appendCodePoint(c);
            } else {
                plain.append("\\u%04X".formatted(c));
            }
        });
        return plain.toString();
    }

    /** Whether a character neither controls a terminal nor changes the order of the text around it. */
    public static boolean isHarmless(int c) {
        var type = Character.getType(c);
        return type != Character.CONTROL
                && type != Character.FORMAT
                && type != Character.LINE_SEPARATOR
                && type != Character.PARAGRAPH_SEPARATOR;
    }
}
