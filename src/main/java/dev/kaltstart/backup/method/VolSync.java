package dev.kaltstart.backup.method;

import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.engine.Plan;
import dev.kaltstart.engine.Run;
import dev.kaltstart.storage.LostClaim;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * VolSync copies a snapshot of its repository into the claim (src: backube/volsync, 0.15:
 * api/v1alpha1/replicationdestination_types.go). Its ReplicationSource is paused meanwhile: it would save the empty volume
 * as the newest snapshot.
 */
@Component
@Order(2)
class VolSync implements RestoreMethod {

    /** The mover keeps this many older snapshots in reach of a person's choice. */
    private static final int OLDER = 2;

    @Override
    public String word() {
        return "volsync";
    }

    @Override
    public List<RestorePoint> points(Search search, LostClaim claim) {
        return VolSyncSource.saving(search.client(), claim.namespace(), claim.name())
                .map(source -> points(source, search))
                .orElse(List.of());
    }

    private List<RestorePoint> points(GenericKubernetesResource source, Search search) {
        var points = new ArrayList<RestorePoint>();
        for (int previous = 0; previous <= OLDER; previous++) {
            var snapshot = new DescribedSnapshot(source.getMetadata().getName(), search.damage(), previous);
            points.add(new RestorePoint(
                    word(),
                    snapshot.id(),
                    previous == 0 ? lastSync(source, search) : null,
                    "VolSync (" + VolSyncMover.of(source).tool() + "), " + snapshot.label()));
        }
        return points;
    }

    /** The start of the last backup, unless the backup is younger than the damage. */
    private static @Nullable Instant lastSync(GenericKubernetesResource source, Search search) {
        if (!"Successful".equals(source.get("status", "latestMoverStatus", "result"))) {
            return null;
        }
        return Moments.of(source, "status", "lastSyncTime")
                .map(end -> end.minus(
                        Moments.duration(source, "status", "lastSyncDuration").orElse(Duration.ZERO)))
                .filter(search::beforeDamage)
                .orElse(null);
    }

    @Override
    public Plan plan(Run run, RestoreOrder order) {
        KubernetesClient client = run.cluster().kubernetes();
        var claim = PresentClaim.require(client, order, "VolSync");
        GenericKubernetesResource destination = destination(run, order);
        String namespace = order.claim().namespace();
        String source = snapshot(order).source();
        var requests = new ArrayList<String>();
        var effects = new ArrayList<String>();
        if (claim.unusable()) {
            claim.renewal(requests, effects);
        }
        requests.addAll(List.of(
                "kubectl -n " + namespace + " patch replicationsources.volsync.backube " + source + " --type=merge -p '"
                        + SortedJson.of(VolSyncSource.PAUSED) + "'",
                "kubectl -n " + namespace + " create -f - # " + SortedJson.of(destination)));
        effects.add("overwritten: all data on the claim " + claim.label() + ", with "
                + order.point().label()
                + "; files that are not in the snapshot are deleted");
        return new Plan(run.subject(), List.of(), requests, effects);
    }

    @Override
    public void begin(Run run, RestoreOrder order) {
        KubernetesClient client = run.cluster().kubernetes();
        new VolSyncSource(client, order.claim().namespace(), snapshot(order).source()).pause(run.recovery());
        PresentClaim.renewUnusable(client, order);
        GenericKubernetesResource destination = destination(run, order);
        var there = named(client, order, destination.getMetadata().getName());
        @Nullable GenericKubernetesResource former = there.get();
        if (former != null && !token(run, order).equals(former.get("spec", "trigger", "manual"))) {
            there.delete();
        }
        if (there.get() == null) {
            ObjectKind.REPLICATION_DESTINATION
                    .in(client)
                    .inNamespace(order.claim().namespace())
                    .resource(destination)
                    .create();
        }
    }

    @Override
    public Check state(Run run, RestoreOrder order) {
        KubernetesClient client = run.cluster().kubernetes();
        @Nullable
        GenericKubernetesResource destination =
                named(client, order, VolSyncMover.destinationName(order)).get();
        String token = token(run, order);
        if (destination == null || !token.equals(destination.get("spec", "trigger", "manual"))) {
            return Check.notYet(order.claim().label() + ": the restore has not started");
        }
        return new MoverReport(destination).state(order.claim().label(), token);
    }

    @Override
    public void protect(Run run, RestoreOrder order) {
        KubernetesClient client = run.cluster().kubernetes();
        named(client, order, VolSyncMover.destinationName(order)).delete();
        var source = new VolSyncSource(
                client, order.claim().namespace(), snapshot(order).source());
        source.release(run.recovery());
        source.sync(token(run, order));
    }

    @Override
    public Check protectedAgain(Run run, RestoreOrder order) {
        var source = new VolSyncSource(
                run.cluster().kubernetes(),
                order.claim().namespace(),
                snapshot(order).source());
        return source.synced(run.recovery(), token(run, order), order.claim().label());
    }

    private static Resource<GenericKubernetesResource> named(KubernetesClient client, RestoreOrder order, String name) {
        return ObjectKind.REPLICATION_DESTINATION.named(client, order.claim().namespace(), name);
    }

    private static GenericKubernetesResource destination(Run run, RestoreOrder order) {
        String name = snapshot(order).source();
        @Nullable
        GenericKubernetesResource source = ObjectKind.REPLICATION_SOURCE.find(
                run.cluster().kubernetes(), order.claim().namespace(), name);
        if (source == null || !order.claim().name().equals(source.get("spec", "sourcePVC"))) {
            throw new Failure.NeedsHuman(
                    "SOURCE_GONE",
                    "the ReplicationSource " + order.claim().namespace() + "/" + name
                            + " that names the repository is gone or saves another claim now: bring it back, then retry");
        }
        return VolSyncMover.of(source).destination(order, snapshot(order), token(run, order));
    }

    private static DescribedSnapshot snapshot(RestoreOrder order) {
        return DescribedSnapshot.parse(order.point().id());
    }

    /** Another snapshot is another restore; the same one is not started twice. */
    private static String token(Run run, RestoreOrder order) {
        DescribedSnapshot snapshot = snapshot(order);
        return run.recovery() + "-" + snapshot.before().getEpochSecond() + "-" + snapshot.previous();
    }
}
