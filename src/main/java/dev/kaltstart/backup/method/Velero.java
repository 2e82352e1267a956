package dev.kaltstart.backup.method;

import dev.kaltstart.backup.proof.VolumeProbe;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.engine.Plan;
import dev.kaltstart.engine.Run;
import dev.kaltstart.storage.LostClaim;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Velero makes the claim again and fills its volume, from an uploaded snapshot or from the files of a pod. Velero skips a
 * claim that exists, so that the present one is deleted first (src: vmware-tanzu/velero, 1.18: pkg/restore/restore.go).
 */
@Component
@Order(3)
class Velero implements RestoreMethod {

    private static final int MOST = 5;

    /** So many backups are searched for the volume. */
    private static final int SEARCHED = 50;

    /** Its node is chosen, which is enough: Velero waits for that where a volume is made on demand. */
    private static final String CONSUMER = "docker.io/library/busybox:1.37";

    @Override
    public String word() {
        return "velero";
    }

    @Override
    public List<RestorePoint> points(Search search, LostClaim claim) {
        return VeleroBackup.usable(search, claim).stream()
                .limit(SEARCHED)
                .flatMap(backup -> backup.volume(search.client(), claim).map(point -> point(backup, point)).stream())
                .limit(MOST)
                .toList();
    }

    private RestorePoint point(VeleroBackup backup, VeleroPoint point) {
        return new RestorePoint(
                word(),
                point.id(),
                backup.started().orElse(null),
                "Velero, the backup " + backup.name() + " of "
                        + backup.started().map(String::valueOf).orElse("an unknown time")
                        + (backup.partly() ? " (Velero calls it PartiallyFailed; this volume is complete)" : ""));
    }

    @Override
    public Plan plan(Run run, RestoreOrder order) {
        KubernetesClient client = run.cluster().kubernetes();
        VeleroRestore restore = restore(run, order);
        if (restore.find(client) != null) {
            return Plan.nothing(run.subject(), order.claim().label() + ": Velero restores it already");
        }
        GenericKubernetesResource object = restore.object(labels(client, restore));
        var requests = new ArrayList<String>();
        var effects = new ArrayList<String>();
        VolumeBinding.removal(VolumeBinding.claim(client, order.claim()), requests, effects);
        if (restore.point().files()) {
            requests.add(create(restore.point(), new VeleroPods(client, restore).modifier(), "ConfigMap"));
        }
        requests.add(create(restore.point(), object, "restores.velero.io"));
        effects.add(order.claim().label() + " is made again by Velero, from "
                + order.point().label()
                + "; nothing else of the namespace is restored"
                + (restore.point().files()
                        ? ", except its pod, without labels and only until the files are there"
                        : ""));
        return new Plan(run.subject(), List.of(), requests, effects);
    }

    private static String create(VeleroPoint point, Object object, String kind) {
        return "kubectl -n " + point.namespace() + " create -f - # " + kind + " " + SortedJson.of(object);
    }

    /** The Restore comes last: once it is there, the claim is the restored one, and is not deleted again. */
    @Override
    public void begin(Run run, RestoreOrder order) {
        KubernetesClient client = run.cluster().kubernetes();
        VeleroRestore restore = restore(run, order);
        if (restore.find(client) != null) {
            return;
        }
        GenericKubernetesResource object = restore.object(labels(client, restore));
        restore.remove(client);
        PersistentVolumeClaim claim = VolumeBinding.claim(client, order.claim());
        if (claim != null) {
            new VolumeBinding(client).remove(claim);
        }
        if (restore.point().files()) {
            ConfigMap modifier = new VeleroPods(client, restore).modifier();
            if (client.resource(modifier).get() == null) {
                client.resource(modifier).create();
            }
        } else {
            consumer(client, restore).begin(CONSUMER);
        }
        ObjectKind.VELERO_RESTORE
                .in(client)
                .inNamespace(restore.point().namespace())
                .resource(object)
                .create();
    }

    private static Map<String, String> labels(KubernetesClient client, VeleroRestore restore) {
        VeleroBackup backup = backup(client, restore);
        return restore.point().files()
                ? new VeleroPods(client, restore).labels(backup)
                : Map.of("velero.io/volume-snapshot-name", restore.point().volume());
    }

    private static VeleroBackup backup(KubernetesClient client, VeleroRestore restore) {
        VeleroPoint point = restore.point();
        @Nullable
        GenericKubernetesResource found = ObjectKind.VELERO_BACKUP.find(client, point.namespace(), point.backup());
        if (found == null || !new VeleroBackup(found).finished()) {
            throw new Failure.NeedsHuman(
                    "BACKUP_GONE",
                    "the backup " + point.backup() + " of Velero is gone or being deleted meanwhile: choose another"
                            + " restore point");
        }
        return new VeleroBackup(found);
    }

    @Override
    public Check state(Run run, RestoreOrder order) {
        KubernetesClient client = run.cluster().kubernetes();
        VeleroRestore restore = restore(run, order);
        @Nullable GenericKubernetesResource object = restore.find(client);
        if (object == null) {
            return Check.notYet(order.claim().label() + ": the restore has not started");
        }
        Check state;
        try {
            state = new VeleroReport(client, restore, object).state();
        } catch (Failure.NeedsHuman e) {
            // a pod that is left would use the claim, which has to go before the next try
            released(client, restore);
            throw e;
        }
        if (state instanceof Check.Met && !released(client, restore)) {
            return Check.notYet(order.claim().label() + ": restored; the pod that Velero has made is being deleted");
        }
        return state;
    }

    private static boolean released(KubernetesClient client, VeleroRestore restore) {
        if (restore.point().files()) {
            return new VeleroPods(client, restore).remove();
        }
        consumer(client, restore).remove();
        return !consumer(client, restore).begun();
    }

    private static VolumeProbe consumer(KubernetesClient client, VeleroRestore restore) {
        return new VolumeProbe(
                client, restore.claim().namespace(), restore.claim().name(), restore.name());
    }

    @Override
    public void protect(Run run, RestoreOrder order) {
        VeleroRestore restore = restore(run, order);
        restore.remove(run.cluster().kubernetes());
        new VeleroProtection(run.cluster().kubernetes(), restore).begin();
    }

    @Override
    public Check protectedAgain(Run run, RestoreOrder order) {
        return new VeleroProtection(run.cluster().kubernetes(), restore(run, order)).state();
    }

    private static VeleroRestore restore(Run run, RestoreOrder order) {
        return new VeleroRestore(VeleroPoint.parse(order.point().id()), order.claim(), run.recovery());
    }
}
