package dev.kaltstart.secrets.rotation;

import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Fact;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.engine.Measurement;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import dev.kaltstart.git.Commit;
import dev.kaltstart.git.CommitId;
import dev.kaltstart.git.RecoveryClone;
import dev.kaltstart.keyring.Keyring;
import dev.kaltstart.secrets.rotation.Reencryption.Stage;
import dev.kaltstart.shell.Home;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes one commit in which everything is encrypted for other keys, on top of the head of now. Nothing leaves this machine. */
abstract class EncryptStep extends Step {

    private final RotationClone clone;
    private final Keyring keyring;
    private final Home home;

    EncryptStep(RotationClone clone, Keyring keyring, Home home) {
        this.clone = clone;
        this.keyring = keyring;
        this.home = home;
    }

    /** Of the branch in the clone. */
    abstract String name();

    abstract Fact<String> commit();

    abstract Fact<CommitId> base();

    abstract Stage stage(Run run, RotationKeys keys);

    /** The new text of a .sops.yaml. */
    abstract String rules(Run run, RulesText before);

    abstract String subject();

    abstract String body(Run run);

    @Override
    public Set<Fact<?>> writes() {
        return Set.of(commit(), base());
    }

    @Override
    public Check check(Run run) {
        CommitId head = clone.fetch(run);
        RecoveryClone repository = clone.of(run);
        Optional<CommitId> prepared = repository.prepared(name());
        if (prepared.isEmpty()) {
            return Check.notYet("nothing is encrypted again yet");
        }
        Commit commit = repository.history().commit(prepared.get());
        CommitId onto = commit.parents().get(0);
        if (!onto.equals(head) && !repository.history().isAncestor(commit.id(), head)) {
            return Check.notYet("the branch has moved to " + head.abbreviated() + " since the files were encrypted");
        }
        run.set(commit(), commit.id().value());
        run.set(base(), onto);
        return Check.met(
                "commit " + commit.id().abbreviated() + " on top of " + onto.abbreviated() + ": " + commit.subject()
                        + ", each file opened with the new key alone",
                Measurement.revision(name(), commit.id().value()));
    }

    @Override
    public void perform(Run run) {
        CommitId head = clone.fetch(run);
        RecoveryClone repository = clone.of(run);
        Path tree = repository.files(head);
        SecretSurvey survey = SecretSurvey.of(tree, RotationFacts.oldRecipient(run));
        if (!survey.refused().isEmpty()) {
            throw new Failure.NeedsHuman(
                    "SECRETS_REFUSED",
                    "the branch has changed, and cannot be encrypted again as it is now: "
                            + String.join(
                                    "; ", survey.refused().stream().limit(12).toList()));
        }
        if (survey.files().isEmpty() && survey.rules().isEmpty()) {
            throw new Failure.NeedsHuman(
                    "NOTHING_TO_ENCRYPT", "nothing at " + head.abbreviated() + " is encrypted for the key that leaked");
        }
        var keys = new RotationKeys(keyring, run.recovery());
        Path bench = bench(run, head);
        Map<String, Path> files = new Reencryption(
                        run.cluster().looking(),
                        tree,
                        bench,
                        keys.file(MakeAgeKey.BOTH),
                        keys.file(RotationKeys.NEW),
                        stage(run, keys))
                .of(survey.files(), rules(run, survey.rules()));
        repository.prepare(name(), files, subject(), body(run), head, run.began());
    }

    private Map<String, String> rules(Run run, Map<String, String> before) {
        var after = new HashMap<String, String>();
        before.forEach((path, text) -> {
            try {
                after.put(path, rules(run, new RulesText(text)));
            } catch (RulesText.Unknown e) {
                throw new Failure.NeedsHuman(
                        "RULES_UNKNOWN",
                        path + ": " + e.getMessage()
                                + ". Write each recipient as 'age: age1...' or as a list, push, and try again");
            }
        });
        return after;
    }

    private Path bench(Run run, CommitId head) {
        return home.directory(RotationEnds.DIRECTORY)
                .resolve(run.recovery())
                .resolve(name() + "-" + head.abbreviated());
    }

    @Override
    public List<String> remedies(Run run, String code) {
        return List.of(
                "# what the rules are, and which keys a file is for",
                "grep -rn age1 .sops.yaml",
                "sops filestatus FILE");
    }
}
