package dev.kaltstart.backup.method.kopiur;

import dev.kaltstart.backup.method.ObjectKind;
import dev.kaltstart.backup.method.ObjectNames;
import dev.kaltstart.backup.method.PresentClaim;
import dev.kaltstart.backup.method.RestoreMethod;
import dev.kaltstart.backup.method.RestoreOrder;
import dev.kaltstart.backup.method.RestorePoint;
import dev.kaltstart.backup.method.Search;
import dev.kaltstart.backup.method.SortedJson;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.engine.Plan;
import dev.kaltstart.engine.Run;
import dev.kaltstart.storage.LostClaim;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Kopiur restores one of its Snapshots into the claim (src: home-operations/kopiur: crates/api/src/restore.rs, docs/restores.md).
 * A claim that names a Restore as its source is filled when it is made, from the snapshot that was pinned first, however old:
 * this restore takes the one that was chosen.
 */
@Component
@Order(3)
public class Kopiur implements RestoreMethod {

    private static final int MOST = 5;

    @Override
    public String word() {
        return "kopiur";
    }

    @Override
    public List<RestorePoint> points(Search search, LostClaim claim) {
        return KopiurPolicy.of(search.client(), claim.namespace(), claim.name()).stream()
                .flatMap(policy -> policy.snapshots(search.client()).stream())
                .filter(snapshot -> KopiurPolicy.started(snapshot)
                        .filter(search::beforeDamage)
                        .isPresent())
                .limit(MOST)
                .map(this::point)
                .toList();
    }

    private RestorePoint point(GenericKubernetesResource snapshot) {
        @Nullable Instant started = KopiurPolicy.started(snapshot).orElse(null);
        boolean incomplete = snapshot.<Object>get("status", "stats", "filesFailed") instanceof Number failed
                && failed.longValue() > 0;
        return new RestorePoint(
                word(),
                snapshot.getMetadata().getName() + "|" + KopiurPolicy.kopiaId(snapshot),
                started,
                "kopiur, the snapshot of " + started + (incomplete ? ", without files that kopia could not read" : ""));
    }

    @Override
    public Plan plan(Run run, RestoreOrder order) {
        KubernetesClient client = run.cluster().kubernetes();
        var claim = PresentClaim.require(client, order, "kopiur");
        KopiurPolicy policy = policy(run, order);
        var requests = new ArrayList<String>();
        var effects = new ArrayList<String>();
        if (claim.unusable()) {
            claim.renewal(requests, effects);
        }
        policy.schedules(client).stream()
                .filter(schedule -> schedule.ours(run.recovery()))
                .forEach(schedule -> requests.add(schedule.request()));
        requests.add("kubectl -n " + order.claim().namespace() + " create -f - # "
                + SortedJson.of(restore(run, order, policy)));
        effects.add("overwritten: all data on the claim " + claim.label() + ", with "
                + order.point().label() + "; files that are not in the snapshot are deleted");
        return new Plan(run.subject(), List.of(), requests, effects);
    }

    @Override
    public void begin(Run run, RestoreOrder order) {
        KubernetesClient client = run.cluster().kubernetes();
        KopiurPolicy policy = policy(run, order);
        policy.schedules(client).forEach(schedule -> schedule.suspend(run.recovery()));
        PresentClaim.renewUnusable(client, order);
        KopiurObjects.create(client, ObjectKind.KOPIUR_RESTORE, restore(run, order, policy));
    }

    @Override
    public Check state(Run run, RestoreOrder order) {
        @Nullable
        GenericKubernetesResource restore = ObjectKind.KOPIUR_RESTORE.find(
                run.cluster().kubernetes(), order.claim().namespace(), name(run, order));
        return restore == null
                ? Check.notYet(order.claim().label() + ": the restore has not started")
                : KopiurReport.restored(
                        restore,
                        order.claim().label(),
                        id(order)[1],
                        order.point().started());
    }

    @Override
    public void protect(Run run, RestoreOrder order) {
        KubernetesClient client = run.cluster().kubernetes();
        ObjectKind.KOPIUR_RESTORE
                .named(client, order.claim().namespace(), name(run, order))
                .delete();
        find(run, order).ifPresent(policy -> {
            policy.schedules(client).forEach(schedule -> schedule.release(run.recovery()));
            KopiurObjects.create(client, ObjectKind.KOPIUR_SNAPSHOT, policy.newSnapshot(name(run, order)));
        });
    }

    @Override
    public Check protectedAgain(Run run, RestoreOrder order) {
        KubernetesClient client = run.cluster().kubernetes();
        Optional<KopiurPolicy> policy = find(run, order);
        if (policy.isEmpty()) {
            return Check.unknown(order.claim().label() + ": its SnapshotPolicy is gone: nothing backs the claim up");
        }
        if (policy.get().schedules(client).stream().anyMatch(schedule -> schedule.heldFor(run.recovery()))) {
            return Check.notYet(order.claim().label() + ": its backups are still suspended for the restore");
        }
        return KopiurReport.saved(
                ObjectKind.KOPIUR_SNAPSHOT.find(client, order.claim().namespace(), name(run, order)),
                order.claim().label(),
                false);
    }

    private static GenericKubernetesResource restore(Run run, RestoreOrder order, KopiurPolicy policy) {
        return policy.newRestore(order.claim().namespace(), name(run, order), id(order)[0]);
    }

    private static Optional<KopiurPolicy> find(Run run, RestoreOrder order) {
        return KopiurPolicy.of(
                run.cluster().kubernetes(),
                order.claim().namespace(),
                order.claim().name());
    }

    private static KopiurPolicy policy(Run run, RestoreOrder order) {
        return find(run, order)
                .orElseThrow(() -> new Failure.NeedsHuman(
                        "SOURCE_GONE",
                        order.claim().label()
                                + ": the SnapshotPolicy that saves the claim is gone or saves other claims, too: bring it"
                                + " back, then retry"));
    }

    /** Name of the Snapshot, and the id that kopia knows. */
    private static String[] id(RestoreOrder order) {
        return order.point().id().split("\\|", 2);
    }

    private static String name(Run run, RestoreOrder order) {
        return ObjectNames.of(
                run.recovery(), order.claim().label(), order.point().id());
    }
}
