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

/** Removes secrets from text: those with a known shape, and those it has learned. Thread-safe. */
@Component
public class Redaction {

    /** The replacement of a secret. */
    public static final String MARK = "[redacted]";

    private static final Pattern SECRET_BY_NAME =
            Pattern.compile("(?i).*(?:TOKEN|PASSWORD|PASSPHRASE|SECRET|CREDENTIALS?|(?:_|AGE|API|ACCESS)KEY)");

    private static final int SHORTEST = 6;
    /** Each line of a multi-line secret counts as a secret, except short lines, which occur in every file. */
    private static final int SHORTEST_LINE = 16;

    /** Longest first: one secret may be a part of another. */
    private static final Comparator<String> LONGEST =
            Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder());

    /** The log is shared by the whole process, whichever instance learned the secret. */
    private static volatile List<String> neverLogged = List.of();

    private volatile List<String> known = List.of();

    /**
     * Learns a secret value, in the encodings in which tools print it. Values of fewer than six characters are ignored:
     * they would match everywhere.
     */
    public void learn(String secret) {
        Set<String> forms = forms(secret);
        synchronized (Redaction.class) {
            known = with(known, forms);
            neverLogged = with(neverLogged, forms);
        }
    }

    /**
     * Learns the variables of a command's environment that are secrets by their name: a program that prints its
     * environment would show them.
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
            // as indented in YAML
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
        // Go escapes these three for HTML
        String go = json.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026");
        all.addAll(List.of(secret, form, form.replace("+", "%20"), json, go, json.replace("/", "\\/")));
        Stream.of(secret, secret + "\n")
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .forEach(bytes -> {
                    all.add(Base64.getEncoder().withoutPadding().encodeToString(bytes));
                    all.add(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
                });
    }

    /** The text with its secrets redacted. */
    public String clean(String text) {
        return clean(text, known);
    }

    /** Whether redaction would change the text. */
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

    /** The command line, redacted word by word, because quoting would hide a secret. */
    String line(Command command) {
        var words = command.arguments().stream().map(this::clean).toArray(String[]::new);
        return clean(Command.of(command.program(), words).line());
    }
}
