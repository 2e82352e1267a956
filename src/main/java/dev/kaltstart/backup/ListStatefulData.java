package dev.kaltstart.backup;

import dev.kaltstart.cluster.Clusters;
import dev.kaltstart.cluster.CountedNoun;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Fact;
import dev.kaltstart.engine.Measurement;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import dev.kaltstart.recovery.Evidence;
import dev.kaltstart.storage.HeldNamespaces;
import dev.kaltstart.storage.LostClaim;
import dev.kaltstart.storage.LostClaims;
import dev.kaltstart.storage.StorageFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.stereotype.Component;

/**
 * The claims whose data was lost with the cluster and has to come back, from the repository, from what the ledger has recorded,
 * and from the claims that Flux has made by now. Asked before Flux starts it says which namespaces are held; asked again
 * afterwards it knows the names that only charts know.
 *
 * <p>A claim that VolSync fills by itself is listed and held like the others: an empty or unreachable repository fills it with
 * nothing, and says that it succeeded.
 */
@Component
class ListStatefulData extends Step {

    private static final String NAME = "stateful-data.txt";
    private static final int SHOWN = 8;

    /** What runs there is needed to restore anything; held, nothing would ever come back. */
    private static final Set<String> NEVER_HELD =
            Set.of("kube-system", "flux-system", "longhorn-system", "rook-ceph", "velero", "volsync-system");

    private final LostWithCluster lost;
    private final Evidence evidence;
    private final Clusters clusters;

    ListStatefulData(LostWithCluster lost, Evidence evidence, Clusters clusters) {
        this.lost = lost;
        this.evidence = evidence;
        this.clusters = clusters;
    }

    @Override
    public Set<Fact<?>> writes() {
        return Set.of(StorageFacts.DATA_LOST);
    }

    @Override
    public Check check(Run run) {
        LostWithCluster.Found found = lost.in(run);
        List<LostClaim> claims = found.claims();
        LostClaims.keep(run, evidence, claims);
        var namespaces = new TreeSet<>(found.unnamed().keySet());
        claims.forEach(claim -> namespaces.add(claim.namespace()));
        var held = new TreeSet<>(namespaces);
        held.removeAll(NEVER_HELD);
        HeldNamespaces.keep(run, evidence, held);
        evidence.keep(run, NAME, String.join("\n", lines(found)));
        run.set(StorageFacts.DATA_LOST, !claims.isEmpty());
        run.setSubjects(
                LostClaims.NAMESPACES,
                LostClaims.namespaces(claims, clusters.critical(run.cluster().name())));
        var measured = new ArrayList<>(List.of(
                Measurement.count("claimsLost", claims.size()),
                Measurement.count("claimsWithoutBackup", found.empty().size())));
        if (!found.unnamed().isEmpty()) {
            measured.add(Measurement.notVerified(found.unnamed().size()));
        }
        namespaces.removeAll(held);
        return Check.met(message(found, held, namespaces), measured.toArray(Measurement[]::new));
    }

    private static String message(LostWithCluster.Found found, Set<String> held, Set<String> open) {
        String message = found.claims().isEmpty()
                ? "no claim is known whose data has to come back"
                : "data has to come back: " + CountedNoun.of(found.claims().size(), "claim") + " in "
                        + String.join(", ", held)
                        + (open.isEmpty() ? "" : "; not held, because restores need it: " + String.join(", ", open));
        String unnamed = found.unnamed().isEmpty()
                ? ""
                : "; claims whose names are not known yet, in "
                        + String.join(", ", found.unnamed().keySet());
        String empty =
                found.empty().isEmpty() ? "" : "; nothing backs up, so they start empty: " + shown(found.empty());
        return message + unnamed + empty;
    }

    private static String shown(List<String> names) {
        return String.join(", ", names.subList(0, Math.min(SHOWN, names.size())))
                + (names.size() > SHOWN ? " and " + (names.size() - SHOWN) + " more" : "");
    }

    private static List<String> lines(LostWithCluster.Found found) {
        var lines = new ArrayList<String>();
        found.claims().forEach(claim -> lines.add(claim.message()));
        found.unnamed()
                .forEach((namespace, apps) -> lines.add(namespace + ": claims of " + String.join(", ", apps)
                        + " have to come back; only the cluster knows their names"));
        found.empty().forEach(claim -> lines.add(claim + " starts empty: nothing backs it up"));
        found.outside().forEach(claim -> lines.add(claim + " is outside of the cluster, and mounted again as it is"));
        return lines;
    }
}
