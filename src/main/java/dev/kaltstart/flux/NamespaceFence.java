package dev.kaltstart.flux;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Subject;
import dev.kaltstart.flux.lease.SuspensionPlan;
import dev.kaltstart.flux.lease.Suspensions;
import dev.kaltstart.flux.object.DriftLook;
import dev.kaltstart.flux.object.Flux;
import dev.kaltstart.flux.object.FluxId;
import dev.kaltstart.recovery.Evidence;
import dev.kaltstart.storage.LostClaim;
import dev.kaltstart.storage.LostClaims;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * What Flux has to leave alone while the data of a namespace is restored: the owners of its claims and workloads, and all
 * above them. Two namespaces may share an owner, which is resumed with the last of them.
 */
@Component
class NamespaceFence {

    private static final String NAME = "fence.json";
    private static final String KUSTOMIZE = "kustomize.toolkit.fluxcd.io/";
    private static final String HELM = "helm.toolkit.fluxcd.io/";
    private static final JsonMapper JSON = new JsonMapper();

    private final Suspensions suspensions;
    private final Evidence evidence;

    NamespaceFence(Suspensions suspensions, Evidence evidence) {
        this.suspensions = suspensions;
        this.evidence = evidence;
    }

    /** Decided once: what is suspended looks different afterwards. Empty before that, or when the fence is open again. */
    List<FluxId> objects(Run run) {
        return read(Evidence.reference(run, NAME));
    }

    boolean decided(Run run) {
        return evidence.read(Evidence.reference(run, NAME)).isPresent();
    }

    /** Of another namespace of the recovery; also when it is open again. */
    boolean decided(String recovery, String namespace) {
        String name = Evidence.named(new Subject.OfNamespace(namespace), NAME);
        return evidence.read(Evidence.reference(recovery, name)).isPresent();
    }

    List<String> moving(Run run) {
        return suspensions.moving(run.cluster(), objects(run));
    }

    synchronized void close(Run run) {
        if (objects(run).isEmpty()) {
            keep(run, find(run));
        }
        suspensions.hold(
                run.cluster(),
                run.mode(),
                run.recovery(),
                "the data of the namespace " + run.subject().label() + " is being restored",
                objects(run));
    }

    /** The decision goes last: a kill before that leaves it to be released again. */
    synchronized void open(Run run) {
        List<FluxId> ours = objects(run);
        Set<FluxId> others = others(run);
        suspensions.release(run.cluster(), run.recovery(), id -> ours.contains(id) && !others.contains(id));
        keep(run, List.of());
    }

    private Set<FluxId> others(Run run) {
        String own = Evidence.named(run.subject(), NAME);
        return evidence.of(run.recovery()).stream()
                .map(Evidence.Kept::name)
                .filter(name -> name.startsWith(NAME + "@") && !name.equals(own))
                .flatMap(name -> read(Evidence.reference(run.recovery(), name)).stream())
                .collect(Collectors.toSet());
    }

    private List<FluxId> find(Run run) {
        KubernetesClient client = run.cluster().kubernetes();
        Set<FluxId> owners = new HashSet<>();
        LostClaims.of(run, evidence).stream()
                .map(LostClaim::owner)
                .filter(Objects::nonNull)
                .forEach(owner -> owners.add(FluxId.kustomization(
                        owner.substring(0, owner.indexOf('/')), owner.substring(owner.indexOf('/') + 1))));
        applied(client, run.subject().label()).forEach(object -> {
            owner(object, KUSTOMIZE, "Kustomization").ifPresent(owners::add);
            owner(object, HELM, "HelmRelease").ifPresent(owners::add);
        });
        return DriftLook.at(client, Set.of())
                .map(seen -> new SuspensionPlan(seen.objects(), Flux.instance(client)))
                .map(plan -> plan.smallest(
                        owners.stream().filter(plan.objects()::containsKey).toList()))
                .orElse(List.of());
    }

    private static Stream<? extends HasMetadata> applied(KubernetesClient client, String namespace) {
        return Stream.of(
                        client.persistentVolumeClaims()
                                .inNamespace(namespace)
                                .list()
                                .getItems(),
                        client.apps()
                                .deployments()
                                .inNamespace(namespace)
                                .list()
                                .getItems(),
                        client.apps()
                                .statefulSets()
                                .inNamespace(namespace)
                                .list()
                                .getItems())
                .flatMap(List::stream);
    }

    private static Optional<FluxId> owner(HasMetadata object, String prefix, String kind) {
        Map<String, String> labels =
                Objects.requireNonNullElse(object.getMetadata().getLabels(), Map.of());
        String name = labels.get(prefix + "name");
        String namespace = labels.get(prefix + "namespace");
        return name == null || namespace == null ? Optional.empty() : Optional.of(new FluxId(kind, namespace, name));
    }

    private void keep(Run run, List<FluxId> objects) {
        try {
            evidence.keep(run, NAME, JSON.writeValueAsString(objects));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<FluxId> read(String reference) {
        return evidence.read(reference)
                .map(text -> {
                    try {
                        return JSON.readValue(text, new TypeReference<List<FluxId>>() {});
                    } catch (JsonProcessingException e) {
                        throw new IllegalStateException(e);
                    }
                })
                .orElse(List.of());
    }
}
