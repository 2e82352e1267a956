package dev.kaltstart.shell;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Takes secrets out of text: those of known shape, and those it was told of. Thread-safe. */
@Component
public class Redaction {

    /** What stands in the place of a secret. */
    public static final String MARK = "[redacted]";

    private static final Pattern SECRET_BY_NAME =
            Pattern.compile("(?i).*(?:TOKEN|PASSWORD|PASSPHRASE|SECRET|CREDENTIALS?|(?:_|AGE|API|ACCESS)KEY)");

    private static final int SHORTEST = 6;
    /** A line of a longer secret is one itself, but for the short ones that are in every file. */
    private static final int SHORTEST_LINE = 16;

    /** The longest first: one secret may be a part of another. */
    private static final Comparator<String> LONGEST =
            Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder());

    /** The log is one for the whole process, whoever of those in it was told. */
    private static volatile List<String> neverLogged = List.of();

    private volatile List<String> known = List.of();

    /**
     * Remembers a value that must never be shown, in the encodings in which tools print it. Values of fewer than six
     * characters are not remembered: they would be found everywhere.
     */
    public void learn(String secret) {
        Set<String> forms = forms(secret);
        synchronized (Redaction.class) {
            known = with(known, forms);
            neverLogged = with(neverLogged, forms);
        }
    }

    /**
     * Remembers those additions to the environment of a command that are secrets by their name: a program that shows
     * its environment shows them.
     */
    void learn(Map<String, String> environment) {
        environment.forEach((name, value) -> {
            if (SECRET_BY_NAME.matcher(name).matches() && !known.contains(value)) {
                learn(value);
            }
        });
    }

    private static Set<String> forms(String secret) {
        Set<String> all = new TreeSet<>(LONGEST);
        remember(secret.strip(), all);
        if (secret.strip().contains("\n")) {
            // as YAML indents them
            secret.lines()
                    .map(String::strip)
                    .filter(line -> line.length() >= SHORTEST_LINE && !line.startsWith("-----"))
                    .forEach(line -> remember(line, all));
        }
        return all;
    }

    private static List<String> with(List<String> before, Set<String> more) {
        Set<String> all = new TreeSet<>(LONGEST);
        all.addAll(before);
        all.addAll(more);
        return List.copyOf(all);
    }

    private static void remember(String secret, Set<String> all) {
        if (secret.length() < SHORTEST) {
            return;
        }
        String form = URLEncoder.encode(secret, StandardCharsets.UTF_8);
        String json = secret.replace("\\", "\\\\")
                .replace("\"", "\\\"")
                .replace("\n", "\\n")
                .replace("\r", "\\r")
                .replace("\t", "\\t");
        // Go escapes these three for fear of HTML
        String go = json.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026");
        all.addAll(List.of(secret, form, form.replace("+", "%20"), json, go, json.replace("/", "\\/")));
        Stream.of(secret, secret + "\n")
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .forEach(bytes -> {
                    all.add(Base64.getEncoder().withoutPadding().encodeToString(bytes));
                    all.add(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
                });
    }

    /** The text without its secrets. */
    public String clean(String text) {
        return clean(text, known);
    }

    /** Whether something would be taken out of a text. */
    public boolean hasSecret(String text) {
        return !clean(text).equals(text);
    }

    static String cleanForLog(String text) {
        return clean(text, neverLogged);
    }

    private static String clean(String text, List<String> secrets) {
        String clean = text;
        for (String secret : secrets) {
            clean = clean.replace(secret, MARK);
        }
        return SecretShapes.clean(clean);
    }

    /** A command as a person would type it; cleaned word by word, as quotes would hide what they quote. */
    String line(Command command) {
        var words = command.arguments().stream().map(this::clean).toArray(String[]::new);
        return clean(Command.of(command.program(), words).line());
    }
}
