package dev.kaltstart.backup.method.kopiur;

import dev.kaltstart.backup.method.CopyMethod;
import dev.kaltstart.backup.method.CopyOrder;
import dev.kaltstart.backup.method.ObjectKind;
import dev.kaltstart.backup.method.ObjectNames;
import dev.kaltstart.backup.method.SortedJson;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.engine.Run;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Kopiur makes one Snapshot, and restores this very one into another namespace (src: home-operations/kopiur:
 * docs/scenarios/clone-app-to-namespace.md). The mover there needs the repository's Secret: by kopiur's projection, as the policy
 * says. The Snapshot stays until the retention of the policy: it is a backup like the others.
 */
@Component
class KopiurCopy implements CopyMethod {

    @Override
    public String word() {
        return "kopiur";
    }

    @Override
    public boolean saves(KubernetesClient client, String namespace, String claim) {
        return KopiurPolicy.of(client, namespace, claim).isPresent();
    }

    @Override
    public List<String> requests(Run run, CopyOrder order) {
        KopiurPolicy policy = policy(run, order);
        return List.of(
                "kubectl -n " + order.namespace() + " create -f - # "
                        + SortedJson.of(policy.newSnapshot(name(run, order))),
                "kubectl -n " + order.copy() + " create -f - # "
                        + SortedJson.of(policy.newRestore(order.copy(), name(run, order), name(run, order))));
    }

    /** The object is made after the sentinel was written, and so is the snapshot. */
    @Override
    public void backUp(Run run, CopyOrder order, Instant seeded) {
        KopiurObjects.create(
                run.cluster().kubernetes(),
                ObjectKind.KOPIUR_SNAPSHOT,
                policy(run, order).newSnapshot(name(run, order)));
    }

    @Override
    public Check backedUp(Run run, CopyOrder order, Instant seeded) {
        return KopiurReport.saved(snapshot(run, order), order.label(), true);
    }

    @Override
    public void restore(Run run, CopyOrder order) {
        KopiurObjects.create(
                run.cluster().kubernetes(),
                ObjectKind.KOPIUR_RESTORE,
                policy(run, order).newRestore(order.copy(), name(run, order), name(run, order)));
    }

    @Override
    public Check restored(Run run, CopyOrder order) {
        @Nullable
        GenericKubernetesResource restore =
                ObjectKind.KOPIUR_RESTORE.find(run.cluster().kubernetes(), order.copy(), name(run, order));
        @Nullable GenericKubernetesResource snapshot = snapshot(run, order);
        if (restore == null) {
            return Check.notYet(order.label() + ": the restore of the copy has not started");
        }
        if (snapshot == null) {
            return Check.unknown(order.label() + ": the Snapshot " + name(run, order) + " is gone");
        }
        return KopiurReport.restored(
                restore,
                order.label(),
                KopiurPolicy.kopiaId(snapshot),
                KopiurPolicy.started(snapshot).orElse(null));
    }

    private static @Nullable GenericKubernetesResource snapshot(Run run, CopyOrder order) {
        return ObjectKind.KOPIUR_SNAPSHOT.find(run.cluster().kubernetes(), order.namespace(), name(run, order));
    }

    private static KopiurPolicy policy(Run run, CopyOrder order) {
        return KopiurPolicy.of(run.cluster().kubernetes(), order.namespace(), order.claim())
                .orElseThrow(() -> new Failure.NeedsHuman(
                        "SOURCE_GONE",
                        order.label()
                                + ": no SnapshotPolicy saves this claim alone any more: bring it back, then retry"));
    }

    private static String name(Run run, CopyOrder order) {
        return ObjectNames.of(run.recovery(), order.label(), "drill");
    }
}
