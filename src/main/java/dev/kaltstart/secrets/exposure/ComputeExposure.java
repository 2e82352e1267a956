package dev.kaltstart.secrets.exposure;

import dev.kaltstart.cluster.CountedNoun;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Fact;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.engine.Measurement;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import dev.kaltstart.engine.Subject;
import dev.kaltstart.git.CommitId;
import dev.kaltstart.git.GitTrouble;
import dev.kaltstart.git.PastFiles;
import dev.kaltstart.git.RecoveryClone;
import dev.kaltstart.git.RecoveryClones;
import dev.kaltstart.git.RemoteHead;
import dev.kaltstart.recovery.Evidence;
import dev.kaltstart.shell.Redaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/**
 * Finds every value that the leak has opened, in all commits of all branches and tags: what was encrypted once stays readable
 * for the leaked key for ever. Needs no key; reads names only. Repeated, it gives the same rows.
 */
@Component
class ComputeExposure extends Step {

    private static final String EVIDENCE = "exposure.txt";

    private final RecoveryClones clones;
    private final ExposedValues rows;
    private final Evidence evidence;
    private final Redaction redaction;

    ComputeExposure(RecoveryClones clones, ExposedValues rows, Evidence evidence, Redaction redaction) {
        this.clones = clones;
        this.rows = rows;
        this.evidence = evidence;
        this.redaction = redaction;
    }

    @Override
    public Set<Fact<?>> writes() {
        return Set.of(ExposureFacts.COUNT, ExposureFacts.ANY, ExposureFacts.SUMMARY);
    }

    @Override
    public Check check(Run run) {
        var leftOut = new ArrayList<String>();
        RecoveryClone clone = clone(run);
        var secrets = new PastSecrets();
        PastFiles past = search(clone, head(clone, leftOut), secrets);
        BlastRadius.Found found =
                new BlastRadius(run.cluster().inventory(), past, secrets, redaction::clean).of(Leak.of(run));
        leftOut.addAll(found.leftOut());
        rows.store(run.recovery(), found.values());
        List<ExposedValue> stored = rows.of(run.recovery());
        var summary = new ExposureSummary(
                stored, leftOut.stream().map(redaction::clean).toList());
        evidence.keep(run, EVIDENCE, summary.table());
        run.set(ExposureFacts.COUNT, (long) stored.size());
        run.set(ExposureFacts.ANY, !stored.isEmpty());
        run.set(ExposureFacts.SUMMARY, summary.line());
        run.setSubjects(
                ExposureFacts.VALUES,
                stored.stream()
                        .map(ExposedValue::subject)
                        .distinct()
                        .<Subject>map(Subject.OfSecret::new)
                        .toList());
        var measured = new ArrayList<>(List.of(Measurement.count("valuesExposed", stored.size())));
        if (!leftOut.isEmpty()) {
            measured.add(Measurement.notVerified(leftOut.size()));
        }
        return Check.met(
                summary.line() + "; searched " + CountedNoun.of(past.commits(), "commit"),
                measured.toArray(Measurement[]::new));
    }

    private RecoveryClone clone(Run run) {
        try {
            return clones.of(run.cluster(), run.recovery());
        } catch (GitTrouble | UnsupportedOperationException e) {
            throw new Failure.NeedsHuman("REPOSITORY_UNKNOWN", String.valueOf(e.getMessage()));
        }
    }

    /** The host may be down, or closed on purpose: then what is here is searched, and the result says so. */
    private static CommitId head(RecoveryClone clone, List<String> leftOut) {
        RemoteHead host = asked(clone::fetchEverything);
        if (host instanceof RemoteHead.At at) {
            return at.commit();
        }
        String why = host instanceof RemoteHead.Unreachable gone
                ? "the Git host does not answer ("
                        + gone.message().lines().findFirst().orElse("") + ")"
                : "the Git host does not have the branch any more";
        Optional<CommitId> here = clone.head();
        if (here.isPresent()) {
            leftOut.add(why + ": commits that were pushed after the last fetch");
            return here.get();
        }
        for (Supplier<RemoteHead> other :
                List.<Supplier<RemoteHead>>of(clone::fetchFromMirror, clone::fetchFromCheckout)) {
            if (asked(other) instanceof RemoteHead.At at) {
                leftOut.add(why + ": other branches, tags and newer commits");
                return at.commit();
            }
        }
        throw new Failure.NeedsHuman(
                "NO_HISTORY",
                why
                        + ", and neither a mirror nor the checkout on this machine has the branch: without the history nothing"
                        + " says which values leaked. Make the repository reachable, then retry");
    }

    private static RemoteHead asked(Supplier<RemoteHead> fetch) {
        try {
            return fetch.get();
        } catch (GitTrouble e) {
            return new RemoteHead.Unreachable(String.valueOf(e.getMessage()));
        }
    }

    private static PastFiles search(RecoveryClone clone, CommitId head, PastSecrets secrets) {
        try {
            return clone.search(head, PastSecrets::isSecretName, PastSecrets.MARKERS, secrets);
        } catch (GitTrouble e) {
            throw new Failure.Retryable("HISTORY_UNREADABLE", String.valueOf(e.getMessage()));
        }
    }
}
