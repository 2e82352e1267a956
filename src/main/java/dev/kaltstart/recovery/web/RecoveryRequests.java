package dev.kaltstart.recovery.web;

import dev.kaltstart.api.ControlCharacters;
import dev.kaltstart.api.Problem;
import dev.kaltstart.api.Rfc3339;
import dev.kaltstart.cluster.Mode;
import dev.kaltstart.cluster.Rehearsals;
import dev.kaltstart.recovery.Recoveries;
import dev.kaltstart.shell.Redaction;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** Makes a request out of what was sent, as far as it can be judged without knowing any cluster. */
@Component
class RecoveryRequests {

    private static final Duration SKEW = Duration.ofMinutes(5);
    private static final int LONGEST_NAME = 253;

    private final Redaction redaction;
    private final Clock clock;

    RecoveryRequests(Redaction redaction, Clock clock) {
        this.redaction = redaction;
        this.clock = clock;
    }

    /** @throws Problem when it cannot be accepted */
    Recoveries.Request of(NewRecovery sent, String person, @Nullable String idempotencyKey) {
        Mode mode = mode(sent.mode());
        return new Recoveries.Request(
                name("cluster", sent.cluster()),
                name("scenario", sent.scenario()),
                mode,
                sent.subject() == null ? null : name("subject", sent.subject()),
                startedAt(sent.startedAt()),
                Reason.checked(sent.reason(), redaction),
                person,
                key(idempotencyKey),
                rehearsal(sent, mode));
    }

    private static Mode mode(@Nullable String word) {
        try {
            return Mode.of(String.valueOf(word));
        } catch (IllegalArgumentException e) {
            throw Problem.invalid("The mode is missing or unknown: it must be live, drill or rehearsal.");
        }
    }

    private static String name(String field, @Nullable String value) {
        if (value == null || value.isBlank() || value.length() > LONGEST_NAME) {
            throw Problem.invalid("The " + field + " is missing, empty or too long.");
        }
        // a name that needs escapes is none; so it stays one that is not found
        return ControlCharacters.text(value, LONGEST_NAME);
    }

    private @Nullable Instant startedAt(@Nullable String text) {
        if (text == null) {
            return null;
        }
        Instant time = Rfc3339.parse(text)
                .orElseThrow(() -> Problem.invalid("The startedAt must be a time as RFC 3339 has it."));
        if (time.isAfter(clock.instant().plus(SKEW))) {
            throw Problem.invalid("The startedAt is more than 5 minutes in the future.");
        }
        return time;
    }

    private @Nullable String key(@Nullable String idempotencyKey) {
        if (idempotencyKey != null && !idempotencyKey.matches("[!-~]{1,200}")) {
            throw new Problem(
                    HttpStatus.BAD_REQUEST,
                    "bad-idempotency-key",
                    "The Idempotency-Key must be 1 to 200 visible characters of ASCII.");
        }
        if (idempotencyKey != null && redaction.hasSecret(idempotencyKey)) {
            throw new Problem(
                    HttpStatus.BAD_REQUEST,
                    "bad-idempotency-key",
                    "The Idempotency-Key looks like a password, a token or a key; it would be kept.");
        }
        return idempotencyKey;
    }

    private static Rehearsals.@Nullable Settings rehearsal(NewRecovery sent, Mode mode) {
        boolean unattended = Boolean.TRUE.equals(sent.unattended());
        if (mode == Mode.REHEARSAL) {
            RehearsalSettings wanted = sent.rehearsal() == null ? RehearsalSettings.USUAL : sent.rehearsal();
            return wanted.settings(unattended);
        }
        if (unattended || sent.rehearsal() != null) {
            throw Problem.invalid("Only a rehearsal can be unattended or have settings of one.");
        }
        return null;
    }
}
