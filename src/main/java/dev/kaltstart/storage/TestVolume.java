package dev.kaltstart.storage;

import dev.kaltstart.engine.Run;
import dev.kaltstart.recovery.RecoveryFacts;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.util.Map;
import java.util.Optional;

/** A small volume and a pod that holds it on one node. A Ready node may still fail to attach volumes. */
final class TestVolume {

    /** Present on every node: the sandbox of each pod uses it. */
    private static final String IMAGE = "registry.k8s.io/pause:3.10";

    private static final String DEFAULT_CLASS = "storageclass.kubernetes.io/is-default-class";
    private static final Map<String, String> LABELS = Map.of("app.kubernetes.io/managed-by", "kaltstart");

    private final KubernetesClient client;
    private final String node;
    private final String name;

    TestVolume(Run run) {
        this.client = run.cluster().kubernetes();
        this.node = run.get(RecoveryFacts.NODE).value();
        this.name = "attach-test-" + run.recovery();
    }

    Optional<StorageClass> storageClass() {
        return client.storage().v1().storageClasses().list().getItems().stream()
                .filter(type -> type.getMetadata().getAnnotations() != null)
                .filter(type ->
                        "true".equals(type.getMetadata().getAnnotations().get(DEFAULT_CLASS)))
                .findFirst();
    }

    Resource<Pod> pod() {
        return client.pods().inNamespace(namespace()).withName(name);
    }

    Resource<PersistentVolumeClaim> claim() {
        return client.persistentVolumeClaims().inNamespace(namespace()).withName(name);
    }

    private String namespace() {
        return client.namespaces().withName(Longhorn.NAMESPACE).get() == null ? "default" : Longhorn.NAMESPACE;
    }

    void create() {
        if (claim().get() == null) {
            client.resource(newClaim()).create();
        }
        if (pod().get() == null) {
            client.resource(newPod()).create();
        }
    }

    /** A class with Retain would keep this volume too. */
    void remove() {
        var claimed = claim().get();
        if (claimed != null && claimed.getSpec().getVolumeName() != null) {
            var volume = client.persistentVolumes().withName(claimed.getSpec().getVolumeName());
            if (belongsHere(volume.get())) {
                volume.edit(object -> {
                    object.getSpec().setPersistentVolumeReclaimPolicy("Delete");
                    return object;
                });
            }
        }
        pod().delete();
        claim().delete();
    }

    private boolean belongsHere(PersistentVolume volume) {
        return volume != null
                && volume.getSpec().getClaimRef() != null
                && name.equals(volume.getSpec().getClaimRef().getName());
    }

    private PersistentVolumeClaim newClaim() {
        return new PersistentVolumeClaimBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace())
                .withLabels(LABELS)
                .endMetadata()
                .withNewSpec()
                .withAccessModes("ReadWriteOnce")
                .withNewResources()
                .addToRequests("storage", new Quantity("1Gi"))
                .endResources()
                .endSpec()
                .build();
    }

    private Pod newPod() {
        return new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace())
                .withLabels(LABELS)
                .endMetadata()
                .withNewSpec()
                // through the scheduler, which also binds a volume with WaitForFirstConsumer
                .addToNodeSelector("kubernetes.io/hostname", node)
                .addNewToleration()
                .withOperator("Exists")
                .endToleration()
                .withRestartPolicy("Always")
                .withTerminationGracePeriodSeconds(0L)
                .withNewSecurityContext()
                .withRunAsNonRoot(true)
                .withRunAsUser(65534L)
                .withNewSeccompProfile()
                .withType("RuntimeDefault")
                .endSeccompProfile()
                .endSecurityContext()
                .addNewContainer()
                .withName("hold")
                .withImage(IMAGE)
                .withNewSecurityContext()
                .withAllowPrivilegeEscalation(false)
                .withNewCapabilities()
                .addToDrop("ALL")
                .endCapabilities()
                .endSecurityContext()
                .addNewVolumeMount()
                .withName("held")
                .withMountPath("/held")
                .endVolumeMount()
                .endContainer()
                .addNewVolume()
                .withName("held")
                .withNewPersistentVolumeClaim(name, false)
                .endVolume()
                .endSpec()
                .build();
    }
}
