package dev.kaltstart.flux;

import static dev.kaltstart.flux.DriftFacts.ARRIVED;
import static dev.kaltstart.flux.DriftFacts.HEAD;
import static dev.kaltstart.flux.DriftFacts.REVERT;

import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Fact;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import dev.kaltstart.flux.diff.ClusterSources;
import dev.kaltstart.flux.object.Flux;
import dev.kaltstart.flux.object.FluxObject;
import dev.kaltstart.git.CommitId;
import dev.kaltstart.git.GitTrouble;
import dev.kaltstart.git.RecoveryClone;
import dev.kaltstart.git.RecoveryClones;
import dev.kaltstart.git.RemoteHead;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/** Waits until a person has brought the revert to where Flux gets it from, under whatever name. */
@Component
class AwaitRevert extends Step {

    private static final Pattern REVISION = Pattern.compile(".*[@/:]([0-9a-f]{40}|[0-9a-f]{64})");

    private final RecoveryClones clones;

    AwaitRevert(RecoveryClones clones) {
        this.clones = clones;
    }

    @Override
    public Set<Fact<?>> writes() {
        return Set.of(ARRIVED);
    }

    @Override
    public Check check(Run run) {
        CommitId revert = new CommitId(run.get(REVERT));
        RecoveryClone clone = clones.of(run.cluster(), run.recovery());
        var seen = new ArrayList<String>();
        Optional<CommitId> arrived = at("the host", clone::fetch, seen)
                .filter(head -> has(run, clone, revert, head))
                .or(() -> at("the mirror", clone::fetchFromMirror, seen).filter(head -> has(run, clone, revert, head)))
                .or(() -> artifacts(run).stream()
                        .filter(head -> has(run, clone, revert, head))
                        .findFirst());
        arrived.ifPresent(head -> run.set(ARRIVED, head.value()));
        return arrived.map(head -> Check.met("what the revert makes is part of " + head))
                .orElseGet(() -> Check.notYet(
                        "no remote has the revert " + revert.abbreviated() + " yet: " + String.join(", ", seen)));
    }

    private static Optional<CommitId> at(String who, Supplier<RemoteHead> ask, List<String> seen) {
        try {
            RemoteHead head = ask.get();
            if (head instanceof RemoteHead.At at) {
                seen.add(who + " stands at " + at.commit().abbreviated());
                return Optional.of(at.commit());
            }
            seen.add(who + (head instanceof RemoteHead.Missing ? " has no such branch" : " does not answer"));
        } catch (GitTrouble e) {
            seen.add(who + " cannot be asked: " + e.getMessage());
        }
        return Optional.empty();
    }

    private static boolean has(Run run, RecoveryClone clone, CommitId revert, CommitId head) {
        return head.equals(revert)
                || (clone.history().has(head) && clone.history().arrived(revert, run.get(HEAD), head));
    }

    /** Also when no host can be asked, Flux may have got it from one. */
    private static List<CommitId> artifacts(Run run) {
        var flux = new Flux(run.cluster().kubernetes());
        List<FluxObject> kustomizations = flux.kustomizations().orElse(List.of());
        return new ClusterSources(flux, run.cluster().repository())
                .of(kustomizations).stream()
                        .flatMap(source -> flux.source(source).stream())
                        .map(FluxObject::artifactRevision)
                        .map(REVISION::matcher)
                        .filter(Matcher::matches)
                        .map(revision -> new CommitId(revision.group(1)))
                        .toList();
    }
}
