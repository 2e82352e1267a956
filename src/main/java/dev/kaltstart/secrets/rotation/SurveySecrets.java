package dev.kaltstart.secrets.rotation;

import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.engine.Measurement;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import dev.kaltstart.git.CommitId;
import dev.kaltstart.keyring.Keyring;
import dev.kaltstart.shell.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * Everything that the leaked key opens can be encrypted again: it is found, the key here opens it, and nothing about it is
 * unusual. Keeps the keys of this machine for the time of the recovery, because the file on this machine changes.
 */
@Component
class SurveySecrets extends Step {

    private static final int SHOWN = 12;

    private final RotationClone clone;
    private final Keyring keyring;

    SurveySecrets(RotationClone clone, Keyring keyring) {
        this.clone = clone;
        this.keyring = keyring;
    }

    @Override
    public Check check(Run run) {
        var keys = new RotationKeys(keyring, run.recovery());
        if (!keys.has(RotationKeys.BEFORE) || !keys.has(RotationKeys.LEAKED)) {
            return Check.notYet("the age keys of this machine are not kept for the recovery yet");
        }
        CommitId head = clone.fetch(run);
        Path tree = clone.of(run).files(head);
        SecretSurvey survey = SecretSurvey.of(tree, RotationFacts.oldRecipient(run));
        require(survey.refused());
        if (survey.files().isEmpty()) {
            return Check.met("nothing at " + head.abbreviated() + " is encrypted for the key that leaked");
        }
        require(survey.closed(run.cluster().looking(), tree, keys.file(RotationKeys.BEFORE)));
        return Check.met(
                "the key opens " + survey.files().size() + " files at " + head.abbreviated() + ", and "
                        + survey.rules().size() + " .sops.yaml name it",
                Measurement.count("encryptedFiles", survey.files().size()));
    }

    private static void require(List<String> refused) {
        if (!refused.isEmpty()) {
            throw new Failure.NeedsHuman(
                    "SECRETS_REFUSED",
                    refused.size() + " files cannot be encrypted again, and nothing has been changed: "
                            + refused.stream().limit(SHOWN).collect(Collectors.joining("; "))
                            + (refused.size() > SHOWN ? "; and more" : ""));
        }
    }

    @Override
    public void perform(Run run) {
        var keys = new RotationKeys(keyring, run.recovery());
        Path file = run.cluster().inventory().tools().ageKey();
        String old = RotationFacts.oldRecipient(run);
        List<String> identities = RotationKeys.identities(text(file));
        List<String> recipients = new AgeKeygen(run.cluster().looking()).recipients(file);
        int number = recipients.indexOf(old);
        if (number < 0 || identities.size() != recipients.size()) {
            throw new Failure.NeedsHuman(
                    "OLD_KEY_ABSENT",
                    "the age key that leaked (" + old + ") is not in " + file
                            + (recipients.isEmpty() ? "" : ", which has " + String.join(", ", recipients))
                            + ": put it there from the password manager or the offline copy. Without it nothing can be encrypted"
                            + " again");
        }
        keys.put(RotationKeys.BEFORE, String.join("\n", identities) + "\n");
        keys.put(RotationKeys.LEAKED, identities.get(number));
    }

    private static String text(Path file) {
        try {
            return Files.isRegularFile(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new Failure.NeedsHuman("OLD_KEY_ABSENT", "the age key at " + file + " cannot be read");
        }
    }

    @Override
    public List<String> remedies(Run run, String code) {
        String key = run.cluster().inventory().tools().ageKey().toString();
        return code.equals("OLD_KEY_ABSENT")
                ? List.of(
                        "# which keys are here? Compare with 'age:' in .sops.yaml",
                        Command.of("age-keygen", "-y", key).line())
                : List.of(
                        "# in a checkout of the repository, at the newest commit; after the change, push and choose to try again",
                        Command.of("export", "SOPS_AGE_KEY_FILE=" + key).line(),
                        "git pull --rebase",
                        "sops updatekeys FILE",
                        "sops decrypt --output /dev/null FILE");
    }
}
