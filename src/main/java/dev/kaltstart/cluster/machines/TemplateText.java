package dev.kaltstart.cluster.machines;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Makes a minijinja or Go template readable as YAML without rendering it: an expression becomes {@link #UNKNOWN}, and of
 * every condition the first branch is read. Lines keep their numbers. Takes time linear in the text.
 */
final class TemplateText {

    /** In place of a text that only the renderer can make. */
    static final String UNKNOWN = "\uE000";

    private static final Set<String> OPENING = Set.of("if", "for", "range", "with", "block", "macro", "define", "raw");
    private static final Set<String> CLOSING =
            Set.of("endif", "endfor", "end", "endwith", "endblock", "endmacro", "endraw");
    private static final Set<String> OTHERWISE = Set.of("else", "elif");
    private static final Pattern LITERAL =
            Pattern.compile("set\\s+(\\w{1,60})\\s*=\\s*[\"']([A-Za-z0-9][A-Za-z0-9._:/-]{0,199})[\"']");
    private static final Pattern GO_STATEMENT =
            Pattern.compile("(?s)\\$\\w+\\s*:?=.*|/\\*.*|template\\b.*|include\\b.*");

    private final String template;
    private final Map<String, String> values;
    private final StringBuilder plain = new StringBuilder();

    /** Of every open block, whether its first branch is over. */
    private final Deque<Boolean> over = new ArrayDeque<>();

    private int left;

    private TemplateText(String template, Map<String, String> values) {
        this.template = template;
        this.values = new HashMap<>(values);
    }

    static String readable(String template) {
        return readable(template, Map.of());
    }

    /** @param values of expressions that are known, by their text */
    static String readable(String template, Map<String, String> values) {
        return new TemplateText(template, values).read();
    }

    private String read() {
        int at = 0;
        while (at < template.length()) {
            int open = template.indexOf('{', at);
            if (open < 0 || open + 1 >= template.length()) {
                break;
            }
            String end = switch (template.charAt(open + 1)) {
                case '{' -> "}}";
                case '%' -> "%}";
                case '#' -> "#}";
                default -> "";
            };
            int close = end.isEmpty() ? -1 : template.indexOf(end, open + 2);
            if (end.isEmpty()) {
                keep(at, open + 1);
                at = open + 1;
            } else if (close < 0) {
                break;
            } else {
                keep(at, open);
                tag(end, template.substring(open + 2, close));
                at = close + 2;
            }
        }
        keep(at, template.length());
        return plain.toString();
    }

    private void keep(int from, int to) {
        if (left == 0) {
            plain.append(template, from, to);
        } else {
            template.substring(from, to).chars().filter(c -> c == '\n').forEach(c -> plain.append('\n'));
        }
    }

    private void tag(String end, String inside) {
        var code = inside.replaceFirst("^[-+]", "").replaceFirst("[-+]$", "").strip();
        var word = code.split("\\W", 2)[0];
        if (end.equals("#}")) {
            // a comment
        } else if (OPENING.contains(word)) {
            over.push(false);
        } else if (CLOSING.contains(word)) {
            close();
        } else if (OTHERWISE.contains(word)) {
            otherwise();
        } else if (end.equals("%}")) {
            set(code);
        } else if (left == 0 && !GO_STATEMENT.matcher(code).matches()) {
            plain.append(values.getOrDefault(code, UNKNOWN));
        }
        inside.chars().filter(c -> c == '\n').forEach(c -> plain.append('\n'));
    }

    private void close() {
        if (!over.isEmpty() && over.pop()) {
            left--;
        }
    }

    private void otherwise() {
        if (!over.isEmpty() && !over.peek()) {
            over.pop();
            over.push(true);
            left++;
        }
    }

    private void set(String code) {
        var literal = LITERAL.matcher(code);
        if (left == 0 && literal.matches()) {
            values.put(literal.group(1), literal.group(2));
        }
    }
}
