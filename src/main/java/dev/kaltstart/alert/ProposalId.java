package dev.kaltstart.alert;

import dev.kaltstart.alert.payload.Source;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Names the alert of a proposal, in characters that are safe in an address.
 *
 * @param startsAt to the microsecond, as databases keep it
 */
record ProposalId(Source source, String fingerprint, Instant startsAt) {

    private static final Pattern FORMAT =
            Pattern.compile("(alertmanager|grafana|prometheus|flux|kaltstart)\\.([0-9a-f]{16})\\.(-?[0-9]{1,17})");

    static ProposalId of(InboxEntry entry) {
        return new ProposalId(entry.source(), entry.fingerprint(), entry.startsAt());
    }

    static Optional<ProposalId> parse(String text) {
        var found = FORMAT.matcher(text);
        return found.matches()
                ? Optional.of(new ProposalId(
                        Source.of(found.group(1)),
                        found.group(2),
                        Instant.EPOCH.plus(Long.parseLong(found.group(3)), ChronoUnit.MICROS)))
                : Optional.empty();
    }

    String text() {
        return source.word() + "." + fingerprint + "." + ChronoUnit.MICROS.between(Instant.EPOCH, startsAt);
    }
}
