package dev.kaltstart.secrets.exposure;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The place of a value in a file, as {@code sops --extract} takes it: {@code ["stringData"]["admin.password"]}. A key with a dot
 * differs from two keys.
 */
final class KeyPath {

    private KeyPath() {}

    static String text(List<Object> path) {
        return path.stream()
                .map(part -> part instanceof Integer index ? "[" + index + "]" : "[\"" + quoted((String) part) + "\"]")
                .collect(Collectors.joining());
    }

    private static String quoted(String key) {
        var quoted = new StringBuilder();
        key.codePoints().forEach(c -> {
            if (c == '"' || c == '\\') {
                quoted.append('\\').appendCodePoint(c);
            } else if (c < 0x20 || (c >= 0x7f && c < 0xa0) || Character.getType(c) == Character.FORMAT) {
                quoted.append("\\u%04x".formatted(c));
            } else {
                quoted.appendCodePoint(c);
            }
        });
        return quoted.toString();
    }
}
