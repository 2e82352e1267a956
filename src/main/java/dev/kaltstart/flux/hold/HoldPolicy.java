package dev.kaltstart.flux.hold;

import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicy;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicyBinding;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicyBindingBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicyBuilder;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The rule of the hold, for the API server: in a held namespace no pod that mounts a claim may be created, except those that
 * restore. The rule is one object; each held namespace has a binding of its own, so that releasing one is a single deletion.
 */
final class HoldPolicy {

    static final String NAME = "kaltstart-hold";

    /** On all bindings, with the recovery as its value. */
    static final String HELD_FOR = "kaltstart.dev/held-for";

    static final Map<String, String> OURS = Map.of("app.kubernetes.io/managed-by", "kaltstart");

    /** Labels that the tools put on the pods of their restores. */
    private static final List<Map.Entry<String, List<String>>> RESTORES = List.of(
            Map.entry("app.kubernetes.io/managed-by", List.of("kaltstart", "kopiur")),
            // src: backube/volsync, SetOwnedByVolSync on the template of each mover's Job
            Map.entry("app.kubernetes.io/created-by", List.of("volsync")),
            Map.entry("k8upjob", List.of("true")));

    /** Of any value. */
    private static final List<String> RESTORED = List.of("velero.io/restore-name");

    private static final String LABELS = "object.metadata.labels";

    /**
     * CloudNativePG starts an instance on a volume that a Job of its own has filled: by a recovery, by a join, or by initdb,
     * which makes an empty database. Only the last is held.
     */
    private static final String DATABASE =
            "('cnpg.io/cluster' in %1$s && !('cnpg.io/jobRole' in %1$s && %1$s['cnpg.io/jobRole'] == 'initdb'))"
                    .formatted(LABELS);

    private static final String MOUNTS =
            "has(object.spec.volumes) && object.spec.volumes.exists(volume, has(volume.persistentVolumeClaim))";

    private HoldPolicy() {}

    static ValidatingAdmissionPolicy policy() {
        return new ValidatingAdmissionPolicyBuilder()
                .withNewMetadata()
                .withName(NAME)
                .withLabels(OURS)
                .endMetadata()
                .withNewSpec()
                .withFailurePolicy("Fail")
                .withNewMatchConstraints()
                .addNewResourceRule()
                .withApiGroups("")
                .withApiVersions("v1")
                .withOperations("CREATE")
                .withResources("pods")
                .endResourceRule()
                .endMatchConstraints()
                .addNewVariable(restores(), "restores")
                .addNewValidation()
                .withExpression("!(" + MOUNTS + ") || variables.restores")
                .withReason("Forbidden")
                .withMessage(
                        "held by Kaltstart: the data of this namespace has not been restored yet. The pod starts when the"
                                + " recovery releases the namespace. To release it by hand: kubectl delete"
                                + " validatingadmissionpolicybinding " + NAME + "-NAMESPACE")
                .endValidation()
                .endSpec()
                .build();
    }

    private static String restores() {
        String labels = RESTORES.stream()
                .map(entry -> "('%1$s' in %2$s && %2$s['%1$s'] in [%3$s])"
                        .formatted(
                                entry.getKey(),
                                LABELS,
                                entry.getValue().stream()
                                        .map(value -> "'" + value + "'")
                                        .collect(Collectors.joining(", "))))
                .collect(Collectors.joining(" || "));
        String restored = RESTORED.stream()
                .map(label -> "'%s' in %s".formatted(label, LABELS))
                .collect(Collectors.joining(" || "));
        return "has(" + LABELS + ") && (" + labels + " || " + restored + " || " + DATABASE + ")";
    }

    static String binding(String namespace) {
        return NAME + "-" + namespace;
    }

    static ValidatingAdmissionPolicyBinding binding(String namespace, String recovery) {
        return new ValidatingAdmissionPolicyBindingBuilder()
                .withNewMetadata()
                .withName(binding(namespace))
                .withLabels(OURS)
                .addToAnnotations(HELD_FOR, recovery)
                .endMetadata()
                .withNewSpec()
                .withPolicyName(NAME)
                .withValidationActions("Deny")
                .withNewMatchResources()
                .withNewNamespaceSelector()
                .addToMatchLabels("kubernetes.io/metadata.name", namespace)
                .endNamespaceSelector()
                .endMatchResources()
                .endSpec()
                .build();
    }
}
