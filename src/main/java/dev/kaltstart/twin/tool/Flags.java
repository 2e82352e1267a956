package dev.kaltstart.twin.tool;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Arguments read as the tools written in Go read them (pflag). */
final class Flags {

    private final Map<String, List<String>> values = new HashMap<>();
    private final List<String> positional = new ArrayList<>();

    /** The notation of a flag: {@code name,n=} takes a value, {@code name,n} is a switch; the letter may be missing. */
    private record Known(String name, String letter, boolean valued) {
        static Known of(String spec) {
            var valued = spec.endsWith("=");
            var names = (valued ? spec.substring(0, spec.length() - 1) : spec).split(",");
            return new Known(names[0], names.length > 1 ? names[1] : "", valued);
        }
    }

    /**
     * @param specs known flags, separated by blanks: {@code "nodes,n= insecure,i"}
     * @throws Usage for a flag that is not known, lacks its value, or has a bad one
     */
    static Flags parse(List<String> arguments, String specs) {
        var known = Arrays.stream(specs.trim().split("\\s+")).map(Known::of).toList();
        var flags = new Flags();
        var rest = new ArrayList<>(arguments);
        while (!rest.isEmpty()) {
            var word = rest.remove(0);
            if (word.equals("--")) {
                flags.positional.addAll(rest);
                break;
            } else if (word.startsWith("--")) {
                flags.take(named(word, known), word, rest);
            } else if (word.startsWith("-") && word.length() > 1) {
                flags.takeLetters(word, known, rest);
            } else {
                flags.positional.add(word);
            }
        }
        return flags;
    }

    private static Known named(String word, List<Known> known) {
        var name = word.substring(2).split("=", 2)[0];
        return known.stream()
                .filter(flag -> flag.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new Usage("unknown flag: --" + name));
    }

    private void take(Known flag, String word, List<String> rest) {
        var at = word.indexOf('=');
        if (at >= 0) {
            add(flag, word.substring(at + 1));
        } else if (!flag.valued()) {
            add(flag, "true");
        } else if (rest.isEmpty()) {
            throw new Usage("flag needs an argument: "
                    + (word.startsWith("--") ? word : "'%s' in %s".formatted(word.substring(1), word)));
        } else {
            add(flag, rest.remove(0));
        }
    }

    private void takeLetters(String word, List<Known> known, List<String> rest) {
        for (int i = 1; i < word.length(); i++) {
            var letter = word.substring(i, i + 1);
            var flag = known.stream()
                    .filter(one -> one.letter().equals(letter))
                    .findFirst()
                    .orElseThrow(() -> new Usage("unknown shorthand flag: '%s' in %s".formatted(letter, word)));
            if (flag.valued()) {
                var attached = word.substring(i + 1).replaceFirst("^=", "");
                take(flag, attached.isEmpty() ? "-" + letter : "-" + letter + "=" + attached, rest);
                return;
            }
            add(flag, "true");
        }
    }

    private void add(Known flag, String value) {
        if (!flag.valued() && !value.matches("true|false|1|0|t|f|T|F|TRUE|FALSE|True|False")) {
            throw new Usage(
                    "invalid argument \"%s\" for \"--%s\" flag: strconv.ParseBool: parsing \"%s\": invalid syntax"
                            .formatted(value, flag.name(), value));
        }
        values.computeIfAbsent(flag.name(), any -> new ArrayList<>()).add(value);
    }

    boolean on(String name, boolean otherwise) {
        var value = value(name, Boolean.toString(otherwise)).toLowerCase(Locale.ROOT);
        return value.startsWith("t") || value.equals("1");
    }

    String value(String name, String otherwise) {
        @Nullable List<String> given = values.get(name);
        return given == null ? otherwise : given.get(given.size() - 1);
    }

    /** All values of a flag that takes several: repeated, or with commas. */
    List<String> list(String name) {
        return values.getOrDefault(name, List.of()).stream()
                .flatMap(value -> Arrays.stream(value.split(",")))
                .filter(value -> !value.isBlank())
                .toList();
    }

    List<String> positional() {
        return positional;
    }

    /** The n-th word that is no flag; empty when there is none. */
    String word(int index) {
        return index < positional.size() ? positional.get(index) : "";
    }
}
