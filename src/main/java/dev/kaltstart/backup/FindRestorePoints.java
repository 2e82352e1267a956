package dev.kaltstart.backup;

import dev.kaltstart.backup.method.PostgresGuide;
import dev.kaltstart.backup.method.RestoreMethod;
import dev.kaltstart.backup.method.RestorePoint;
import dev.kaltstart.backup.method.Search;
import dev.kaltstart.cluster.CountedNoun;
import dev.kaltstart.cluster.Mode;
import dev.kaltstart.cluster.RestoreChoice;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Fact;
import dev.kaltstart.engine.Measurement;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import dev.kaltstart.recovery.Evidence;
import dev.kaltstart.recovery.KnownOutage;
import dev.kaltstart.storage.LostClaim;
import dev.kaltstart.storage.LostClaims;
import dev.kaltstart.storage.RestoreGuide;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Searches the restore points of the lost claims of a namespace: usable, from before the damage, of this very volume. */
@Component
class FindRestorePoints extends Step {

    private final List<RestoreMethod> methods;
    private final Evidence evidence;
    private final KnownOutage outage;
    private final RestoreChoice.ByCluster choices;

    FindRestorePoints(
            List<RestoreMethod> methods, Evidence evidence, KnownOutage outage, RestoreChoice.ByCluster choices) {
        this.methods = List.copyOf(methods);
        this.evidence = evidence;
        this.outage = outage;
        this.choices = choices;
    }

    @Override
    public Set<Fact<?>> writes() {
        return Set.of(RestoreFacts.TABLE);
    }

    @Override
    public Check check(Run run) {
        Search search = Search.of(run, outage.start(run));
        List<ClaimPoints> found = LostClaims.of(run, evidence).stream()
                .map(claim -> new ClaimPoints(claim, points(run, search, claim)))
                .toList();
        ClaimPoints.keep(run, evidence, found);
        LostClaims.keepRestorable(
                run,
                evidence,
                found.stream()
                        .filter(claim -> !claim.points().isEmpty())
                        .map(ClaimPoints::claim)
                        .toList());
        RestoreGuide.keep(run, evidence, guide(run, search));
        evidence.keep(run, ClusterUid.NAME, ClusterUid.of(search.client()));
        run.set(
                RestoreFacts.TABLE,
                found.stream().map(claim -> claim.message() + only(run, claim)).collect(Collectors.joining("\n")));
        long without = found.stream().filter(claim -> claim.points().isEmpty()).count();
        return Check.met(
                CountedNoun.of(found.size(), "claim") + " of " + run.subject().label() + " without data, "
                        + (without == 0 ? "each with a restore point" : without + " of them without a restore point"),
                Measurement.count("claimsLost", found.size()),
                Measurement.count("claimsWithoutRestorePoint", without));
    }

    private List<String> guide(Run run, Search search) {
        return LostClaims.of(run, evidence).stream()
                .flatMap(claim -> PostgresGuide.of(search.client(), claim).stream())
                .distinct()
                .flatMap(guide -> guide.commands(search).stream())
                .toList();
    }

    private String only(Run run, ClaimPoints found) {
        return found.points().isEmpty()
                ? wanted(run, found.claim())
                        .map(word -> " by '" + word + "', the only method that kaltstart.yaml allows for it")
                        .orElse("")
                : "";
    }

    private Optional<String> wanted(Run run, LostClaim claim) {
        return choices.restoreChoice(run.cluster().name()).of(claim.namespace(), claim.app());
    }

    /** None for a claim that is restored together with others, by a person. */
    private List<RestorePoint> points(Run run, Search search, LostClaim claim) {
        if (PostgresGuide.of(search.client(), claim).isPresent()) {
            return List.of();
        }
        Optional<String> wanted = wanted(run, claim);
        return methods.stream()
                .filter(method -> run.mode() != Mode.REHEARSAL || method.playedByTwin())
                .filter(method ->
                        wanted.isEmpty() || wanted.filter(method.word()::equals).isPresent())
                .flatMap(method -> method.points(search, claim).stream())
                .toList();
    }
}
