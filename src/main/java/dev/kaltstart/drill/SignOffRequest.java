package dev.kaltstart.drill;

import dev.kaltstart.api.ControlCharacters;
import dev.kaltstart.api.Problem;
import dev.kaltstart.api.StrictBody;
import dev.kaltstart.shell.Redaction;
import org.jspecify.annotations.Nullable;

/** @param text what the person makes of the drill; it is recorded */
@StrictBody
record SignOffRequest(@Nullable String text) {

    private static final int LONGEST = 2000;
    private static final int LONGEST_STORED = 4000;

    String given(Redaction redaction) {
        if (text == null || text.isBlank() || text.length() > LONGEST) {
            throw Problem.invalid("The text is missing, or longer than 2000 characters.");
        }
        if (redaction.hasSecret(text)) {
            throw Problem.invalid(
                    "The text has something in it that looks like a password, a token or a key; it would be kept.");
        }
        String shown = ControlCharacters.text(text, LONGEST);
        return shown.length() <= LONGEST_STORED ? shown : shown.substring(0, LONGEST_STORED);
    }
}
