package dev.kaltstart.flux.hold;

import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicy;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingAdmissionPolicyBinding;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.V1AdmissionRegistrationAPIGroupDSL;
import io.fabric8.kubernetes.client.dsl.NonDeletingOperation;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The hold as the cluster has it. */
public final class Hold {

    private static final String SELECTED = "kubernetes.io/metadata.name";

    private final KubernetesClient client;

    public Hold(KubernetesClient client) {
        this.client = client;
    }

    /** The namespaces in which pods with claims do not start now; none where the cluster knows no such rule. */
    public Set<String> namespaces() {
        return bindings().map(Hold::selected).orElse(Set.of());
    }

    /** Empty where the API server is older than Kubernetes 1.30. */
    Optional<List<ValidatingAdmissionPolicyBinding>> bindings() {
        try {
            return Optional.of(
                    api().validatingAdmissionPolicyBindings().withLabels(HoldPolicy.OURS).list().getItems().stream()
                            .filter(binding ->
                                    HoldPolicy.NAME.equals(binding.getSpec().getPolicyName()))
                            .toList());
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static Set<String> selected(List<ValidatingAdmissionPolicyBinding> bindings) {
        return bindings.stream()
                .filter(binding -> binding.getSpec().getValidationActions().contains("Deny"))
                .map(Hold::namespace)
                .filter(namespace -> !namespace.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String namespace(ValidatingAdmissionPolicyBinding binding) {
        var resources = binding.getSpec().getMatchResources();
        Map<String, String> labels = resources == null || resources.getNamespaceSelector() == null
                ? Map.of()
                : Objects.requireNonNullElse(resources.getNamespaceSelector().getMatchLabels(), Map.of());
        return labels.getOrDefault(SELECTED, "");
    }

    /** The rule is there as it has to be: one that a person has changed may let everything pass. */
    boolean isAsWanted() {
        @Nullable ValidatingAdmissionPolicy found = policy();
        ValidatingAdmissionPolicy wanted = HoldPolicy.policy();
        return found != null
                && wanted.getSpec().getValidations().equals(found.getSpec().getValidations())
                && wanted.getSpec().getVariables().equals(found.getSpec().getVariables())
                && rules(wanted).equals(rules(found))
                && wanted.getSpec().getFailurePolicy().equals(found.getSpec().getFailurePolicy());
    }

    /** Without what the API server adds to each. */
    private static List<List<String>> rules(ValidatingAdmissionPolicy policy) {
        return policy.getSpec().getMatchConstraints().getResourceRules().stream()
                .flatMap(rule -> Stream.of(rule.getApiGroups(), rule.getOperations(), rule.getResources()))
                .toList();
    }

    boolean hasPolicy() {
        return policy() != null;
    }

    private @Nullable ValidatingAdmissionPolicy policy() {
        return api().validatingAdmissionPolicies().withName(HoldPolicy.NAME).get();
    }

    /** The rule first: a binding without one holds nothing. */
    void close(Set<String> namespaces, String recovery) {
        if (!isAsWanted()) {
            client.resource(HoldPolicy.policy()).createOr(NonDeletingOperation::update);
        }
        Set<String> held = namespaces();
        namespaces.stream().filter(namespace -> !held.contains(namespace)).forEach(namespace -> {
            // one of that name that selects something else is no hold
            bindingOf(namespace).delete();
            api().validatingAdmissionPolicyBindings()
                    .resource(HoldPolicy.binding(namespace, recovery))
                    .create();
        });
    }

    void open(String namespace) {
        bindingOf(namespace).delete();
    }

    /** Also what an earlier recovery has left. */
    void openAll() {
        bindings()
                .ifPresent(all -> all.forEach(
                        binding -> bindingNamed(binding.getMetadata().getName()).delete()));
        policies().withName(HoldPolicy.NAME).delete();
    }

    private Resource<ValidatingAdmissionPolicyBinding> bindingOf(String namespace) {
        return bindingNamed(HoldPolicy.binding(namespace));
    }

    private Resource<ValidatingAdmissionPolicyBinding> bindingNamed(String name) {
        return api().validatingAdmissionPolicyBindings().withName(name);
    }

    private NonNamespaceOperation<ValidatingAdmissionPolicy, ?, Resource<ValidatingAdmissionPolicy>> policies() {
        return api().validatingAdmissionPolicies();
    }

    private V1AdmissionRegistrationAPIGroupDSL api() {
        return client.admissionRegistration().v1();
    }
}
