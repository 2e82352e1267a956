package dev.kaltstart.kubernetes;

import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The running pods of the DNS server of the cluster, which listen on the network of the pods on more than one node. */
record DnsPods(List<Pod> pods) {

    private static final Set<String> NAMES = Set.of("kube-dns", "coredns");
    private static final int DNS = 53;
    private static final Pattern ADDRESS = Pattern.compile("[0-9a-fA-F.:]{2,45}");

    static DnsPods of(KubernetesClient client) {
        return new DnsPods(client.pods().inNamespace("kube-system").list().getItems().stream()
                .filter(DnsPods::isDns)
                .filter(DnsPods::listens)
                .toList());
    }

    /** The chart calls it coredns, unless its values keep the name that Kubernetes uses. */
    private static boolean isDns(Pod pod) {
        Map<String, String> labels =
                Objects.requireNonNullElse(pod.getMetadata().getLabels(), Map.of());
        return NAMES.contains(labels.getOrDefault("k8s-app", ""))
                || "coredns".equals(labels.get("app.kubernetes.io/name"));
    }

    private static boolean listens(Pod pod) {
        return pod.getStatus() != null
                && "Running".equals(pod.getStatus().getPhase())
                && pod.getStatus().getPodIP() != null
                && ADDRESS.matcher(pod.getStatus().getPodIP()).matches();
    }

    /** As address=port. */
    List<String> addresses() {
        return pods.stream()
                .map(pod -> pod.getStatus().getPodIP() + "=" + port(pod))
                .sorted()
                .toList();
    }

    private static int port(Pod pod) {
        List<Integer> ports = pod.getSpec().getContainers().stream()
                .flatMap(container -> container.getPorts() == null ? Stream.empty() : container.getPorts().stream())
                .filter(port -> "TCP".equals(port.getProtocol())
                        && port.getName() != null
                        && (port.getName().startsWith("dns") || port.getName().startsWith("tcp-53")))
                .map(ContainerPort::getContainerPort)
                .toList();
        return ports.stream().findFirst().orElse(DNS);
    }

    /** One of them is on another node. */
    boolean beyond(String node) {
        return pods.stream().anyMatch(pod -> !node.equals(pod.getSpec().getNodeName()));
    }
}
