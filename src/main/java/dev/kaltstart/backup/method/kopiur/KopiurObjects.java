package dev.kaltstart.backup.method.kopiur;

import dev.kaltstart.backup.method.ObjectKind;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import org.jspecify.annotations.Nullable;

/** Objects of kopiur, each of which runs once: one that has failed is made again. */
final class KopiurObjects {

    private KopiurObjects() {}

    /** Does nothing when the object exists and has not failed. */
    static void create(KubernetesClient client, ObjectKind kind, GenericKubernetesResource object) {
        String namespace = object.getMetadata().getNamespace();
        var there = kind.named(client, namespace, object.getMetadata().getName());
        @Nullable GenericKubernetesResource former = there.get();
        if (former != null && KopiurPolicy.text(former, "status", "phase").equals("Failed")) {
            there.delete();
            former = there.get();
        }
        if (former == null) {
            kind.in(client).inNamespace(namespace).resource(object).create();
        }
    }
}
