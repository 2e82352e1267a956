package dev.kaltstart.secrets.value;

import dev.kaltstart.cluster.Cluster;
import dev.kaltstart.cluster.KubernetesTrouble;
import dev.kaltstart.cluster.Prerequisite;
import dev.kaltstart.git.CommitId;
import dev.kaltstart.git.RecoveryClone;
import dev.kaltstart.secrets.exposure.ExposedValue;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Whether the cluster uses the present version of a file: Flux has applied it, and its pods were started since. */
record ConsumerProof(Cluster cluster, RecoveryClone repository, CommitId head) {

    private static final Pattern SECRET =
            Pattern.compile("(Secret|ExternalSecret) ([a-z0-9-]{1,63})/([a-z0-9.-]{1,253})(?:,.*)?");
    private static final Pattern KUSTOMIZATION =
            Pattern.compile(".*\\bKustomization ([a-z0-9-]{1,63})/([a-z0-9.-]{1,253})");
    private static final Pattern REVISION = Pattern.compile(".*[:/]([0-9a-f]{40}|[0-9a-f]{64})");
    private static final int SHOWN = 5;

    private static final ResourceDefinitionContext KUSTOMIZATIONS =
            context("kustomize.toolkit.fluxcd.io", "v1", "Kustomization", "kustomizations");

    private static ResourceDefinitionContext context(String group, String version, String kind, String plural) {
        return new ResourceDefinitionContext.Builder()
                .withGroup(group)
                .withVersion(version)
                .withKind(kind)
                .withPlural(plural)
                .withNamespaced(true)
                .build();
    }

    /** Missing while it is not there yet. */
    List<Prerequisite> of(ExposedValue part) {
        try {
            KubernetesClient client = cluster.kubernetes();
            var found = new ArrayList<Prerequisite>();
            Matcher kustomization = KUSTOMIZATION.matcher(part.consumer());
            if (kustomization.matches()) {
                found.add(applied(client, kustomization.group(1), kustomization.group(2), part.file()));
            }
            Matcher secret = SECRET.matcher(part.consumer());
            if (secret.matches() && secret.group(1).equals("ExternalSecret")) {
                found.add(synced(client, secret.group(2), secret.group(3)));
            } else if (secret.matches()) {
                restarted(client, secret.group(2), secret.group(3), part.file()).ifPresent(found::add);
            }
            return found;
        } catch (KubernetesClientException e) {
            return List.of(unknown("the Kubernetes API " + KubernetesTrouble.message(e)));
        } catch (Cluster.UnusableCredentials e) {
            return List.of(unknown(String.valueOf(e.getMessage())));
        }
    }

    private static Prerequisite unknown(String why) {
        return Prerequisite.unknown("the cluster does not say whether it uses the new value: " + why);
    }

    private Prerequisite applied(KubernetesClient client, String namespace, String name, String file) {
        String label = "Kustomization " + namespace + "/" + name;
        GenericKubernetesResource object = client.genericKubernetesResources(KUSTOMIZATIONS)
                .inNamespace(namespace)
                .withName(name)
                .get();
        if (object == null) {
            return Prerequisite.unproven(label + " is not in the cluster");
        }
        Matcher revision = REVISION.matcher(text(object, "lastAppliedRevision"));
        if (!revision.matches()) {
            return Prerequisite.unknown(label + " does not say what it has applied");
        }
        Optional<String> applied = repository.content(new CommitId(revision.group(1)), file);
        if (applied.isEmpty()) {
            return Prerequisite.unknown(
                    label + " has applied a commit that is not in the clone, or does not have " + file);
        }
        if (!applied.equals(repository.content(head, file))) {
            return Prerequisite.missing(label + " has not applied the new version of " + file + " yet: reconcile it");
        }
        return ready(object)
                ? Prerequisite.proven(label + " has applied the new version")
                : Prerequisite.missing(label + " is not ready: see 'flux get kustomizations -n " + namespace + "'");
    }

    private static Prerequisite synced(KubernetesClient client, String namespace, String name) {
        String label = "ExternalSecret " + namespace + "/" + name;
        return Stream.of("v1", "v1beta1")
                .flatMap(version -> Optional.ofNullable(get(client, version, namespace, name)).stream())
                .findFirst()
                .map(object -> ready(object)
                        ? Prerequisite.proven(label + " was synced at " + text(object, "refreshTime"))
                        : Prerequisite.missing(label + " is not in sync with its store"))
                .orElseGet(() -> Prerequisite.unproven(label + " is not in the cluster"));
    }

    private static @Nullable GenericKubernetesResource get(
            KubernetesClient client, String version, String namespace, String name) {
        try {
            return client.genericKubernetesResources(
                            context("external-secrets.io", version, "ExternalSecret", "externalsecrets"))
                    .inNamespace(namespace)
                    .withName(name)
                    .get();
        } catch (KubernetesClientException e) {
            if (e.getCode() == 404) {
                return null;
            }
            throw e;
        }
    }

    private Optional<Prerequisite> restarted(KubernetesClient client, String namespace, String name, String file) {
        Optional<Instant> changed = repository.changed(head, file);
        if (changed.isEmpty()) {
            return Optional.empty();
        }
        List<Pod> users = client.pods().inNamespace(namespace).list().getItems().stream()
                .filter(pod -> usesInEnvironment(pod, name))
                .toList();
        List<String> old = users.stream()
                .filter(pod ->
                        started(pod).filter(at -> at.isAfter(changed.get())).isEmpty())
                .map(pod -> namespace + "/" + pod.getMetadata().getName())
                .toList();
        if (!old.isEmpty()) {
            return Optional.of(Prerequisite.missing("started before the change, so with the old value: "
                    + old.stream().limit(SHOWN).collect(Collectors.joining(", "))
                    + (old.size() > SHOWN ? " and " + (old.size() - SHOWN) + " more" : "") + "; restart them"));
        }
        return users.isEmpty()
                ? Optional.empty()
                : Optional.of(Prerequisite.proven("its pods in " + namespace + " were started since the change"));
    }

    /** A mounted Secret changes in the pod; a variable keeps its value until the pod is started again. */
    private static boolean usesInEnvironment(Pod pod, String secret) {
        return Stream.concat(pod.getSpec().getContainers().stream(), pod.getSpec().getInitContainers().stream())
                .anyMatch(container -> reads(container, secret));
    }

    private static boolean reads(Container container, String secret) {
        return container.getEnvFrom().stream()
                        .anyMatch(from -> from.getSecretRef() != null
                                && secret.equals(from.getSecretRef().getName()))
                || container.getEnv().stream()
                        .anyMatch(one -> one.getValueFrom() != null
                                && one.getValueFrom().getSecretKeyRef() != null
                                && secret.equals(
                                        one.getValueFrom().getSecretKeyRef().getName()));
    }

    private static Optional<Instant> started(Pod pod) {
        try {
            return Optional.ofNullable(pod.getStatus())
                    .map(status -> status.getStartTime())
                    .map(Instant::parse);
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static boolean ready(GenericKubernetesResource object) {
        Object conditions = object.get("status", "conditions");
        return conditions instanceof List<?> all
                && all.stream()
                        .anyMatch(one -> one instanceof Map<?, ?> condition
                                && "Ready".equals(condition.get("type"))
                                && "True".equals(condition.get("status")));
    }

    private static String text(GenericKubernetesResource object, String field) {
        Object value = object.get("status", field);
        return value instanceof String text ? text.substring(0, Math.min(200, text.length())) : "";
    }
}
