package dev.kaltstart.kubernetes;

import dev.kaltstart.cluster.CountedNoun;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.engine.Measurement;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import dev.kaltstart.kubernetes.pod.ProbeImage;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * The network of the pods works, between the nodes and to the API server, and names resolve. A node is Ready as soon as a network
 * is installed on it: that it carries anything is seen much later, and then as something else.
 */
@Component
class AwaitNetwork extends Step {

    /** More say no more. */
    private static final int MOST_NODES = 9;

    private static final Duration PULL = Duration.ofMinutes(5);

    private final ProbeImage image;

    AwaitNetwork(ProbeImage image) {
        this.image = image;
    }

    @Override
    public Check check(Run run) {
        KubernetesClient client = run.cluster().kubernetes();
        List<String> ready = ready(client);
        List<NetworkPod> begun =
                pods(run, ready).stream().filter(NetworkPod::begun).toList();
        if (begun.isEmpty()) {
            return Check.notYet(ready.isEmpty() ? "no node is Ready" : "the network has not been tried yet");
        }
        List<String> troubles = begun.stream()
                .map(NetworkPod::trouble)
                .flatMap(Optional::stream)
                .toList();
        if (troubles.size() < begun.size()) {
            return waits(run, begun);
        }
        begun.forEach(NetworkPod::remove);
        List<String> broken =
                troubles.stream().filter(trouble -> !trouble.isEmpty()).toList();
        if (!broken.isEmpty()) {
            throw new Failure.NeedsHuman(
                    "NETWORK_BROKEN",
                    "the nodes are Ready, and the network of the pods does not work: " + String.join("; ", broken)
                            + ". Look at the network (CNI) on these nodes, then retry");
        }
        return met(client, ready, begun);
    }

    private static Check met(KubernetesClient client, List<String> ready, List<NetworkPod> tried) {
        DnsPods dns = DnsPods.of(client);
        boolean between = tried.stream().anyMatch(pod -> dns.beyond(pod.node()));
        String nodes = tried.stream().map(NetworkPod::node).collect(Collectors.joining(", "));
        String left = ready.size() == tried.size()
                ? ""
                : "; not tried on " + CountedNoun.of(ready.size() - tried.size(), "other node");
        return Check.met(
                "pods on " + nodes + " reach the API server by its Service and by its name"
                        + (between ? ", and pods on other nodes" : "; there was no pod on another node to reach")
                        + left,
                Measurement.count("probedNodes", tried.size()));
    }

    private Check waits(Run run, List<NetworkPod> begun) {
        List<NetworkPod> open =
                begun.stream().filter(pod -> pod.trouble().isEmpty()).toList();
        boolean late = run.cluster().clock().instant().isAfter(run.began().plus(PULL));
        if (late && open.stream().anyMatch(NetworkPod::cannotPull)) {
            throw new Failure.NeedsHuman(
                    "PROBE_IMAGE",
                    "the image " + image.probeImage()
                            + " of the pods that try the network cannot be pulled: the nodes do not reach"
                            + " the registry, or cannot resolve its name. Set kaltstart.restore.probe-image to one that they can"
                            + " pull, or mend their way to the Internet");
        }
        return Check.notYet(
                open.stream().map(NetworkPod::state).collect(Collectors.joining(", ")),
                (begun.size() - open.size()) / (double) begun.size());
    }

    @Override
    public void perform(Run run) {
        KubernetesClient client = run.cluster().kubernetes();
        List<String> ready = ready(client);
        Set<String> ours =
                ready.stream().map(node -> NetworkPod.name(attempt(run), node)).collect(Collectors.toSet());
        client.pods().inNamespace(NetworkPod.NAMESPACE).withLabel(NetworkPod.LABEL).list().getItems().stream()
                .filter(pod -> !ours.contains(pod.getMetadata().getName()))
                .forEach(pod -> client.resource(pod).delete());
        List<String> peers = DnsPods.of(client).addresses();
        pods(run, ready).stream().limit(MOST_NODES).forEach(pod -> pod.begin(image.probeImage(), peers));
    }

    private static List<NetworkPod> pods(Run run, List<String> nodes) {
        return nodes.stream()
                .map(node -> new NetworkPod(run.cluster().kubernetes(), attempt(run), node))
                .toList();
    }

    private static String attempt(Run run) {
        return run.recovery() + "/" + run.began().toEpochMilli();
    }

    private static List<String> ready(KubernetesClient client) {
        return client.nodes().list().getItems().stream()
                .filter(AwaitNetwork::isReady)
                .map(node -> node.getMetadata().getName())
                .sorted()
                .toList();
    }

    private static boolean isReady(Node node) {
        return node.getStatus() != null
                && node.getStatus().getConditions().stream()
                        .anyMatch(condition ->
                                "Ready".equals(condition.getType()) && "True".equals(condition.getStatus()));
    }

    @Override
    public List<String> remedies(Run run, String code) {
        return List.of(
                "kubectl -n kube-system get daemonsets,deployments",
                "kubectl -n kube-system get pods -o wide | grep -E 'cilium|flannel|calico|coredns|kube-proxy'",
                "# Cilium: is every agent well, and does each node reach the others?",
                "kubectl -n kube-system exec daemonset/cilium -- cilium-dbg status --brief",
                "kubectl -n kube-system logs daemonset/cilium --tail=50",
                "kubectl -n kube-system logs deployment/coredns --tail=50",
                "kubectl -n default get pods -l " + NetworkPod.LABEL + "=true -o wide");
    }
}
