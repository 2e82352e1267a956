package dev.kaltstart.cluster.config;

import dev.kaltstart.cluster.IpAddress;
import dev.kaltstart.cluster.NodeName;
import dev.kaltstart.cluster.Role;
import dev.kaltstart.cluster.config.ClusterSettings.DeclaredNode;
import dev.kaltstart.cluster.inventory.Problems;
import dev.kaltstart.cluster.yaml.Yaml;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads the nodes that kaltstart.yaml declares. The schema has checked the shapes of names and texts. */
record NodeDeclarations(Problems problems) {

    Map<NodeName, DeclaredNode> read(Yaml cluster) {
        var declared = new LinkedHashMap<NodeName, DeclaredNode>();
        cluster.entries("nodes").forEach((name, node) -> {
            try {
                declared.put(new NodeName(name), node(node));
            } catch (IllegalArgumentException e) {
                problems.error(node.at(), "'%s': %s".formatted(name, e.getMessage()));
            }
        });
        return declared;
    }

    private DeclaredNode node(Yaml node) {
        var address = node.text("address");
        if (address.isPresent() && address.flatMap(IpAddress::parse).isEmpty()) {
            problems.error(node.at("address"), "'%s' is not an address: write an IP address".formatted(address.get()));
        }
        return new DeclaredNode(
                node.text("role")
                        .map(role -> role.equals("worker") ? Role.WORKER : Role.CONTROL_PLANE)
                        .orElse(null),
                address.orElse(null),
                node.text("mac").orElse(null),
                node.text("disk").orElse(null),
                node.text("installerImage").orElse(null),
                node.text("machineConfig").orElse(null),
                node.at().toString(),
                node.text("removed").filter("true"::equals).isPresent());
    }
}
