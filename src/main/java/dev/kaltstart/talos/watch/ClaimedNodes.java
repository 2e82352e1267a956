package dev.kaltstart.talos.watch;

import dev.kaltstart.cluster.IpAddress;
import dev.kaltstart.cluster.NodeName;
import dev.kaltstart.cluster.Role;
import dev.kaltstart.cluster.SeenNode;
import dev.kaltstart.cluster.SeenNode.Claim;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The nodes that Kubernetes names.
 *
 * @param complete the answer held every node
 * @param names of every node in the answer, also of those that claim nothing usable
 */
record ClaimedNodes(boolean complete, List<NodeName> names, Map<NodeName, Claim> claims) {

    static final ClaimedNodes NONE = new ClaimedNodes(false, List.of(), Map.of());

    private static final String CONTROL_PLANE = "node-role.kubernetes.io/control-plane";
    private static final long MOST = 1_000;
    private static final int ADDRESSES = 4;

    /** @throws KubernetesClientException when the API gives no answer */
    static ClaimedNodes of(KubernetesClient client, Instant now) {
        return of(client.nodes().list(new ListOptionsBuilder().withLimit(MOST).build()), now);
    }

    static ClaimedNodes of(NodeList list, Instant now) {
        var claims = new LinkedHashMap<NodeName, Claim>();
        // the oldest first: a flood of invented nodes must not keep the real ones from being asked
        list.getItems().stream()
                .sorted(Comparator.comparing(ClaimedNodes::created))
                .forEach(node ->
                        name(node).ifPresent(name -> claim(node, now).ifPresent(claim -> claims.put(name, claim))));
        var rest = list.getMetadata() == null ? null : list.getMetadata().getContinue();
        return new ClaimedNodes(
                rest == null || rest.isEmpty(),
                list.getItems().stream().flatMap(node -> name(node).stream()).toList(),
                claims);
    }

    /** As the API server wrote it: RFC 3339 in UTC, so the texts are in the order of time. */
    private static String created(Node node) {
        return Objects.requireNonNullElse(node.getMetadata().getCreationTimestamp(), "9");
    }

    private static Optional<NodeName> name(Node node) {
        return Optional.ofNullable(node.getMetadata().getName())
                .filter(NodeName::isOne)
                .map(NodeName::new);
    }

    /** Empty for a node without a usable address, such as one whose kubelet has never reported. */
    private static Optional<Claim> claim(Node node, Instant now) {
        var status = node.getStatus();
        if (status == null || status.getAddresses() == null) {
            return Optional.empty();
        }
        var addresses = status.getAddresses().stream()
                .filter(address -> "InternalIP".equals(address.getType()))
                .flatMap(address -> Stream.ofNullable(address.getAddress()))
                .flatMap(address -> IpAddress.parse(address).stream())
                .filter(address -> !address.isLocal())
                .map(IpAddress::value)
                .distinct()
                .limit(ADDRESSES)
                .toList();
        var labels = Optional.ofNullable(node.getMetadata().getLabels()).orElse(Map.of());
        var version = Optional.ofNullable(status.getNodeInfo())
                .map(info -> info.getKubeletVersion())
                .filter(SeenNode::isVersion);
        return addresses.isEmpty()
                ? Optional.empty()
                : Optional.of(new Claim(
                        now,
                        labels.containsKey(CONTROL_PLANE) ? Role.CONTROL_PLANE : Role.WORKER,
                        addresses,
                        version.orElse(null)));
    }
}
