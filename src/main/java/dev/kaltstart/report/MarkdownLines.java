package dev.kaltstart.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The lines of a Markdown file, as far as a changelog needs them: headings ({@code #} and underlined) and the items of
 * lists, except in front matter, fenced code and comments.
 */
record MarkdownLines(List<String> lines, List<Heading> headings, List<Integer> items) {

    private static final Pattern ATX = Pattern.compile("(#{1,6})[ \\t]+(.*?)[ \\t]*#*\\s*");
    private static final Pattern UNDERLINE = Pattern.compile("(=+|-{2,})\\s*");
    private static final Pattern ITEM = Pattern.compile("[-*+] .*");
    private static final Pattern FENCE = Pattern.compile(" {0,3}(`{3,}|~{3,}).*");

    /** @param line of its text, @param underlined has a second line below it */
    record Heading(int line, int level, String text, boolean underlined) {
        int next() {
            return line + (underlined ? 2 : 1);
        }
    }

    static MarkdownLines of(List<String> lines) {
        var headings = new ArrayList<Heading>();
        var items = new ArrayList<Integer>();
        boolean[] hidden = hidden(lines);
        for (int n = 0; n < lines.size(); n++) {
            if (hidden[n]) {
                continue;
            }
            String line = lines.get(n).replace("\uFEFF", "").stripTrailing();
            heading(lines, hidden, n, line).ifPresent(headings::add);
            if (ITEM.matcher(line).matches()) {
                items.add(n);
            }
        }
        return new MarkdownLines(lines, headings, items);
    }

    private static Optional<Heading> heading(List<String> lines, boolean[] hidden, int n, String line) {
        Matcher atx = ATX.matcher(line);
        if (atx.matches()) {
            return Optional.of(new Heading(n, atx.group(1).length(), atx.group(2), false));
        }
        if (line.isBlank()
                || n + 1 == lines.size()
                || hidden[n + 1]
                || ITEM.matcher(line).matches()) {
            return Optional.empty();
        }
        String below = lines.get(n + 1);
        return UNDERLINE.matcher(below).matches()
                ? Optional.of(new Heading(n, below.startsWith("=") ? 1 : 2, line.strip(), true))
                : Optional.empty();
    }

    private static boolean[] hidden(List<String> lines) {
        boolean[] hidden = new boolean[lines.size()];
        String end = "";
        for (int n = 0; n < lines.size(); n++) {
            String line = lines.get(n).stripTrailing();
            if (!end.isEmpty()) {
                hidden[n] = true;
                end = ends(line, end) ? "" : end;
            } else {
                end = begins(line, n);
                hidden[n] = !end.isEmpty() || line.startsWith("<!--");
            }
        }
        return hidden;
    }

    /** The marker that ends the block opened by this line; empty when no block begins here. */
    private static String begins(String line, int n) {
        if (n == 0 && line.equals("---")) {
            return "---";
        }
        if (line.startsWith("<!--") && !line.contains("-->")) {
            return "-->";
        }
        Matcher fence = FENCE.matcher(line);
        return fence.matches() ? fence.group(1) : "";
    }

    private static boolean ends(String line, String end) {
        return switch (end) {
            case "---" -> line.equals("---");
            case "-->" -> line.contains("-->");
            default -> line.strip().startsWith(end);
        };
    }
}
