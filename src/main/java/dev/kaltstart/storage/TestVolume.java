package dev.kaltstart.storage;

import dev.kaltstart.engine.Run;
import dev.kaltstart.recovery.RecoveryFacts;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Map;
import java.util.Optional;

/** A claim and a pod that mounts it on one node: a node can look Ready and yet attach nothing. */
record TestVolume(KubernetesClient kubernetes, String node) {

    static final String NAMESPACE = "default";
    private static final String DEFAULT_CLASS = "storageclass.kubernetes.io/is-default-class";

    static TestVolume of(Run run) {
        return new TestVolume(
                run.cluster().kubernetes(), run.get(RecoveryFacts.NODE).value());
    }

    String name() {
        return "kaltstart-attach-test-" + node;
    }

    Optional<String> storageClass() {
        return kubernetes.storage().v1().storageClasses().list().getItems().stream()
                .filter(one -> "true"
                        .equals(Optional.ofNullable(one.getMetadata().getAnnotations())
                                .orElse(Map.of())
                                .get(DEFAULT_CLASS)))
                .map((StorageClass one) -> one.getMetadata().getName())
                .findFirst();
    }

    Optional<Pod> pod() {
        return Optional.ofNullable(
                kubernetes.pods().inNamespace(NAMESPACE).withName(name()).get());
    }

    Optional<PersistentVolumeClaim> claim() {
        return Optional.ofNullable(kubernetes
                .persistentVolumeClaims()
                .inNamespace(NAMESPACE)
                .withName(name())
                .get());
    }

    void create(String storageClass) {
        if (claim().isEmpty()) {
            kubernetes.resource(newClaim(storageClass)).create();
        }
        if (pod().isEmpty()) {
            kubernetes.resource(newPod()).create();
        }
    }

    void delete() {
        kubernetes.pods().inNamespace(NAMESPACE).withName(name()).delete();
        kubernetes
                .persistentVolumeClaims()
                .inNamespace(NAMESPACE)
                .withName(name())
                .delete();
    }

    private PersistentVolumeClaim newClaim(String storageClass) {
        return new PersistentVolumeClaimBuilder()
                .withNewMetadata()
                .withName(name())
                .withNamespace(NAMESPACE)
                .endMetadata()
                .withNewSpec()
                .withAccessModes("ReadWriteOnce")
                .withStorageClassName(storageClass)
                .withNewResources()
                .addToRequests("storage", new Quantity("1Gi"))
                .endResources()
                .endSpec()
                .build();
    }

    /** The node is cordoned still, so the pod names it instead of being scheduled. */
    private Pod newPod() {
        return new PodBuilder()
                .withNewMetadata()
                .withName(name())
                .withNamespace(NAMESPACE)
                .endMetadata()
                .withNewSpec()
                .withNodeName(node)
                .withRestartPolicy("Never")
                .addNewToleration()
                .withOperator("Exists")
                .endToleration()
                .addNewContainer()
                .withName("attach")
                .withImage("registry.k8s.io/e2e-test-images/busybox:1.29-4")
                .withCommand("sh", "-c", "date > /data/written && cat /data/written")
                .addNewVolumeMount()
                .withName("data")
                .withMountPath("/data")
                .endVolumeMount()
                .endContainer()
                .addNewVolume()
                .withName("data")
                .withNewPersistentVolumeClaim()
                .withClaimName(name())
                .endPersistentVolumeClaim()
                .endVolume()
                .endSpec()
                .build();
    }
}
