package dev.kaltstart.talos.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.cluster.FakeCluster;
import dev.kaltstart.cluster.NodeName;
import dev.kaltstart.cluster.Role;
import dev.kaltstart.cluster.SeenNode;
import dev.kaltstart.cluster.seen.Seen;
import dev.kaltstart.shell.Redaction;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.NodeListBuilder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Floods and odd addresses from whoever may write Node objects. */
class NodeLookTest {

    /** Attack: so many invented nodes that the real ones would never be asked. */
    @Test
    void theOldestNodesAreAskedFirst() {
        var nodes = new ArrayList<Node>();
        for (String name : List.of("a-new", "cp-1")) {
            var node = new NodeBuilder()
                    .withNewMetadata()
                    .withName(name)
                    .withCreationTimestamp(name.equals("cp-1") ? "2026-01-01T00:00:00Z" : "2026-11-23T00:00:00Z")
                    .endMetadata()
                    .withNewStatus()
                    .addNewAddress("10.0.0.1", "InternalIP")
                    .addNewAddress("127.0.0.1", "InternalIP")
                    .addNewAddress("169.254.169.254", "InternalIP")
                    .addNewAddress("-n", "InternalIP")
                    .addNewAddress("evil.example", "InternalIP")
                    .endStatus()
                    .build();
            nodes.add(node);
        }

        var claimed = ClaimedNodes.of(new NodeListBuilder().withItems(nodes).build(), Seen.MONDAY);

        assertThat(claimed.claims().keySet()).extracting(NodeName::value).containsExactly("cp-1", "a-new");
        assertThat(claimed.claims().values())
                .allSatisfy(claim -> assertThat(claim.addresses()).containsExactly("10.0.0.1"));
    }

    @Test
    void questionsHaveAnEnd() {
        var fake = FakeCluster.homelab();
        var nanos = new AtomicLong();
        var look = new NodeLook(
                fake, new Redaction(), Seen.MONDAY, () -> nanos.addAndGet(NodeLook.PATIENCE.toNanos() / 2 + 1));
        var claims = new LinkedHashMap<NodeName, SeenNode.Claim>();
        for (String name : List.of("a-1", "a-2", "a-3")) {
            claims.put(new NodeName(name), Seen.claim(Role.WORKER, "10.0.0.66", Seen.MONDAY));
        }

        assertThat(look.shown(claims, List.of()))
                .extracting(SeenNode::doubt)
                .containsExactly(
                        "the machine at 10.0.0.66 does not answer in time",
                        "it was not asked: others took too long to answer",
                        "it was not asked: others took too long to answer");
    }
}
