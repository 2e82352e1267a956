package dev.kaltstart.secrets.rotation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * The text of a .sops.yaml with other recipients. Only the recipients change: comments, order and anchors stay, as in a change by
 * hand. What comes out is parsed and compared, so a form that this does not know is refused and not spoiled.
 */
record RulesText(String text) {

    /** One that is a list item of its own, without an anchor. */
    private static final String ITEM = "([ \\t]*-[ \\t]+)([\"']?)%s\\2([ \\t]*(?:#.*)?)";

    private static final Pattern SEPARATOR = Pattern.compile("[,\\s]+");

    /**
     * Adds a recipient wherever the old one is.
     *
     * @throws Unknown for a form that cannot be changed safely
     */
    String adding(String old, String added) {
        Pattern item = Pattern.compile(ITEM.formatted(Pattern.quote(old)));
        String changed = text.lines()
                .map(line -> {
                    Matcher listed = item.matcher(line);
                    return listed.matches()
                            ? line + "\n" + listed.group(1) + listed.group(2) + added + listed.group(2)
                                    + listed.group(3)
                            : line.replace(old, old + "," + added);
                })
                .collect(Collectors.joining("\n"));
        List<String> expected = recipients(text).stream()
                .flatMap(one -> one.equals(old) ? Stream.of(old, added) : Stream.of(one))
                .toList();
        return require(text.endsWith("\n") ? changed + "\n" : changed, expected);
    }

    /**
     * Removes a recipient that another one is beside, or puts the other one in its place.
     *
     * @throws Unknown for a form that cannot be changed safely
     */
    String without(String old, String other) {
        boolean beside = text.contains(other);
        Pattern item = Pattern.compile(ITEM.formatted(Pattern.quote(old)));
        String changed = beside
                ? text.lines()
                        .filter(line -> !item.matcher(line).matches())
                        .map(line -> line.replace(old + "," + other, other))
                        .collect(Collectors.joining("\n"))
                : text.replace(old, other);
        List<String> expected = recipients(text).stream()
                .filter(one -> !beside || !one.equals(old))
                .map(one -> one.equals(old) ? other : one)
                .toList();
        return require(text.endsWith("\n") && !changed.endsWith("\n") ? changed + "\n" : changed, expected);
    }

    private static String require(String changed, List<String> expected) {
        if (!recipients(changed).equals(expected)) {
            throw new Unknown();
        }
        return changed;
    }

    /** In their order; an alias counts where it is used. */
    private static List<String> recipients(String text) {
        try {
            var all = new ArrayList<String>();
            for (Object document : new Load(LoadSettings.builder().build()).loadAllFromString(text)) {
                collect(document, all);
            }
            return all;
        } catch (YamlEngineException e) {
            throw new Unknown();
        }
    }

    private static void collect(Object value, List<String> all) {
        if (value instanceof Map<?, ?> map) {
            map.values().forEach(one -> collect(one, all));
        } else if (value instanceof List<?> list) {
            list.forEach(one -> collect(one, all));
        } else if (value instanceof String scalar) {
            all.addAll(SEPARATOR
                    .splitAsStream(scalar)
                    .filter(word -> word.startsWith("age1"))
                    .collect(Collectors.toList()));
        }
    }

    /** The rules have a form in which the recipients cannot be changed by text. */
    static final class Unknown extends RuntimeException {
        Unknown() {
            super("the recipients are written in a form that Kaltstart does not change");
        }
    }
}
