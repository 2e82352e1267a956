package dev.kaltstart.kustomize;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Expands <code>${NAME}</code> in texts: defaults can hold variables of their own, as in <code>${A:=${B}}</code>
 * (src: fluxcd/pkg:envsubst). {@code $NAME} without braces stays, for scripts.
 */
final class VariableText {

    private static final Pattern NAME = Pattern.compile("[A-Za-z_]\\w*");
    private static final Pattern PART = Pattern.compile(":(\\d{1,6})(?::(\\d{1,6}))?");
    private static final int DEEPEST = 20;

    private final Map<String, String> variables;
    private int left;

    /** @param longest what all texts together may become */
    VariableText(Map<String, String> variables, int longest) {
        this.variables = variables;
        this.left = longest;
    }

    String of(String text) {
        if (text.indexOf('$') < 0) {
            return text;
        }
        var result = new StringBuilder();
        expand(text, result, 0);
        return result.toString();
    }

    private void expand(String text, StringBuilder into, int depth) {
        Map<Integer, Integer> ends = ends(text);
        int at = 0;
        while (at < text.length()) {
            int dollar = text.indexOf('$', at);
            if (dollar < 0 || dollar == text.length() - 1) {
                append(into, text.substring(at));
                return;
            }
            append(into, text.substring(at, dollar));
            at = variable(text, dollar, ends, into, depth);
        }
    }

    /** @return where the text goes on */
    private int variable(String text, int dollar, Map<Integer, Integer> ends, StringBuilder into, int depth) {
        char next = text.charAt(dollar + 1);
        if (next == '$') {
            append(into, "$");
            return dollar + 2;
        }
        Integer end = ends.get(dollar);
        if (end == null || depth > DEEPEST) {
            append(into, "$");
            return dollar + 1;
        }
        append(into, value(text.substring(dollar + 2, end), depth));
        return end + 1;
    }

    /** The closing brace of each variable, by its dollar. One pass: a stranger's file may open a million and close none. */
    private static Map<Integer, Integer> ends(String text) {
        var ends = new HashMap<Integer, Integer>();
        var open = new ArrayDeque<Integer>();
        for (int at = 0; at < text.length(); at++) {
            if (text.startsWith("${", at)) {
                open.push(at);
            } else if (text.charAt(at) == '}' && !open.isEmpty()) {
                ends.put(open.pop(), at);
            }
        }
        return ends;
    }

    private String value(String inside, int depth) {
        Matcher name = NAME.matcher(inside);
        if (!name.lookingAt()) {
            return "${" + inside + "}";
        }
        var value = variables.getOrDefault(name.group(), "");
        var rest = inside.substring(name.end());
        if (rest.isEmpty()) {
            return value;
        }
        var operator = rest.startsWith(":") && rest.length() > 1 ? rest.substring(1) : rest;
        return switch (operator.charAt(0)) {
            case '-', '=' -> value.isEmpty() ? expanded(operator.substring(1), depth) : value;
            case '+' -> value.isEmpty() ? "" : expanded(operator.substring(1), depth);
            case '?' -> value;
            case '^' -> upper(value, operator.startsWith("^^"));
            case ',' -> lower(value, operator.startsWith(",,"));
            default -> part(value, rest);
        };
    }

    private String expanded(String text, int depth) {
        var result = new StringBuilder();
        expand(text, result, depth + 1);
        return result.toString();
    }

    private static String upper(String value, boolean all) {
        int until = all ? value.length() : Math.min(1, value.length());
        return value.substring(0, until).toUpperCase(Locale.ROOT) + value.substring(until);
    }

    private static String lower(String value, boolean all) {
        int until = all ? value.length() : Math.min(1, value.length());
        return value.substring(0, until).toLowerCase(Locale.ROOT) + value.substring(until);
    }

    private static String part(String value, String rest) {
        Matcher part = PART.matcher(rest);
        if (!part.matches()) {
            return value;
        }
        int from = Math.min(value.length(), Integer.parseInt(part.group(1)));
        int until = part.group(2) == null ? value.length() : from + Integer.parseInt(part.group(2));
        return value.substring(from, Math.min(value.length(), until));
    }

    private void append(StringBuilder into, String text) {
        left -= text.length();
        if (left < 0) {
            throw new BuildFailure("variable substitution failed: the manifest becomes too large");
        }
        into.append(text);
    }
}
