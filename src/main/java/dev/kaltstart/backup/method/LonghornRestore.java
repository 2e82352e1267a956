package dev.kaltstart.backup.method;

import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.engine.Plan;
import dev.kaltstart.engine.Run;
import dev.kaltstart.storage.LostClaim;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Longhorn restores a backup into a new volume; the claim is made again on it, once its data is there. The present claim and
 * its data stay until then (src: longhorn/longhorn-manager, 1.12: controller/volume_controller.go, checkAndInitVolumeRestore).
 */
@Component
@Order(4)
class LonghornRestore implements RestoreMethod {

    private static final int MOST = 5;

    @Override
    public String word() {
        return "longhorn";
    }

    @Override
    public List<RestorePoint> points(Search search, LostClaim claim) {
        String handle = handle(search.client(), claim);
        return LonghornBackup.usable(search, claim, handle).stream()
                .limit(MOST)
                .map(backup -> new RestorePoint(
                        word(),
                        backup.namespace() + "/" + backup.name(),
                        backup.started().orElse(null),
                        "Longhorn, the backup " + backup.name() + " of "
                                + backup.started().map(String::valueOf).orElse("an unknown time")
                                + (backup.ofVolume(handle)
                                        ? ""
                                        : " (of another volume, which a claim of this name had: check that it is not of"
                                                + " another cluster)")))
                .toList();
    }

    private static String handle(KubernetesClient client, LostClaim claim) {
        String former = claim.former();
        if (former == null) {
            return "";
        }
        PersistentVolume volume = client.persistentVolumes().withName(former).get();
        return volume == null || volume.getSpec().getCsi() == null
                ? former
                : Objects.requireNonNullElse(volume.getSpec().getCsi().getVolumeHandle(), former);
    }

    @Override
    public Plan plan(Run run, RestoreOrder order) {
        KubernetesClient client = run.cluster().kubernetes();
        String name = name(run, order);
        @Nullable PersistentVolumeClaim claim = VolumeBinding.claim(client, order.claim());
        if (VolumeBinding.bound(claim, name)) {
            return Plan.nothing(run.subject(), order.claim().label() + " has its restored volume");
        }
        LonghornVolume volume = volume(client, name, order);
        volume.requireNotEncrypted();
        var requests = new ArrayList<String>();
        var effects = new ArrayList<String>();
        requests.add("kubectl -n " + namespace(order) + " create -f - # volumes.longhorn.io "
                + SortedJson.of(volume.object(namespace(order))));
        requests.add("kubectl create -f - # PersistentVolume, once Longhorn has restored the volume "
                + SortedJson.of(volume.persistent()));
        VolumeBinding.removal(claim, requests, effects);
        requests.add("kubectl -n " + order.claim().namespace() + " create -f - # PersistentVolumeClaim "
                + order.claim().name() + " with volumeName " + name);
        effects.add(order.claim().label() + " is bound to the new volume " + name + ", restored from "
                + order.point().label() + "; the present claim stays until then");
        if (volume.type() == null) {
            effects.add("the StorageClass " + LonghornVolume.className(claim)
                    + " does not exist: the new volume has as many replicas as Longhorn makes by default");
        }
        return new Plan(run.subject(), List.of(), requests, effects);
    }

    @Override
    public void begin(Run run, RestoreOrder order) {
        KubernetesClient client = run.cluster().kubernetes();
        LonghornVolume volume = volume(client, name(run, order), order);
        if (find(client, run, order) == null && !VolumeBinding.bound(volume.claim(), volume.name())) {
            volume.requireNotEncrypted();
            ObjectKind.LONGHORN_VOLUME
                    .in(client)
                    .inNamespace(namespace(order))
                    .resource(volume.object(namespace(order)))
                    .create();
        }
    }

    /** Binds the claim when the data is there. Fewer replicas than wanted are no failure: Longhorn makes them later. */
    @Override
    public Check state(Run run, RestoreOrder order) {
        KubernetesClient client = run.cluster().kubernetes();
        String label = order.claim().label();
        String name = name(run, order);
        @Nullable GenericKubernetesResource restored = find(client, run, order);
        if (restored == null) {
            return Check.notYet(label + ": the restore has not started");
        }
        if (VolumeBinding.bound(VolumeBinding.claim(client, order.claim()), name)) {
            return Check.met(label + ": Longhorn has restored the volume " + name);
        }
        if ("faulted".equals(restored.get("status", "robustness"))) {
            throw new Failure.NeedsHuman(
                    "RESTORE_FAILED",
                    label + ": Longhorn calls the volume " + name
                            + " faulted, all of its replicas have failed to restore."
                            + " Check the backup target and the free space of the disks. To try again, delete the volume,"
                            + " then retry: kubectl -n " + namespace(order) + " delete volumes.longhorn.io " + name);
        }
        if (!Boolean.TRUE.equals(restored.get("status", "restoreInitiated"))
                || !Boolean.FALSE.equals(restored.get("status", "restoreRequired"))) {
            return Check.notYet(label + ": Longhorn restores the volume " + name
                    + ("degraded".equals(restored.get("status", "robustness"))
                            ? "; there are too few disks for all replicas, which it waits for unless its setting"
                                    + " allow-volume-creation-with-degraded-availability is true"
                            : ""));
        }
        LonghornVolume.of(client, name, text(restored, "fromBackup"), text(restored, "size"), order.claim())
                .bind(client, restored);
        return Check.notYet(label + ": the volume " + name + " is restored, its claim is not bound yet");
    }

    /** From now on the volume is treated as its StorageClass wants it. */
    @Override
    public void protect(Run run, RestoreOrder order) {
        KubernetesClient client = run.cluster().kubernetes();
        @Nullable GenericKubernetesResource restored = find(client, run, order);
        if (restored == null) {
            throw new Failure.NeedsHuman(
                    "VOLUME_GONE",
                    "the restored volume " + name(run, order) + " of Longhorn has been deleted meanwhile");
        }
        protection(run, order).begin(restored);
        StorageClass type = client.storage()
                .v1()
                .storageClasses()
                .withName(LonghornVolume.className(VolumeBinding.claim(client, order.claim())))
                .get();
        if (type != null && "Delete".equals(type.getReclaimPolicy())) {
            client.persistentVolumes().withName(name(run, order)).edit(volume -> {
                volume.getSpec().setPersistentVolumeReclaimPolicy("Delete");
                return volume;
            });
        }
    }

    @Override
    public Check protectedAgain(Run run, RestoreOrder order) {
        return protection(run, order).state();
    }

    private static LonghornProtection protection(Run run, RestoreOrder order) {
        return new LonghornProtection(
                run.cluster().kubernetes(),
                namespace(order),
                name(run, order),
                order.claim().label());
    }

    private static @Nullable GenericKubernetesResource find(KubernetesClient client, Run run, RestoreOrder order) {
        return ObjectKind.LONGHORN_VOLUME.find(client, namespace(order), name(run, order));
    }

    private static LonghornBackup backup(KubernetesClient client, RestoreOrder order) {
        String name = order.point().id().substring(namespace(order).length() + 1);
        @Nullable GenericKubernetesResource found = ObjectKind.LONGHORN_BACKUP.find(client, namespace(order), name);
        if (found == null || !new LonghornBackup(found).complete()) {
            throw new Failure.NeedsHuman(
                    "BACKUP_GONE",
                    "the backup " + name
                            + " of Longhorn is gone or being deleted meanwhile: choose another restore point");
        }
        return new LonghornBackup(found);
    }

    private static LonghornVolume volume(KubernetesClient client, String name, RestoreOrder order) {
        LonghornBackup backup = backup(client, order);
        return LonghornVolume.of(client, name, backup.url(), backup.size(), order.claim());
    }

    /** Longhorn rounds the size; and the backup may be gone by then. */
    private static String text(GenericKubernetesResource restored, String field) {
        return restored.<Object>get("spec", field) instanceof String text ? text : "";
    }

    private static String namespace(RestoreOrder order) {
        return order.point().id().substring(0, order.point().id().indexOf('/'));
    }

    private static String name(Run run, RestoreOrder order) {
        return ObjectNames.of(run.recovery(), order.point().id(), order.claim().label());
    }
}
