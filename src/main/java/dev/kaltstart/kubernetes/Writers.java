package dev.kaltstart.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.kaltstart.engine.Run;
import dev.kaltstart.recovery.Evidence;
import dev.kaltstart.storage.LostClaim;
import dev.kaltstart.storage.LostClaims;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The workloads that write to the claims of a namespace that are restored, and their replicas before Kaltstart stopped them. */
final class Writers {

    private static final String NAME = "writers.json";
    private static final JsonMapper JSON = new JsonMapper();

    private final Run run;
    private final Evidence evidence;
    private final KubernetesClient client;
    private final String namespace;
    private final Set<String> claims;

    Writers(Run run, Evidence evidence) {
        this.run = run;
        this.evidence = evidence;
        this.client = run.cluster().kubernetes();
        this.namespace = run.subject().label();
        this.claims = LostClaims.restorable(run, evidence).stream()
                .map(LostClaim::label)
                .collect(Collectors.toSet());
    }

    /** @param kind {@code Deployment} or {@code StatefulSet} */
    record Writer(String kind, String name, int replicas) {

        String label() {
            return kind + " " + name;
        }
    }

    /** As they are now. */
    List<Writer> now() {
        var writers = new ArrayList<Writer>();
        client.apps().deployments().inNamespace(namespace).list().getItems().stream()
                .filter(object -> WorkloadReplicas.of(object).mounts(claims))
                .forEach(object -> writers.add(new Writer(
                        "Deployment",
                        object.getMetadata().getName(),
                        replicas(object.getSpec().getReplicas()))));
        client.apps().statefulSets().inNamespace(namespace).list().getItems().stream()
                .filter(object -> WorkloadReplicas.of(object).mounts(claims) || templates(object))
                .forEach(object -> writers.add(new Writer(
                        "StatefulSet",
                        object.getMetadata().getName(),
                        replicas(object.getSpec().getReplicas()))));
        return writers;
    }

    /** A StatefulSet with no replicas mounts nothing, and its claims are still named after it. */
    private boolean templates(StatefulSet object) {
        return object.getSpec().getVolumeClaimTemplates().stream()
                .map(template -> namespace + "/" + template.getMetadata().getName() + "-"
                        + object.getMetadata().getName() + "-")
                .anyMatch(prefix -> claims.stream().anyMatch(claim -> claim.matches(Pattern.quote(prefix) + "\\d+")));
    }

    private static int replicas(@Nullable Integer replicas) {
        return replicas == null ? 1 : replicas;
    }

    /** Written down once, before the first one is stopped; empty before that. */
    Optional<List<Writer>> before() {
        return evidence.read(Evidence.reference(run, NAME)).map(Writers::parse);
    }

    List<Writer> remember() {
        return before().orElseGet(() -> {
            List<Writer> writers = now();
            try {
                evidence.keep(run, NAME, JSON.writeValueAsString(writers));
            } catch (JsonProcessingException e) {
                throw new IllegalStateException(e);
            }
            return writers;
        });
    }

    private static List<Writer> parse(String text) {
        try {
            return JSON.readValue(text, new TypeReference<>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the evidence " + NAME + " cannot be read: " + e.getOriginalMessage(), e);
        }
    }

    void scale(Writer writer, int replicas) {
        if (writer.kind().equals("Deployment")) {
            client.apps()
                    .deployments()
                    .inNamespace(namespace)
                    .withName(writer.name())
                    .scale(replicas);
        } else {
            client.apps()
                    .statefulSets()
                    .inNamespace(namespace)
                    .withName(writer.name())
                    .scale(replicas);
        }
    }

    /** Pods that still have one of the claims mounted, of whatever owner. */
    List<String> pods() {
        return client.pods().inNamespace(namespace).list().getItems().stream()
                .filter(pod -> !finished(pod))
                .filter(this::mounts)
                .map(pod -> pod.getMetadata().getName())
                .sorted()
                .toList();
    }

    private boolean mounts(Pod pod) {
        return pod.getSpec().getVolumes().stream()
                .map(Volume::getPersistentVolumeClaim)
                .filter(Objects::nonNull)
                .anyMatch(claim -> claims.contains(namespace + "/" + claim.getClaimName()));
    }

    private static boolean finished(Pod pod) {
        return pod.getStatus() != null
                && ("Succeeded".equals(pod.getStatus().getPhase())
                        || "Failed".equals(pod.getStatus().getPhase()));
    }
}
