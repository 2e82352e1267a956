package dev.kaltstart.flux.watch;

import dev.kaltstart.alert.Sightings;
import dev.kaltstart.cluster.Cluster;
import dev.kaltstart.cluster.Clusters;
import dev.kaltstart.cluster.CriticalObjects;
import dev.kaltstart.cluster.Mode;
import dev.kaltstart.flux.lease.SeenStandstills;
import dev.kaltstart.flux.object.Flux;
import dev.kaltstart.flux.object.FluxObject;
import dev.kaltstart.flux.object.ObjectMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Proposes a recovery when the Flux of a real cluster is in trouble: for those who have no other alerts, and for what no
 * alert is about. Knows what it saw itself and nothing else: after a restart it claims nothing until it has looked twice.
 */
@Component
class FluxProbe {

    private static final Logger LOG = LoggerFactory.getLogger(FluxProbe.class);
    private static final String NOBODY = "";

    private final Map<String, Memory> memories = new ConcurrentHashMap<>();
    private final Clusters clusters;
    private final FluxLooks looks;
    private final Sightings sightings;
    private final SeenStandstills standstills;
    private final FluxProperties properties;
    private final Clock clock;

    FluxProbe(
            Clusters clusters,
            FluxLooks looks,
            Sightings sightings,
            SeenStandstills standstills,
            FluxProperties properties,
            Clock clock) {
        this.clusters = clusters;
        this.looks = looks;
        this.sightings = sightings;
        this.standstills = standstills;
        this.properties = properties;
        this.clock = clock;
    }

    void look() {
        clusters.all().stream().filter(cluster -> !cluster.twinOnly()).forEach(cluster -> look(cluster.name()));
    }

    private void look(String cluster) {
        try {
            List<DriftSignal> troubles =
                    Stream.concat(lasting(cluster), changed(cluster)).toList();
            tell(cluster, troubles);
        } catch (Cluster.UnusableCredentials | KubernetesClientException e) {
            LOG.debug("cannot look at the Flux of {}", cluster, e);
        } catch (RuntimeException e) {
            // the next look tells what this one could not
            LOG.warn("what was seen of the Flux of {} could not be kept: {}", cluster, e.getMessage());
        }
    }

    private Stream<DriftSignal> lasting(String cluster) {
        return looks.newest(cluster).stream().flatMap(seen -> NotReady.troubles(seen, properties.patience()));
    }

    /** What is other than at the look before. */
    private Stream<DriftSignal> changed(String cluster) {
        if (looks.newest(cluster).filter(seen -> seen.drift() == null).isPresent()) {
            // another one has just waited for an answer in vain
            return Stream.empty();
        }
        Instant now = clock.instant();
        KubernetesClient client =
                clusters.open(cluster, Mode.LIVE, NOBODY, Clusters.LOOKING).kubernetes();
        var flux = new Flux(client);
        List<FluxObject> kustomizations = flux.kustomizations().orElse(List.of());
        List<FluxObject> sources = kustomizations.stream()
                .map(FluxObject::source)
                .distinct()
                .flatMap(source -> flux.source(source).stream())
                .toList();
        standstills.saw(cluster, SeenStandstills.among(client, flux, kustomizations));
        Memory memory = memory(cluster);
        return Stream.of(
                        memory.vanished().look(kustomizations, now),
                        memory.revisions().look(sources, now),
                        memory.changes().look(kustomizations, new ObjectMetadata(client)::all, now))
                .flatMap(List::stream);
    }

    private Memory memory(String cluster) {
        return memories.computeIfAbsent(
                cluster,
                any -> new Memory(
                        new PruneDetector(properties.pruned(), critical(cluster)),
                        new SeenRevisions(),
                        new ManualChanges()));
    }

    private CriticalObjects critical(String cluster) {
        return new CriticalObjects(
                clusters.find(cluster).map(Clusters.Protected::critical).orElse(List.of()));
    }

    private void tell(String cluster, List<DriftSignal> troubles) {
        List<Sightings.Open> open =
                sightings.open(cluster).stream().filter(FluxProbe::aboutFlux).toList();
        troubles.stream()
                .filter(trouble -> open.stream().noneMatch(trouble::is))
                .forEach(trouble -> sightings.began(cluster, trouble.sighting()));
        open.stream().filter(known -> over(cluster, known)).forEach(known -> sightings.over(cluster, known));
    }

    /** Others of Kaltstart's own sightings are ended by who reported them. */
    private static boolean aboutFlux(Sightings.Open known) {
        return !known.own() || known.name().startsWith("Flux");
    }

    private boolean over(String cluster, Sightings.Open known) {
        if (known.leftBehind()) {
            // the next look proposes what is still there
            return true;
        }
        return switch (known.name()) {
            case PruneDetector.NAME -> memory(cluster).vanished().over(known, clock.instant());
            case SeenRevisions.NAME -> memory(cluster).revisions().over(known, clock.instant());
            case ManualChanges.NAME -> memory(cluster).changes().over(known, clock.instant());
            default ->
                looks.newest(cluster).filter(seen -> NotReady.over(known, seen)).isPresent();
        };
    }

    private record Memory(PruneDetector vanished, SeenRevisions revisions, ManualChanges changes) {}
}
