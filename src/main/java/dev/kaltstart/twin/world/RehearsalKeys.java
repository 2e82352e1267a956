package dev.kaltstart.twin.world;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Age keys of a rehearsal. A rehearsal holds no keys: the identity of a public key is its own text in capital letters, which
 * opens nothing outside of the twin.
 */
public final class RehearsalKeys {

    private static final String IDENTITY = "AGE-SECRET-KEY-";
    private static final String POST_QUANTUM = "PQ-";
    private static final String RECIPIENT = "age1";
    private static final Pattern IDENTITIES = Pattern.compile("AGE-SECRET-KEY-(PQ-)?1[0-9A-Z]+");

    private RehearsalKeys() {}

    /** Empty for what is no age key, such as one of PGP. */
    static Optional<String> identity(String recipient) {
        if (!recipient.startsWith(RECIPIENT)) {
            return Optional.empty();
        }
        boolean quantum = recipient.startsWith("age1pq1");
        String rest = recipient.substring(quantum ? "age1pq".length() : "age".length());
        return Optional.of(IDENTITY + (quantum ? POST_QUANTUM : "") + rest.toUpperCase(Locale.ROOT));
    }

    /** The public keys of the identities in a text, in their order. */
    public static List<String> recipients(String text) {
        return IDENTITIES
                .matcher(text)
                .results()
                .map(found -> found.group().substring(IDENTITY.length()))
                .map(rest -> rest.startsWith(POST_QUANTUM)
                        ? "age1pq" + rest.substring(POST_QUANTUM.length()).toLowerCase(Locale.ROOT)
                        : "age" + rest.toLowerCase(Locale.ROOT))
                .toList();
    }

    /** Whether a text has an identity for one of the recipients. */
    public static boolean opens(String text, Collection<String> recipients) {
        return recipients(text).stream().anyMatch(recipients::contains);
    }

    /** A key file, as age-keygen writes it. */
    public static String file(Collection<String> recipients) {
        Set<String> all = new TreeSet<>(recipients);
        return "# for rehearsals only: these keys open nothing\n"
                + all.stream()
                        .flatMap(
                                recipient -> identity(recipient)
                                        .map(identity -> "# public key: " + recipient + "\n" + identity + "\n")
                                        .stream())
                        .collect(Collectors.joining());
    }
}
