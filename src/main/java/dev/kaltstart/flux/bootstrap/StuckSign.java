package dev.kaltstart.flux.bootstrap;

import dev.kaltstart.flux.object.Cause;
import dev.kaltstart.flux.object.Controllers;
import dev.kaltstart.flux.object.Drift.Root;
import dev.kaltstart.flux.object.FluxId;
import dev.kaltstart.flux.object.FluxObject;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Why nothing moves, where that is known.
 *
 * @param code of the failure, which has its own remedies
 * @param certain waiting is for nothing
 */
record StuckSign(String code, String message, boolean certain) {

    /** The first that is found: what every other trouble may come from goes first. */
    static StuckSign of(KubernetesClient client, Waves waves, Map<FluxId, FluxObject> objects, Instant now) {
        return cause(
                        waves.open(),
                        Cause.DECRYPTION,
                        "WRONG_KEY",
                        "the key in the cluster does not open a secret: ",
                        true)
                .or(() -> source(waves.open()))
                .or(() -> absent(waves.open()))
                .or(() -> new ImagePulls(client, namespaces(waves.open(), objects)).sign())
                .or(() -> controllers(client, objects, now))
                .or(() -> new CertificateLimits(client).sign())
                .orElseGet(() -> new StuckSign(
                        "WAVES_STALLED",
                        "no reason is known",
                        !waves.open().isEmpty()
                                && waves.open().stream()
                                        .allMatch(root -> root.cause().certain())));
    }

    private static Optional<StuckSign> cause(
            List<Root> roots, Cause cause, String code, String message, boolean certain) {
        return roots.stream()
                .filter(root -> root.cause() == cause)
                .findFirst()
                .map(root -> new StuckSign(code, message + root.id().label(), certain));
    }

    private static Optional<StuckSign> source(List<Root> roots) {
        return roots.stream()
                .filter(root -> root.cause() == Cause.SOURCE)
                .filter(root -> root.id().kind().equals("GitRepository")
                        || root.id().kind().equals("OCIRepository"))
                .findFirst()
                .map(root -> new StuckSign(
                        "SOURCE_UNREACHABLE", root.id().label() + " cannot be fetched: " + root.says(), false));
    }

    private static Optional<StuckSign> controllers(
            KubernetesClient client, Map<FluxId, FluxObject> objects, Instant now) {
        return Optional.of(Controllers.at(client, objects.values(), now).message())
                .filter(down -> !down.isEmpty())
                .map(down -> new StuckSign("FLUX_DOWN", "controllers of Flux do not run: " + down, false));
    }

    private static Optional<StuckSign> absent(List<Root> roots) {
        return roots.stream()
                .filter(root -> root.cause() == Cause.ABSENT)
                .findFirst()
                .map(root -> new StuckSign(
                        "DEPENDENCY_ABSENT",
                        root.victims().size() + " depend on " + root.id().label()
                                + ", which is not in the cluster; if the repository does not have it any more, they wait for"
                                + " ever",
                        false));
    }

    private static Set<String> namespaces(List<Root> roots, Map<FluxId, FluxObject> objects) {
        var namespaces = new TreeSet<>(Set.of("flux-system"));
        roots.stream()
                .map(root -> Optional.ofNullable(objects.get(root.id())))
                .flatMap(Optional::stream)
                .flatMap(Waves::namespaces)
                .filter(namespace -> !namespace.isEmpty())
                .forEach(namespaces::add);
        return namespaces;
    }
}
