package dev.kaltstart.cluster.check;

/** Makes text from foreign files safe for a terminal and a log: one line, no escapes. */
public final class PlainText {

    private PlainText() {}

    public static String text(String text) {
        var plain = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (harmless(c)) {
                plain.appendCodePoint(c);
            } else {
                plain.append("\\u%04X".formatted(c));
            }
        });
        return plain.toString();
    }

    private static boolean harmless(int c) {
        var type = Character.getType(c);
        return type != Character.CONTROL
                && type != Character.FORMAT
                && type != Character.LINE_SEPARATOR
                && type != Character.PARAGRAPH_SEPARATOR;
    }
}
