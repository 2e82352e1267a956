package dev.kaltstart.cluster.machines;

import dev.kaltstart.cluster.IpAddress;
import dev.kaltstart.cluster.yaml.Yaml;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The address of a node among those that its configuration gives to its links. A shared address is none of the node's,
 * nor is one of a link between two machines.
 */
final class StaticAddresses {

    private static final Set<String> LINKS =
            Set.of("LinkConfig", "BondConfig", "VLANConfig", "BridgeConfig", "EthernetConfig");
    private static final Set<String> EVERYWHERE = Set.of("0.0.0.0/0", "::/0");

    /** The longest prefixes of a network with more than the two ends of a cable. */
    private static final int SHARED_V4 = 29;

    private static final int SHARED_V6 = 125;

    private record Given(IpAddress address, int prefix, boolean routed) {}

    private final List<Given> given = new ArrayList<>();

    private StaticAddresses() {}

    /**
     * The node's address, with those of the other IP version; empty when none or more than one is possible.
     *
     * @param subnets those of the kubelet's address, as {@code machine.kubelet.nodeIP.validSubnets}
     */
    static List<String> of(List<Yaml> documents, List<String> subnets) {
        var addresses = new StaticAddresses();
        documents.forEach(addresses::read);
        return addresses.chosen(subnets);
    }

    private void read(Yaml document) {
        for (Yaml networkInterface : document.items("machine", "network", "interfaces")) {
            link(networkInterface, "network");
            networkInterface.items("vlans").forEach(vlan -> link(vlan, "network"));
        }
        if (document.text("kind").filter(LINKS::contains).isPresent()) {
            link(document, "destination");
        }
    }

    private void link(Yaml link, String destination) {
        var routed = link.items("routes").stream()
                .anyMatch(route -> route.get("gateway").isPresent()
                        && route.text(destination).map(EVERYWHERE::contains).orElse(true));
        for (Yaml item : link.items("addresses")) {
            var text = item.text().or(() -> item.text("address")).orElse("");
            var slash = text.indexOf('/');
            var prefix = slash < 0 ? "" : text.substring(slash + 1);
            IpAddress.parse(slash < 0 ? text : text.substring(0, slash))
                    .filter(address -> !address.isLocal() && (prefix.isEmpty() || prefix.matches("\\d{1,3}")))
                    .ifPresent(address ->
                            given.add(new Given(address, prefix.isEmpty() ? 0 : Integer.parseInt(prefix), routed)));
        }
    }

    private List<String> chosen(List<String> subnets) {
        var wanted = subnets.stream().filter(subnet -> !subnet.startsWith("!")).toList();
        List<Given> possible = wanted.isEmpty()
                ? given.stream().anyMatch(Given::routed)
                        ? given.stream().filter(Given::routed).toList()
                        : given.stream().filter(StaticAddresses::shared).toList()
                : given.stream()
                        .filter(one -> wanted.stream().anyMatch(one.address()::isIn))
                        .toList();
        var four = values(possible, true);
        var six = values(possible, false);
        if (four.size() > 1 || (four.isEmpty() && six.size() > 1)) {
            return List.of();
        }
        var addresses = new ArrayList<>(four);
        addresses.addAll(six);
        return addresses;
    }

    private static List<String> values(List<Given> possible, boolean four) {
        return possible.stream()
                .map(Given::address)
                .filter(address -> address.isV4() == four)
                .map(IpAddress::value)
                .distinct()
                .toList();
    }

    private static boolean shared(Given one) {
        return one.prefix() <= (one.address().isV4() ? SHARED_V4 : SHARED_V6);
    }
}
