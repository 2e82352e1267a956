package dev.kaltstart.flux.diff;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts variables into a manifest as the kustomize-controller does (src: fluxcd/pkg:envsubst/parse/parse.go): what has no
 * value becomes nothing, of the other forms only the defaults are known here.
 */
final class Substitution {

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([\\p{L}\\p{N}_]+)(:?[=-])?");

    private final Map<String, String> values;
    private final Set<String> unknown = new TreeSet<>();
    private boolean odd;

    Substitution(Map<String, String> values) {
        this.values = values;
    }

    String of(String text) {
        var output = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            if (text.startsWith("$$", at)) {
                output.append('$');
                at += 2;
            } else if (text.startsWith("${", at)) {
                at = variable(text, at, output);
            } else {
                output.append(text.charAt(at++));
            }
        }
        return output.toString();
    }

    /** @return where it goes on */
    private int variable(String text, int at, StringBuilder output) {
        Matcher start = VARIABLE.matcher(text).region(at, text.length());
        int end = closing(text, at + 2);
        boolean known = start.lookingAt() && (start.group(2) != null || start.end() == end);
        if (end < 0 || !known) {
            odd = true;
            output.append("${");
            return at + 2;
        }
        String value = values.getOrDefault(start.group(1), "");
        if (!value.isEmpty()) {
            output.append(value);
        } else if (start.group(2) != null) {
            output.append(of(text.substring(start.end(), end)));
        } else if (!values.containsKey(start.group(1))) {
            unknown.add(start.group(1));
        }
        return end + 1;
    }

    private static int closing(String text, int from) {
        int depth = 1;
        for (int at = from; at < text.length(); at++) {
            if (text.startsWith("${", at)) {
                depth++;
                at++;
            } else if (text.charAt(at) == '}' && --depth == 0) {
                return at;
            } else if (text.charAt(at) == '\n') {
                return -1;
            }
        }
        return -1;
    }

    /** Variables without a value and without a default. */
    Set<String> unknown() {
        return unknown;
    }

    /** There was something in it that is not understood here, and was left as it is. */
    boolean odd() {
        return odd;
    }
}
