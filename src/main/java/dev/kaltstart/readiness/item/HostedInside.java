package dev.kaltstart.readiness.item;

import dev.kaltstart.cluster.Inventory;
import dev.kaltstart.cluster.Inventory.FluxKustomization;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether a Git host is lost together with the cluster, because the cluster runs it. */
final class HostedInside {

    private static final List<String> SERVERS = List.of("gitea", "forgejo", "gitlab", "gogs", "onedev", "soft-serve");
    private static final List<String> PUBLIC = List.of("github.com", "gitlab.com", "codeberg.org", "bitbucket.org");

    private HostedInside() {}

    /** Why it may be so; empty when nothing points to it. */
    static Optional<String> doubt(Inventory inventory, String host) {
        String name = host.toLowerCase(Locale.ROOT);
        if (PUBLIC.stream().anyMatch(site -> name.equals(site) || name.endsWith("." + site))) {
            return Optional.empty();
        }
        if (name.endsWith(".svc") || name.contains(".svc.")) {
            return Optional.of(host + " is a Service of the cluster itself");
        }
        if (inventory.nodes().stream().anyMatch(node -> node.hasAddress(host) || node.isNamed(host))) {
            return Optional.of(host + " is a node of the cluster itself");
        }
        return Stream.concat(
                        inventory.namespaces().stream(),
                        inventory.kustomizations().stream().map(FluxKustomization::name))
                .filter(SERVERS::contains)
                .findFirst()
                .map(server -> "the cluster itself runs " + server + ", which may be " + host);
    }
}
