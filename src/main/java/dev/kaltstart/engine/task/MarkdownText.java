package dev.kaltstart.engine.task;

import dev.kaltstart.api.ControlCharacters;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Text for a form that renders Markdown, from which nothing of what a repository, an alert or a tool has written may
 * become markup: no link, no image, no HTML, no end of a code block.
 */
final class MarkdownText {

    private static final Pattern EVIDENCE = Pattern.compile("/api/recoveries/[a-z0-9-]+/evidence/[A-Za-z0-9.@-]+");
    private static final String MARKUP = "\\`*_{}[]<>()#|~!&";

    private MarkdownText() {}

    /** Shows as it is written; line ends stay. */
    static String plain(String text) {
        var shown = new StringBuilder();
        for (String line : text.split("\n", -1)) {
            if (!shown.isEmpty()) {
                shown.append('\n');
            }
            shown.append(escaped(line));
        }
        return shown.toString();
    }

    /** The same, but evidence of a recovery, named by its path on a line of its own, can be opened. */
    static String withEvidence(String text) {
        return text.lines()
                .map(line -> EVIDENCE.matcher(line).matches()
                        ? "[" + escaped(line.substring(line.lastIndexOf('/') + 1)) + "](" + line + ")"
                        : escaped(line))
                .collect(Collectors.joining("\n"));
    }

    private static String escaped(String line) {
        var shown = new StringBuilder();
        line.codePoints().forEach(character -> {
            if (ControlCharacters.isHidden(character)) {
                shown.append(String.format(Locale.ROOT, "\\\\u%04x", character));
            } else {
                if (MARKUP.indexOf(character) >= 0) {
                    shown.append('\\');
                }
                shown.appendCodePoint(character);
            }
        });
        // a list, a quote or a rule, or an address that becomes a link by itself
        return shown.toString()
                .replaceFirst("^(\\s*)([-+=]|\\d+[.)])", "$1\\\\$2")
                .replace("://", "\\://");
    }

    /** Escapes text for a fenced block: only characters that would close it. */
    static String code(String text) {
        var shown = new StringBuilder();
        text.replace("```", "\\u0060\\u0060\\u0060").codePoints().forEach(character -> {
            if (character != '\n' && ControlCharacters.isHidden(character)) {
                shown.append(String.format(Locale.ROOT, "\\u%04x", character));
            } else {
                shown.appendCodePoint(character);
            }
        });
        return shown.toString();
    }
}
