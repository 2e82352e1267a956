package dev.kaltstart.talos;

import dev.kaltstart.cluster.Cluster;
import dev.kaltstart.cluster.IpAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Where other machines of a cluster may be, without its Kubernetes. Only reads; each of them has to prove who it is. */
public final class TalosMembers {

    private static final int MOST = 1_000;
    private static final int ENDPOINTS = 10;

    private TalosMembers() {}

    /** The addresses in the talosconfig at which the cluster is asked; none when it names hosts. */
    public static List<IpAddress> endpoints(Cluster cluster) {
        var file = Secretive.yaml(cluster.inventory().tools().talosconfig());
        return file
                .flatMap(content -> Secretive.text(content, "context")
                        .map(context -> Secretive.texts(content, "contexts", context, "endpoints")))
                .orElse(List.of())
                .stream()
                .flatMap(text -> IpAddress.parse(text).stream())
                .filter(address -> !address.isLocal())
                .distinct()
                .limit(ENDPOINTS)
                .toList();
    }

    /**
     * Those that the machine at an address knows, one address each; none without an answer. A member with several
     * addresses is left out: one of them may be shared by the control planes.
     *
     * @throws Cluster.UnusableCredentials when the talosconfig cannot be used
     */
    public static List<IpAddress> of(Cluster cluster, IpAddress asked) {
        return new Talos(cluster)
                .memberAddresses(ProvenMachine.target(asked)).value().orElse(List.of()).stream()
                        .limit(MOST)
                        .flatMap(addresses -> only(addresses).stream())
                        .toList();
    }

    private static Optional<IpAddress> only(List<String> texts) {
        var addresses = texts.stream()
                .flatMap(text -> IpAddress.parse(text).stream())
                .filter(address -> !address.isLocal())
                .toList();
        var version4 = addresses.stream().filter(IpAddress::isV4).toList();
        return Stream.of(version4, addresses)
                .filter(some -> !some.isEmpty())
                .findFirst()
                .filter(some -> some.size() == 1)
                .map(some -> some.get(0));
    }
}
