package dev.kaltstart.flux.bootstrap;

import dev.kaltstart.cluster.Inventory;
import dev.kaltstart.engine.Run;
import dev.kaltstart.flux.object.Controllers;
import dev.kaltstart.flux.object.Flux;
import dev.kaltstart.flux.object.FluxKinds;
import dev.kaltstart.flux.object.FluxObject;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What has to run before Flux can bring the rest: the network, DNS, the controllers of Flux, and their source. */
record BaseSystems(Run run, KubernetesClient client) {

    /** DaemonSets of the networks that Talos clusters use, by name. */
    private static final Set<String> NETWORKS = Set.of(
            "cilium",
            "kube-flannel",
            "kube-flannel-ds",
            "calico-node",
            "canal",
            "kube-router",
            "antrea-agent",
            "kube-ovn-cni");

    static BaseSystems of(Run run) {
        return new BaseSystems(run, run.cluster().kubernetes());
    }

    /** Each with what is wrong; empty when all is there. */
    List<String> missing() {
        var missing = new ArrayList<String>();
        network().ifPresent(missing::add);
        dns().ifPresent(missing::add);
        Optional<List<FluxObject>> kustomizations = new Flux(client).kustomizations();
        if (kustomizations.isEmpty()) {
            missing.add("the definitions of Flux are not there");
            return missing;
        }
        String down = Controllers.at(
                        client, kustomizations.get(), run.cluster().clock().instant())
                .message();
        if (!down.isEmpty()) {
            missing.add(down);
        }
        if (run.cluster().inventory().bootstrap() == Inventory.FluxBootstrap.FLUX_OPERATOR
                && Flux.instance(client).isEmpty()) {
            missing.add("there is no FluxInstance");
        }
        source(kustomizations.get()).ifPresent(missing::add);
        return missing;
    }

    private Optional<String> network() {
        List<DaemonSet> networks = client.apps().daemonSets().inAnyNamespace().list().getItems().stream()
                .filter(set -> NETWORKS.contains(set.getMetadata().getName()))
                .toList();
        if (networks.isEmpty()) {
            return nodesReady() ? Optional.empty() : Optional.of("no network (CNI) is installed");
        }
        return networks.stream()
                .filter(set -> !runs(set))
                .map(set -> set.getMetadata().getName() + " does not run on every node")
                .findFirst();
    }

    /** A network of another name has done its work. */
    private boolean nodesReady() {
        var nodes = client.nodes().list().getItems();
        return !nodes.isEmpty()
                && nodes.stream()
                        .allMatch(node -> node.getStatus() != null
                                && node.getStatus().getConditions().stream()
                                        .anyMatch(
                                                condition -> condition.getType().equals("Ready")
                                                        && condition.getStatus().equals("True")));
    }

    private static boolean runs(DaemonSet set) {
        var status = set.getStatus();
        int wanted = status == null ? 0 : number(status.getDesiredNumberScheduled());
        return wanted > 0 && number(status.getNumberReady()) >= wanted;
    }

    private static int number(@Nullable Integer number) {
        return number == null ? 0 : number;
    }

    private Optional<String> dns() {
        List<Deployment> servers = client.apps().deployments().inNamespace("kube-system").list().getItems().stream()
                .filter(BaseSystems::isDns)
                .toList();
        if (servers.isEmpty()) {
            return Optional.of("CoreDNS is not installed");
        }
        return servers.stream()
                        .anyMatch(server -> server.getStatus() != null
                                && number(server.getStatus().getAvailableReplicas()) > 0)
                ? Optional.empty()
                : Optional.of("no pod of CoreDNS is available");
    }

    private static boolean isDns(Deployment deployment) {
        var labels =
                Objects.requireNonNullElse(deployment.getMetadata().getLabels(), java.util.Map.<String, String>of());
        return deployment.getMetadata().getName().equals("coredns") || "kube-dns".equals(labels.get("k8s-app"));
    }

    /** Whether it can be fetched is not asked here: the waves say so, and why. */
    private Optional<String> source(List<FluxObject> kustomizations) {
        if (kustomizations.isEmpty()) {
            return Optional.of("Flux has no Kustomization yet");
        }
        boolean any = kustomizations.stream()
                .map(FluxObject::source)
                .distinct()
                .anyMatch(source -> FluxKinds.find(client, source).isPresent());
        return any
                ? Optional.empty()
                : Optional.of("no source is there for "
                        + kustomizations.stream()
                                .map(FluxObject::label)
                                .limit(3)
                                .collect(Collectors.joining(", ")));
    }
}
