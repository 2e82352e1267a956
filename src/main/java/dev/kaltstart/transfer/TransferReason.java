package dev.kaltstart.transfer;

import dev.kaltstart.api.ControlCharacters;
import dev.kaltstart.api.Problem;
import dev.kaltstart.api.StrictBody;
import dev.kaltstart.shell.Redaction;
import org.jspecify.annotations.Nullable;

/** The request body of calls that move a recovery; the reason is recorded. */
@StrictBody
record TransferReason(@Nullable String reason) {

    private static final int LONGEST = 2000;

    /** @throws Problem when the reason is missing, too long, or holds a secret */
    String given(Redaction redaction) {
        if (reason == null || reason.isBlank() || reason.length() > LONGEST) {
            throw Problem.invalid("The reason is missing, or longer than 2000 characters.");
        }
        if (redaction.hasSecret(reason)) {
            throw Problem.invalid("The reason contains something that looks like a password, a token or a key.");
        }
        return ControlCharacters.text(reason, LONGEST);
    }
}
