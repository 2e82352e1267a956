package dev.kaltstart.backup.method.k8up;

import dev.kaltstart.backup.method.ObjectKind;
import dev.kaltstart.backup.method.PresentClaim;
import dev.kaltstart.backup.method.RestoreMethod;
import dev.kaltstart.backup.method.RestoreOrder;
import dev.kaltstart.backup.method.RestorePoint;
import dev.kaltstart.backup.method.Search;
import dev.kaltstart.backup.method.SortedJson;
import dev.kaltstart.backup.method.VolumeBinding;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.engine.Plan;
import dev.kaltstart.engine.Run;
import dev.kaltstart.storage.LostClaim;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * K8up restores a snapshot of restic into the claim (src: k8up-io/k8up, 80a2ae8c of June 2026:
 * api/v1/restore_types.go, operator/restorecontroller). Most versions delete nothing that is there, and files of two states
 * must not mix: the claim is made again first, with a new volume. K8up cannot be paused; it runs no backup of a repository while a Restore of it runs.
 */
@Component
@Order(5)
class K8up implements RestoreMethod {

    private static final int MOST = 5;

    /** On a claim that was made again for a Restore, its name. */
    private static final String EMPTIED = "kaltstart.dev/emptied-for";

    @Override
    public String word() {
        return "k8up";
    }

    @Override
    public boolean playedByTwin() {
        return false;
    }

    @Override
    public List<RestorePoint> points(Search search, LostClaim claim) {
        return K8upSnapshot.of(search.client(), claim).stream()
                .filter(snapshot -> search.beforeDamage(snapshot.began()))
                .limit(MOST)
                .filter(snapshot -> K8upSource.of(search.client(), claim.namespace(), snapshot.repository())
                        .isPresent())
                .map(snapshot -> new RestorePoint(
                        word(),
                        snapshot.id(),
                        snapshot.began(),
                        "K8up, the snapshot " + snapshot.id().substring(0, 8) + " of " + snapshot.began()))
                .toList();
    }

    @Override
    public Plan plan(Run run, RestoreOrder order) {
        KubernetesClient client = run.cluster().kubernetes();
        K8upRestore restore = restore(run, order);
        if (restore.find() != null) {
            return Plan.nothing(run.subject(), order.claim().label() + ": K8up restores it already");
        }
        var claim = PresentClaim.require(client, order, "K8up");
        K8upSource source = source(client, order);
        var requests = new ArrayList<String>();
        var effects = new ArrayList<String>();
        if (!emptied(claim.claim(), restore)) {
            claim.renewal(requests, effects);
        }
        requests.add("kubectl -n " + order.claim().namespace() + " create -f - # restores.k8up.io "
                + SortedJson.of(shown(restore.object(source), source)));
        effects.add("restored into the new volume: " + order.point().label());
        effects.add("K8up has no pause: its scheduled backups go on, but none of this repository during the restore");
        return new Plan(run.subject(), List.of(), requests, effects);
    }

    /** The address of a repository may have a password in it. */
    private static GenericKubernetesResource shown(GenericKubernetesResource restore, K8upSource source) {
        var spec = new LinkedHashMap<String, Object>();
        restore.<Map<String, Object>>get("spec").forEach(spec::put);
        spec.replace("backend", "(that of the " + source.name() + ")");
        return new GenericKubernetesResourceBuilder(restore)
                .addToAdditionalProperties("spec", spec)
                .build();
    }

    /** The Restore comes last: once it is there, the claim is the one to restore into, and is not deleted again. */
    @Override
    public void begin(Run run, RestoreOrder order) {
        KubernetesClient client = run.cluster().kubernetes();
        K8upRestore restore = restore(run, order);
        if (restore.find() != null) {
            return;
        }
        GenericKubernetesResource object = restore.object(source(client, order));
        restore.remove();
        PersistentVolumeClaim claim =
                PresentClaim.require(client, order, "K8up").claim();
        if (!emptied(claim, restore)) {
            new VolumeBinding(client)
                    .renew(new PersistentVolumeClaimBuilder(claim)
                            .editMetadata()
                            .addToAnnotations(EMPTIED, restore.name())
                            .endMetadata()
                            .build());
        }
        ObjectKind.K8UP_RESTORE
                .in(client)
                .inNamespace(order.claim().namespace())
                .resource(object)
                .create();
    }

    private static boolean emptied(PersistentVolumeClaim claim, K8upRestore restore) {
        Map<String, String> annotations =
                Objects.requireNonNullElse(claim.getMetadata().getAnnotations(), Map.of());
        return restore.name().equals(annotations.get(EMPTIED));
    }

    @Override
    public Check state(Run run, RestoreOrder order) {
        K8upRestore restore = restore(run, order);
        @Nullable GenericKubernetesResource object = restore.find();
        return object == null
                ? Check.notYet(order.claim().label() + ": the restore has not started")
                : restore.state(object);
    }

    @Override
    public void protect(Run run, RestoreOrder order) {
        KubernetesClient client = run.cluster().kubernetes();
        restore(run, order).remove();
        new K8upProtection(client, order.claim(), run.recovery()).begin(source(client, order));
    }

    @Override
    public Check protectedAgain(Run run, RestoreOrder order) {
        return new K8upProtection(run.cluster().kubernetes(), order.claim(), run.recovery()).state();
    }

    private static K8upSource source(KubernetesClient client, RestoreOrder order) {
        String repository = K8upSnapshot.of(client, order.claim()).stream()
                .filter(snapshot -> snapshot.id().equals(order.point().id()))
                .findFirst()
                .orElseThrow(() -> new Failure.NeedsHuman(
                        "BACKUP_GONE",
                        order.claim().label() + ": " + order.point().label()
                                + " is gone meanwhile: choose another restore point"))
                .repository();
        return K8upSource.of(client, order.claim().namespace(), repository)
                .orElseThrow(() -> new Failure.NeedsHuman(
                        "SOURCE_GONE",
                        order.claim().label() + ": no Schedule or Backup of K8up in the namespace "
                                + order.claim().namespace()
                                + " says alone where this repository is: bring its manifest back, then retry"));
    }

    private static K8upRestore restore(Run run, RestoreOrder order) {
        return new K8upRestore(run.cluster().kubernetes(), order, run.recovery());
    }
}
