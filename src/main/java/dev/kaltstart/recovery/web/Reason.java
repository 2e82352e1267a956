package dev.kaltstart.recovery.web;

import dev.kaltstart.api.ControlCharacters;
import dev.kaltstart.api.Problem;
import dev.kaltstart.api.StrictBody;
import dev.kaltstart.shell.Redaction;
import org.jspecify.annotations.Nullable;

/** The request body of calls that change the course of a recovery; the reason is recorded. */
@StrictBody
record Reason(@Nullable String reason) {

    private static final int LONGEST = 2000;

    String given(Redaction redaction) {
        return checked(reason, redaction);
    }

    /** @throws Problem when there is none */
    static String checked(@Nullable String reason, Redaction redaction) {
        if (reason == null || reason.isBlank() || reason.length() > LONGEST) {
            throw Problem.invalid("The reason is missing, or longer than 2000 characters.");
        }
        if (redaction.hasSecret(reason)) {
            throw Problem.invalid(
                    "The reason has something in it that looks like a password, a token or a key; it would"
                            + " be kept and reported.");
        }
        return ControlCharacters.text(reason, LONGEST);
    }
}
