package dev.kaltstart.secrets.rotation;

import dev.kaltstart.engine.Fact;
import dev.kaltstart.engine.Facts;
import dev.kaltstart.engine.HumanTask;
import dev.kaltstart.engine.Run;
import dev.kaltstart.keyring.Keyring;
import dev.kaltstart.shell.Command;
import java.util.List;
import org.springframework.stereotype.Component;

/** The new key is in the go-bag before anything is encrypted for it: this machine could die now. */
@Component
class StoreAgeKey extends HumanTask {

    private static final Fact<String> STORED = Fact.text("storedRecipient");

    private final Keyring keyring;

    StoreAgeKey(Keyring keyring) {
        this.keyring = keyring;
    }

    @Override
    public Brief brief(Run run) {
        String file = keyring.find(run.recovery(), RotationKeys.NEW)
                .map(key -> keyring.file(run.recovery(), key).toString())
                .orElse("NEW_KEY_FILE");
        return new Brief(
                "Everything is encrypted for the new age key from now on. If this machine is lost and there is no copy of the key,"
                        + " every secret of the repository is lost. Put the key into the password manager and on the offline copy, and"
                        + " leave the old key there until the end.",
                List.of(
                        "# the new key; this file is wiped when the recovery ends",
                        Command.of("cat", file).line(),
                        "# proof: read the key back from the password manager into this command, then press Ctrl-D",
                        "age-keygen -y"),
                "age-keygen prints the public key of the copy: "
                        + run.find(RotationFacts.NEW_RECIPIENT).orElse(""),
                "Paste the public key that age-keygen printed for the copy. Never paste the key itself: it begins with AGE-SECRET-KEY.");
    }

    @Override
    public void accept(Run run, Facts answers) {
        if (!answers.get(STORED).strip().equals(run.get(RotationFacts.NEW_RECIPIENT))) {
            throw new Refused("this is not the public key of the new age key: read the copy back, and paste what"
                    + " 'age-keygen -y' prints for it");
        }
    }
}
