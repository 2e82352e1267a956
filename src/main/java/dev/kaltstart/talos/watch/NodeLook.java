package dev.kaltstart.talos.watch;

import dev.kaltstart.cluster.Cluster;
import dev.kaltstart.cluster.IpAddress;
import dev.kaltstart.cluster.KubernetesTrouble;
import dev.kaltstart.cluster.NodeName;
import dev.kaltstart.cluster.SeenNode;
import dev.kaltstart.cluster.SeenNode.Claim;
import dev.kaltstart.shell.Redaction;
import dev.kaltstart.shell.Shell;
import dev.kaltstart.talos.ProvenMachine;
import dev.kaltstart.talos.TalosMembers;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One look at the nodes of one cluster: what Kubernetes claims, and which machines prove to be the nodes. */
final class NodeLook {

    /** A silent address takes ten seconds; whoever may write Node objects may invent many. */
    static final Duration PATIENCE = Duration.ofMinutes(5);

    private static final Logger LOG = LoggerFactory.getLogger(NodeLook.class);
    private static final int LONGEST = 300;

    private final Cluster cluster;
    private final Redaction redaction;
    private final Instant now;
    private final LongSupplier nanoTime;
    private final long began;
    private @Nullable String unable;

    /** @param nanoTime a monotonic clock */
    NodeLook(Cluster cluster, Redaction redaction, Instant now, LongSupplier nanoTime) {
        this.cluster = cluster;
        this.redaction = redaction;
        this.now = now;
        this.nanoTime = nanoTime;
        this.began = nanoTime.getAsLong();
    }

    /** Empty claims when Kubernetes does not answer. */
    ClaimedNodes claimed() {
        try {
            return ClaimedNodes.of(cluster.kubernetes(), now);
        } catch (Cluster.UnusableCredentials e) {
            LOG.debug("cannot ask the Kubernetes of {} for its nodes", cluster.name(), e);
        } catch (KubernetesClientException e) {
            LOG.debug(
                    "the Kubernetes API of {} {}: its nodes are not read",
                    cluster.name(),
                    KubernetesTrouble.message(e));
        }
        return ClaimedNodes.NONE;
    }

    /** @param known from earlier looks; those that have proved to be nodes are asked first, and also without a claim */
    List<SeenNode> shown(Map<NodeName, Claim> claims, List<SeenNode> known) {
        var before = new LinkedHashMap<NodeName, SeenNode>();
        known.stream()
                .sorted(Comparator.comparing(node -> node.machine() == null))
                .forEach(node -> before.put(node.name(), node));
        var shown = new LinkedHashMap<NodeName, SeenNode>();
        Stream.concat(before.keySet().stream(), claims.keySet().stream())
                .distinct()
                .flatMap(name -> look(name, claims.get(name), before.get(name)).stream())
                .forEach(node -> shown.put(node.name(), node));
        if (claims.isEmpty()) {
            addMembers(shown);
        }
        return List.copyOf(shown.values());
    }

    /** Without Kubernetes, the machines themselves say which others there are. */
    private void addMembers(Map<NodeName, SeenNode> shown) {
        var proven = shown.values().stream()
                .flatMap(node -> Stream.ofNullable(node.machine()))
                .flatMap(machine -> IpAddress.parse(machine.address()).stream())
                .toList();
        var members = Stream.concat(proven.stream(), TalosMembers.endpoints(cluster).stream())
                .distinct()
                .map(address -> asked(() -> TalosMembers.of(cluster, address), List.<IpAddress>of()))
                .filter(found -> !found.isEmpty())
                .findFirst()
                .orElse(List.of());
        members.stream()
                .filter(address -> !proven.contains(address))
                .flatMap(address ->
                        asked(() -> ProvenMachine.anyAt(cluster, address, now), Optional.<SeenNode>empty()).stream())
                .forEach(node -> shown.put(node.name(), node));
    }

    private Optional<SeenNode> look(NodeName name, @Nullable Claim claim, @Nullable SeenNode before) {
        var addresses = addresses(claim, before);
        if (addresses.isEmpty()) {
            return Optional.empty();
        }
        var reasons = new ArrayList<String>();
        for (IpAddress address : addresses) {
            var proven = ask(name, address);
            if (proven.machine() != null) {
                return Optional.of(new SeenNode(name, claim, proven.machine(), ""));
            }
            reasons.add(proven.message());
        }
        return Optional.of(new SeenNode(name, claim, null, shortened(redaction.clean(String.join("; ", reasons)))));
    }

    /** Where it is now according to Kubernetes, then where it was. */
    private static List<IpAddress> addresses(@Nullable Claim claim, @Nullable SeenNode before) {
        var machine = before == null ? null : before.machine();
        return Stream.concat(
                        Stream.ofNullable(claim).flatMap(one -> one.addresses().stream()),
                        Stream.ofNullable(machine).map(SeenNode.Machine::address))
                .filter(Objects::nonNull)
                .flatMap(address -> IpAddress.parse(address).stream())
                .distinct()
                .toList();
    }

    private ProvenMachine ask(NodeName name, IpAddress address) {
        var proven = asked(() -> ProvenMachine.at(cluster, name, address, now), new ProvenMachine(null, ""));
        return unable == null ? proven : new ProvenMachine(proven.machine(), unable);
    }

    /** No more questions once there is no way to ask, or when they have taken too long. */
    private <T> T asked(Supplier<T> question, T otherwise) {
        if (unable == null && nanoTime.getAsLong() - began > PATIENCE.toNanos()) {
            unable = "it was not asked: others took too long to answer";
        }
        if (unable != null) {
            return otherwise;
        }
        try {
            return question.get();
        } catch (Cluster.UnusableCredentials | Shell.MissingTool e) {
            unable = "it could not be asked: " + e.getMessage();
            return otherwise;
        }
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 3) + "...";
    }
}
