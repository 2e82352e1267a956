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

/** Everything is encrypted for the old key and the new one, with new data keys: the old data keys may be known too. */
@Component
class EncryptForBoth extends EncryptStep {

    EncryptForBoth(RotationClone clone, Keyring keyring, Home home) {
        super(clone, keyring, home);
    }

    @Override
    String name() {
        return "overlap";
    }

    @Override
    Fact<String> commit() {
        return RotationFacts.OVERLAP;
    }

    @Override
    Fact<CommitId> base() {
        return RotationFacts.OVERLAP_BASE;
    }

    @Override
    Stage stage(Run run, RotationKeys keys) {
        String added = run.get(RotationFacts.NEW_RECIPIENT);
        return new Stage(
                List.of("--add-age", added),
                before -> {
                    var both = new HashSet<>(before);
                    both.add(added);
                    return both;
                },
                Optional.of(new InnerKey(
                        RotationFacts.oldRecipient(run),
                        keys.file(MakeAgeKey.AS_TEXT),
                        keys.file(MakeAgeKey.AS_BASE64))));
    }

    @Override
    String rules(Run run, RulesText before) {
        return before.adding(RotationFacts.oldRecipient(run), run.get(RotationFacts.NEW_RECIPIENT));
    }

    @Override
    String subject() {
        return "Encrypt all secrets for the new age key too";
    }

    @Override
    String body(Run run) {
        return "The old age key has leaked. Both keys open the files until Flux has this commit; then the old key is removed.";
    }
}
