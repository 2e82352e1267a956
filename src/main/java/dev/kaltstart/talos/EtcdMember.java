package dev.kaltstart.talos;

import dev.kaltstart.cluster.Node;
import java.util.ArrayList;
import java.util.List;

/**
 * One line of {@code talosctl etcd members}, which has no JSON output: columns NODE, ID, HOSTNAME, PEER URLS, CLIENT
 * URLS, LEARNER (cmd/talosctl/cmd/talos/etcd.go).
 *
 * @param id sixteen hexadecimal digits
 */
record EtcdMember(String id, String hostname, String peerUrls, boolean learner) {

    static List<EtcdMember> parse(String table) {
        var members = new ArrayList<EtcdMember>();
        for (String line : table.lines().skip(1).toList()) {
            String[] cells = line.strip().split("\\s+");
            if (cells.length >= 6 && cells[1].matches("[0-9a-f]{16}")) {
                members.add(
                        new EtcdMember(cells[1], cells[2], cells[3], Boolean.parseBoolean(cells[cells.length - 1])));
            }
        }
        return members;
    }

    boolean is(Node node) {
        return hostname.equals(node.name().value());
    }

    boolean at(Node node) {
        return node.addresses().stream().anyMatch(address -> peerUrls.contains("//" + address + ":"));
    }
}
