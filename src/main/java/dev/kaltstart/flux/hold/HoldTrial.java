package dev.kaltstart.flux.hold;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.Objects;

/**
 * Whether the API server holds a namespace, by asking it: a pod with a claim that is only tried and never created. A rule takes
 * a moment until the API server follows it, both when it comes and when it goes.
 */
record HoldTrial(KubernetesClient client, String namespace) {

    private static final int UNPROCESSABLE = 422;

    enum Answer {
        DENIED,
        ADMITTED,
        /** The namespace is not there, or something else refuses the pod. */
        UNKNOWN
    }

    Answer answer() {
        try {
            client.pods().inNamespace(namespace).resource(pod()).dryRun(true).create();
            return Answer.ADMITTED;
        } catch (KubernetesClientException e) {
            boolean refused = e.getCode() == HttpURLConnection.HTTP_FORBIDDEN || e.getCode() == UNPROCESSABLE;
            return refused && Objects.toString(e.getMessage(), "").contains(HoldPolicy.NAME) ? Answer.DENIED : other(e);
        }
    }

    private static Answer other(KubernetesClientException e) {
        // no answer at all is the caller's trouble, as with any other request
        if (e.getCode() <= 0 || e.getCode() >= HttpURLConnection.HTTP_INTERNAL_ERROR) {
            throw e;
        }
        return Answer.UNKNOWN;
    }

    private Pod pod() {
        return new PodBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName("kaltstart-hold-trial")
                .endMetadata()
                .withNewSpec()
                .withAutomountServiceAccountToken(false)
                .withNewSecurityContext()
                .withRunAsNonRoot(true)
                .withRunAsUser(65_534L)
                .withNewSeccompProfile()
                .withType("RuntimeDefault")
                .endSeccompProfile()
                .endSecurityContext()
                .addNewContainer()
                .withName("trial")
                .withImage("registry.k8s.io/pause:3.10")
                .withNewSecurityContext()
                .withAllowPrivilegeEscalation(false)
                .withNewCapabilities()
                .withDrop("ALL")
                .endCapabilities()
                .endSecurityContext()
                .endContainer()
                .addNewVolume()
                .withName("data")
                .withNewPersistentVolumeClaim("kaltstart-hold-trial", false)
                .endVolume()
                .endSpec()
                .build();
    }
}
