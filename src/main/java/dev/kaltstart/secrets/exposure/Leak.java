package dev.kaltstart.secrets.exposure;

import dev.kaltstart.engine.Facts;
import dev.kaltstart.secrets.LeakFacts;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What leaked.
 *
 * @param recipients of the leaked age keys; empty for every recipient
 * @param file whose content leaked, as the repository names it; empty for none
 * @param since when; the epoch when unknown
 */
record Leak(
        boolean ageKey,
        boolean onePassword,
        boolean talosconfig,
        boolean kubeconfig,
        boolean gitToken,
        boolean backup,
        Set<String> recipients,
        String file,
        Instant since) {

    Leak {
        recipients = Set.copyOf(recipients);
    }

    static Leak of(Facts facts) {
        return new Leak(
                facts.is(LeakFacts.AGE_KEY),
                facts.is(LeakFacts.ONE_PASSWORD),
                facts.is(LeakFacts.TALOSCONFIG),
                facts.is(LeakFacts.KUBECONFIG),
                facts.is(LeakFacts.GIT_TOKEN),
                facts.is(LeakFacts.BACKUP),
                Stream.of(facts.find(LeakFacts.RECIPIENTS).orElse("").split("[,\\s]+"))
                        .filter(text -> !text.isBlank())
                        .collect(Collectors.toCollection(TreeSet::new)),
                facts.is(LeakFacts.APPLICATION)
                        ? facts.find(LeakFacts.FILE).orElse("").strip()
                        : "",
                since(facts.find(LeakFacts.SINCE).orElse("")));
    }

    /** A day that cannot be read makes the leak as old as the repository, never younger. */
    private static Instant since(String day) {
        try {
            return day.isBlank()
                    ? Instant.EPOCH
                    : LocalDate.parse(day.strip()).atStartOfDay(ZoneOffset.UTC).toInstant();
        } catch (DateTimeParseException e) {
            return Instant.MIN;
        }
    }

    /** With the private keys of all recipients. */
    Leak withEveryAgeKey() {
        return new Leak(true, onePassword, talosconfig, kubeconfig, gitToken, backup, Set.of(), file, since);
    }

    boolean everyAgeKey() {
        return ageKey && recipients.isEmpty();
    }

    /** Whether it opens what is encrypted for these. */
    boolean opens(Set<String> encryptedFor) {
        return ageKey
                && (recipients.isEmpty()
                        ? !encryptedFor.isEmpty()
                        : encryptedFor.stream().anyMatch(recipients::contains));
    }
}
