package dev.kaltstart.cluster.check;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The options of a command: {@code --name value}, {@code --name=value}, and flags. Of a repeated option the last counts. */
public record CommandOptions(Map<String, String> values, Set<String> flags) {

    private static final Set<String> HELP = Set.of("--help", "-h");

    /**
     * @param withValue names of the options that need a value
     * @param flags names of those that have none; help is always known
     * @throws Misused for an unknown option, a missing value, or the value of a flag
     */
    public static CommandOptions of(String command, List<String> words, Set<String> withValue, Set<String> flags) {
        var values = new HashMap<String, String>();
        var set = new HashSet<String>();
        for (Iterator<String> rest = words.iterator(); rest.hasNext(); ) {
            var word = rest.next();
            var equals = word.startsWith("--") ? word.indexOf('=') : -1;
            var name = equals < 0 ? word : word.substring(0, equals);
            if (withValue.contains(name)) {
                values.put(name, value(word, equals, rest));
            } else if (equals < 0 && (flags.contains(name) || HELP.contains(name))) {
                set.add(name);
            } else {
                throw new Misused("%s does not know '%s'.".formatted(command, PlainText.text(word)));
            }
        }
        return new CommandOptions(values, set);
    }

    private static String value(String word, int equals, Iterator<String> rest) {
        var value = equals >= 0 ? word.substring(equals + 1) : rest.hasNext() ? rest.next() : "";
        if (value.isEmpty()) {
            throw new Misused("%s needs a value.".formatted(PlainText.text(word)));
        }
        return value;
    }

    public @Nullable String value(String name) {
        return values.get(name);
    }

    public boolean has(String flag) {
        return flags.contains(flag);
    }

    public boolean help() {
        return HELP.stream().anyMatch(flags::contains);
    }

    /** Wrong usage; the message is safe for a terminal. */
    public static final class Misused extends RuntimeException {
        public Misused(String message) {
            super(message);
        }
    }
}
