package dev.kaltstart.flux.lease;

import dev.kaltstart.flux.object.Flux;
import dev.kaltstart.flux.object.FluxId;
import dev.kaltstart.flux.object.FluxKinds;
import dev.kaltstart.flux.object.FluxObject;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Thread-safe; what was seen is looked up again after a restart. */
@Component
public class SeenStandstills implements Standstills {

    private static final FluxId INSTANCE = new FluxId("FluxInstance", "flux-system", "flux");

    private final Map<String, List<Standstill>> seen = new ConcurrentHashMap<>();
    private final Suspensions suspensions;

    public SeenStandstills(Suspensions suspensions) {
        this.suspensions = suspensions;
    }

    @Override
    public List<Standstill> of(String cluster) {
        return seen.getOrDefault(cluster, List.of());
    }

    @Override
    public List<Standstill> during(String recovery) {
        return suspensions.of(recovery).stream()
                .filter(row -> !row.state().ended())
                .map(Standstill::of)
                .toList();
    }

    public void saw(String cluster, List<Standstill> standing) {
        seen.put(cluster, standing);
    }

    /**
     * Kustomizations, HelmReleases, the sources of the former, and the FluxInstance.
     *
     * @throws io.fabric8.kubernetes.client.KubernetesClientException when the cluster does not answer
     */
    public static List<Standstill> at(KubernetesClient client) {
        var flux = new Flux(client);
        return among(client, flux, flux.kustomizations().orElse(List.of()));
    }

    public static List<Standstill> among(KubernetesClient client, Flux flux, List<FluxObject> kustomizations) {
        return Standstill.among(Stream.of(
                        kustomizations.stream(),
                        flux.helmReleases().orElse(List.of()).stream(),
                        kustomizations.stream()
                                .map(FluxObject::source)
                                .distinct()
                                .flatMap(source -> flux.source(source).stream()),
                        FluxKinds.find(client, INSTANCE).stream())
                .flatMap(all -> all));
    }
}
