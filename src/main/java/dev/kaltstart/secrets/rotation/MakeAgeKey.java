package dev.kaltstart.secrets.rotation;

import static dev.kaltstart.secrets.rotation.RotationFacts.NEW_RECIPIENT;

import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Fact;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import dev.kaltstart.keyring.Keyring;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Makes the new age key, once, in the keyring. */
@Component
class MakeAgeKey extends Step {

    /** Both keys, for the time in which some files are for the one and some for the other. */
    static final String BOTH = "age-keys-both";

    /** The new key file as JSON, as {@code sops set} reads it. */
    static final String AS_TEXT = "new-age-key-text";

    static final String AS_BASE64 = "new-age-key-base64";

    private final Keyring keyring;

    MakeAgeKey(Keyring keyring) {
        this.keyring = keyring;
    }

    @Override
    public Set<Fact<?>> writes() {
        return Set.of(NEW_RECIPIENT);
    }

    @Override
    public Check check(Run run) {
        var keys = new RotationKeys(keyring, run.recovery());
        if (!keys.has(RotationKeys.NEW) || !keys.has(BOTH) || !keys.has(AS_TEXT) || !keys.has(AS_BASE64)) {
            return Check.notYet("there is no new age key yet");
        }
        List<String> recipients = new AgeKeygen(run.cluster().looking()).recipients(keys.file(RotationKeys.NEW));
        if (recipients.size() != 1) {
            return Check.unknown("age-keygen does not read the new key");
        }
        if (recipients.get(0).equals(RotationFacts.oldRecipient(run))) {
            throw new Failure.Fatal("SAME_KEY", "age-keygen has made the key that leaked");
        }
        run.set(NEW_RECIPIENT, recipients.get(0));
        return Check.met("the new age key is " + recipients.get(0));
    }

    @Override
    public void perform(Run run) {
        var keys = new RotationKeys(keyring, run.recovery());
        keyring.receive(
                run.recovery(),
                RotationKeys.NEW,
                file -> new AgeKeygen(run.cluster().looking()).make(file, RotationFacts.oldRecipient(run)));
        String text = keys.read(RotationKeys.NEW);
        keys.put(BOTH, keys.read(RotationKeys.BEFORE) + keys.identity(RotationKeys.NEW) + "\n");
        keys.put(AS_TEXT, json(text));
        keys.put(AS_BASE64, json(Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8))));
    }

    /** A key file has no character that JSON escapes, but line ends. */
    private static String json(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
    }
}
