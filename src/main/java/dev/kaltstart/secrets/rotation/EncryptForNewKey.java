package dev.kaltstart.secrets.rotation;

import dev.kaltstart.engine.Fact;
import dev.kaltstart.engine.Run;
import dev.kaltstart.git.CommitId;
import dev.kaltstart.keyring.Keyring;
import dev.kaltstart.secrets.rotation.Reencryption.InnerKey;
import dev.kaltstart.secrets.rotation.Reencryption.Stage;
import dev.kaltstart.shell.Home;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Everything is encrypted for the new key alone, also what came since for the old one. */
@Component
class EncryptForNewKey extends EncryptStep {

    EncryptForNewKey(RotationClone clone, Keyring keyring, Home home) {
        super(clone, keyring, home);
    }

    @Override
    String name() {
        return "cut";
    }

    @Override
    Fact<String> commit() {
        return RotationFacts.CUT;
    }

    @Override
    Fact<CommitId> base() {
        return RotationFacts.CUT_BASE;
    }

    @Override
    Stage stage(Run run, RotationKeys keys) {
        String old = RotationFacts.oldRecipient(run);
        String added = run.get(RotationFacts.NEW_RECIPIENT);
        return new Stage(
                List.of("--add-age", added, "--rm-age", old),
                before -> {
                    var without = new HashSet<>(before);
                    without.add(added);
                    without.remove(old);
                    return without;
                },
                Optional.of(new InnerKey(old, keys.file(MakeAgeKey.AS_TEXT), keys.file(MakeAgeKey.AS_BASE64))));
    }

    @Override
    String rules(Run run, RulesText before) {
        return before.without(RotationFacts.oldRecipient(run), run.get(RotationFacts.NEW_RECIPIENT));
    }

    @Override
    String subject() {
        return "Encrypt all secrets for the new age key alone";
    }

    @Override
    String body(Run run) {
        return "The old age key has leaked, and opens nothing from this commit on. What it opened before is in the history: these"
                + " values have to be replaced.";
    }
}
