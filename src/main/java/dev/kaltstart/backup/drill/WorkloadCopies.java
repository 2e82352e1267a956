package dev.kaltstart.backup.drill;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The workloads of a namespace as they may run beside the original: Deployments and StatefulSets with one replica, what they name, and Services
 * inside of the copy. Ingresses, routes, jobs and DaemonSets are not copied: they act on production.
 */
final class WorkloadCopies {

    private final KubernetesClient client;
    private final String from;
    private final String into;
    private final Set<String> claims;
    private final Map<String, HasMetadata> workloads = new LinkedHashMap<>();
    private final List<CopiedTemplate> templates = new ArrayList<>();
    private final List<String> leftOut = new ArrayList<>();

    WorkloadCopies(KubernetesClient client, Drill drill, String from) {
        this.client = client;
        this.from = from;
        this.into = drill.copy();
        this.claims = drill.claims().stream().map(DrillClaim::name).collect(Collectors.toSet());
        client.apps().deployments().inNamespace(from).list().getItems().forEach(this::add);
        client.apps().statefulSets().inNamespace(from).list().getItems().forEach(this::add);
    }

    /** As people name them: {@code Deployment paperless}. */
    List<String> names() {
        return List.copyOf(workloads.keySet());
    }

    /** Which workloads the copy goes without, and why. */
    List<String> leftOut() {
        return List.copyOf(leftOut);
    }

    private void add(Deployment original) {
        var copied = new CopiedTemplate(original.getSpec().getTemplate(), claims);
        if (mayStart(
                "Deployment " + original.getMetadata().getName(),
                original.getSpec().getReplicas(),
                copied)) {
            workloads.put(
                    "Deployment " + original.getMetadata().getName(),
                    new DeploymentBuilder()
                            .withMetadata(metadata(original.getMetadata()))
                            .withSpec(original.getSpec()
                                    .edit()
                                    .withReplicas(1)
                                    .withPaused(null)
                                    .withTemplate(copied.copy())
                                    .build())
                            .build());
        }
    }

    /** Its claims are named after it, and the copy has them already. */
    private void add(StatefulSet original) {
        String name = original.getMetadata().getName();
        var copied = new CopiedTemplate(original.getSpec().getTemplate(), claims);
        List<String> missing = original.getSpec().getVolumeClaimTemplates().stream()
                .map(template -> template.getMetadata().getName() + "-" + name + "-0")
                .filter(claim -> !claims.contains(claim))
                .toList();
        if (!missing.isEmpty()) {
            leftOut.add("StatefulSet " + name + ": the copy does not have the claim " + missing.get(0));
        } else if (mayStart("StatefulSet " + name, original.getSpec().getReplicas(), copied)) {
            workloads.put(
                    "StatefulSet " + name,
                    new StatefulSetBuilder()
                            .withMetadata(metadata(original.getMetadata()))
                            .withSpec(original.getSpec()
                                    .edit()
                                    .withReplicas(1)
                                    .withTemplate(copied.copy())
                                    .build())
                            .build());
        }
    }

    private boolean mayStart(String label, @Nullable Integer replicas, CopiedTemplate copied) {
        if (Objects.equals(replicas, 0)) {
            leftOut.add(label + ": scaled to zero");
            return false;
        }
        if (copied.reason().isPresent()) {
            leftOut.add(label + ": " + copied.reason().get());
            return false;
        }
        templates.add(copied);
        return true;
    }

    private ObjectMeta metadata(ObjectMeta original) {
        return new ObjectMetaBuilder()
                .withNamespace(into)
                .withName(original.getName())
                .withLabels(CopiedTemplate.labels(original.getLabels()))
                .build();
    }

    /** What the pods need first, the workloads last. Creates only what is missing. */
    void create() {
        templates.stream()
                .flatMap(template -> template.configMaps().stream())
                .distinct()
                .forEach(this::configMap);
        templates.stream()
                .flatMap(template -> template.secrets().stream())
                .distinct()
                .forEach(this::secret);
        services().forEach(this::create);
        workloads.values().forEach(this::create);
    }

    private void create(HasMetadata object) {
        if (client.resource(object).get() == null) {
            client.resource(object).create();
        }
    }

    private void configMap(String name) {
        var original = client.configMaps().inNamespace(from).withName(name).get();
        if (original != null) {
            create(new ConfigMapBuilder()
                    .withMetadata(metadata(original.getMetadata()))
                    .withData(original.getData())
                    .withBinaryData(original.getBinaryData())
                    .build());
        }
    }

    /** From the API server to the API server: the values are neither kept nor shown. */
    private void secret(String name) {
        var original = client.secrets().inNamespace(from).withName(name).get();
        if (original != null) {
            create(new SecretBuilder()
                    .withMetadata(metadata(original.getMetadata()))
                    .withType(original.getType())
                    .withData(original.getData())
                    .build());
        }
    }

    /** Those that lead to the copied pods. */
    List<Service> services() {
        return client.services().inNamespace(from).list().getItems().stream()
                .filter(service -> service.getSpec().getSelector() != null
                        && !service.getSpec().getSelector().isEmpty())
                .filter(service -> templates.stream()
                        .map(CopiedTemplate::original)
                        .anyMatch(template -> leadsTo(service, template)))
                .map(this::inside)
                .toList();
    }

    private static boolean leadsTo(Service service, PodTemplateSpec template) {
        Map<String, String> labels =
                Objects.requireNonNullElse(template.getMetadata().getLabels(), Map.of());
        return labels.entrySet().containsAll(service.getSpec().getSelector().entrySet());
    }

    /** Without a load balancer's address, a port of the nodes, and annotations that publish a name. */
    private Service inside(Service original) {
        boolean headless = "None".equals(original.getSpec().getClusterIP());
        return new ServiceBuilder()
                .withMetadata(metadata(original.getMetadata()))
                .withNewSpec()
                .withType("ClusterIP")
                .withClusterIP(headless ? "None" : null)
                .withSelector(CopiedTemplate.labels(original.getSpec().getSelector()))
                .withPorts(original.getSpec().getPorts().stream()
                        .map(WorkloadCopies::inside)
                        .toList())
                .endSpec()
                .build();
    }

    private static ServicePort inside(ServicePort port) {
        return port.edit().withNodePort(null).build();
    }

    /** Those that are not ready yet. */
    List<String> waiting() {
        return workloads.entrySet().stream()
                .filter(workload -> !ready(workload.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }

    private boolean ready(HasMetadata workload) {
        @Nullable HasMetadata there = client.resource(workload).get();
        if (there instanceof Deployment deployment) {
            return deployment.getStatus() != null
                    && Objects.requireNonNullElse(deployment.getStatus().getReadyReplicas(), 0) > 0;
        }
        return there instanceof StatefulSet set
                && set.getStatus() != null
                && Objects.requireNonNullElse(set.getStatus().getReadyReplicas(), 0) > 0;
    }
}
