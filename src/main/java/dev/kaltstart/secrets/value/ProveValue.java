package dev.kaltstart.secrets.value;

import dev.kaltstart.cluster.Prerequisite;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Fact;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.engine.Measurement;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import dev.kaltstart.git.CommitId;
import dev.kaltstart.git.GitTrouble;
import dev.kaltstart.git.RecoveryClone;
import dev.kaltstart.git.RecoveryClones;
import dev.kaltstart.git.RemoteHead;
import dev.kaltstart.keyring.Keyring;
import dev.kaltstart.secrets.exposure.ExposedValue;
import dev.kaltstart.secrets.exposure.ExposedValue.Answer;
import dev.kaltstart.secrets.exposure.ExposedValue.State;
import dev.kaltstart.secrets.exposure.ExposedValues;
import dev.kaltstart.shell.Redaction;
import dev.kaltstart.shell.Shell;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * Proves by programs that a credential was replaced: its value in Git is another one than the leaked one, the cluster uses it,
 * and the old one is refused. What no program can prove rests on the evidence of a person, and the proof says so.
 */
@Component
class ProveValue extends Step {

    /** Of the leaked age key, where the rotation has put it. */
    /** The keys of before and after the change of the age key, as its steps keep them. */
    private static final String ALL_KEYS = "age-keys-both";

    /** A push that a person has just made, and a mirror in between. */
    private static final Duration ARRIVES = Duration.ofMinutes(10);

    private static final int LONGEST = 2000;

    private final ExposedValues rows;
    private final RecoveryClones clones;
    private final Keyring keyring;
    private final Redaction redaction;
    private final List<OldValueTrial> trials;

    ProveValue(
            ExposedValues rows,
            RecoveryClones clones,
            Keyring keyring,
            Redaction redaction,
            List<OldValueTrial> trials) {
        this.rows = rows;
        this.clones = clones;
        this.keyring = keyring;
        this.redaction = redaction;
        this.trials = List.copyOf(trials);
    }

    @Override
    public Set<Fact<?>> writes() {
        return Set.of(ReplacementFacts.PROOF, ReplacementFacts.EXPOSED);
    }

    @Override
    public List<String> remedies(Run run, String code) {
        return new ReplacementGuide(Credential.of(run, rows)).commands();
    }

    @Override
    public Check check(Run run) {
        Credential credential = Credential.of(run, rows);
        Answer answer = credential.parts().get(0).answer();
        String said = String.valueOf(answer.proof());
        run.set(ReplacementFacts.EXPOSED, said.startsWith(ReplacementFacts.SKIPPED));
        if (answer.state() == State.SKIPPED) {
            return done(run, credential.name() + ": " + said + by(answer), run.is(ReplacementFacts.EXPOSED) ? 1 : 0);
        }
        if (answer.state() == State.REPLACED) {
            // proven before a crash
            return done(run, credential.name() + ": " + said, 0);
        }
        if (answer.at() == null) {
            throw new Failure.NeedsHuman(
                    "NOT_ANSWERED",
                    "nothing is known of " + credential.name() + " yet: answer the task 'Replace value' first");
        }
        var proof = new ProofList(
                run.cluster().clock().instant().isBefore(run.began().plus(ARRIVES)));
        gather(run, credential, proof);
        if (!proof.waiting().isEmpty()) {
            return Check.notYet(redaction.clean(proof.waiting()));
        }
        String text = redaction.clean(proof.text(said + by(answer)));
        rows.answer(run.recovery(), credential.name(), State.REPLACED, text, answer.person(), answer.at());
        return done(run, credential.name() + ": " + text, proof.openCount());
    }

    private static String by(Answer answer) {
        return answer.person() == null ? "" : " (" + answer.person() + ")";
    }

    private static Check done(Run run, String all, int notProven) {
        String text = all.length() > LONGEST ? all.substring(0, LONGEST - 1) + "…" : all;
        run.set(ReplacementFacts.PROOF, text);
        return notProven == 0 ? Check.met(text) : Check.met(text, Measurement.notVerified(notProven));
    }

    private void gather(Run run, Credential credential, ProofList proof) {
        if (!credential.atHead()) {
            proof.add(Prerequisite.unproven("it was not in Git any more, so there is no new value to compare"));
        }
        RecoveryClone clone;
        CommitId head;
        try {
            clone = clones.of(run.cluster(), run.recovery());
            head = head(clone);
        } catch (GitTrouble | UnsupportedOperationException e) {
            proof.add(Prerequisite.unknown("the repository cannot be read: " + e.getMessage()));
            return;
        }
        for (String file :
                credential.parts().stream().map(ExposedValue::file).distinct().toList()) {
            try {
                inFile(run, credential, file, clone, head, proof);
            } catch (GitTrouble e) {
                proof.add(Prerequisite.unknown(file + " cannot be read: " + e.getMessage()));
            } catch (Shell.MissingTool e) {
                proof.add(Prerequisite.unproven("neither compared nor tried: " + e.getMessage()));
            }
        }
    }

    private static CommitId head(RecoveryClone clone) {
        RemoteHead head = clone.fetch();
        if (head instanceof RemoteHead.At at) {
            return at.commit();
        }
        throw new GitTrouble("the Git host does not answer");
    }

    private void inFile(
            Run run, Credential credential, String file, RecoveryClone clone, CommitId head, ProofList proof) {
        List<ExposedValue> parts = credential.inFile(file);
        ExposedValue newest =
                parts.stream().max(Comparator.comparing(ExposedValue::lastAt)).orElseThrow();
        boolean inStore = newest.keyPath().startsWith("1Password item ");
        if (inStore) {
            proof.add(Prerequisite.unproven("the item is in 1Password, where Kaltstart compares nothing"));
        } else {
            Map<String, List<ExposedValue>> byVersion =
                    parts.stream().collect(Collectors.groupingBy(ExposedValue::lastCommit));
            byVersion.forEach((commit, same) -> inVersion(run, credential, same, clone, head, proof));
        }
        if (newest.atHead()) {
            new ConsumerProof(run.cluster(), clone, head).of(newest).forEach(proof::consumer);
        }
    }

    private void inVersion(
            Run run,
            Credential credential,
            List<ExposedValue> parts,
            RecoveryClone clone,
            CommitId head,
            ProofList proof) {
        ExposedValue one = parts.get(0);
        String directory = "value-" + one.id().substring(0, 16);
        try (LeakedFile file = LeakedFile.of(clone, one.file(), new CommitId(one.lastCommit()), head, directory)) {
            if (file.directory().isEmpty()) {
                proof.add(Prerequisite.unknown(one.file() + " is not in the clone under this name"));
                return;
            }
            var pipe = new SecretPipe(run.cluster().looking(), file.directory().orElseThrow(), keys(run));
            parts.stream()
                    .filter(part -> part.atHead() && ValueChange.mustChange(part))
                    .forEach(part -> proof.change(part, ValueChange.of(part, file, pipe)));
            file.oldFile()
                    .ifPresent(
                            old -> tried(run, credential, one.file(), old, pipe).forEach(proof::refusal));
        }
    }

    private List<Prerequisite> tried(Run run, Credential credential, String file, Path old, SecretPipe pipe) {
        var leaked = new OldValueTrial.Old(
                credential,
                rows.of(run.recovery()).stream()
                        .filter(value -> value.file().equals(file))
                        .toList(),
                old,
                pipe);
        return Stream.concat(trials.stream(), gitTrial(run).stream())
                .flatMap(trial -> trial.of(leaked).stream())
                .toList();
    }

    private static List<OldValueTrial> gitTrial(Run run) {
        var url = run.cluster().repository().url();
        return url == null ? List.of() : List.of(new GitTokenTrial(url.value()));
    }

    /** The leaked version is opened with the key of then, which may no longer be the operator's. */
    private Path keys(Run run) {
        return keyring.find(run.recovery(), ALL_KEYS)
                .map(reference -> keyring.file(run.recovery(), reference))
                .orElseGet(() -> run.cluster().inventory().tools().ageKey());
    }
}
