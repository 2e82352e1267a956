package dev.kaltstart.cluster.config;

import dev.kaltstart.cluster.AlertNaming;
import dev.kaltstart.cluster.Cluster;
import dev.kaltstart.cluster.Clusters;
import dev.kaltstart.cluster.DrillPolicy;
import dev.kaltstart.cluster.Mode;
import dev.kaltstart.cluster.NotifyChannel;
import dev.kaltstart.cluster.Objectives;
import dev.kaltstart.cluster.RecordedModes;
import dev.kaltstart.cluster.Rehearsals;
import dev.kaltstart.cluster.RestoreChoice;
import dev.kaltstart.cluster.SeenNodes;
import dev.kaltstart.cluster.access.KubeconfigPolicy;
import dev.kaltstart.cluster.access.KubernetesClients;
import dev.kaltstart.cluster.inventory.WatchedCluster;
import dev.kaltstart.shell.Shells;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;

/** The clusters of kaltstart.yaml. */
final class ConfiguredClusters
        implements Clusters,
                Objectives.ByCluster,
                AlertNaming.ByCluster,
                RestoreChoice.ByCluster,
                NotifyChannel.ByCluster,
                DrillPolicy.ByCluster,
                AutoCloseable {

    private final Map<String, WatchedCluster> clusters = new LinkedHashMap<>();
    private final Shells shells;
    private final ObjectProvider<Rehearsals> rehearsals;
    private final ObjectProvider<RecordedModes> modes;
    private final KubernetesClients clients;
    private final Clock clock;

    /**
     * @param rehearsals looked up lazily, because a twin is built from a cluster
     * @param modes looked up lazily, because a recovery belongs to a cluster
     * @param seen looked up lazily, because the configuration is read before there is a database
     */
    ConfiguredClusters(
            List<ClusterSettings> settings,
            Shells shells,
            ObjectProvider<Rehearsals> rehearsals,
            ObjectProvider<RecordedModes> modes,
            ObjectProvider<SeenNodes> seen,
            Clock clock) {
        this.shells = shells;
        this.modes = modes;
        this.rehearsals = rehearsals;
        this.clock = clock;
        this.clients = new KubernetesClients(new KubeconfigPolicy(clock));
        settings.forEach(cluster -> clusters.put(
                cluster.name(),
                new WatchedCluster(
                        cluster,
                        System::nanoTime,
                        () -> seen.stream()
                                .filter(record -> !cluster.twin())
                                .flatMap(record -> record.of(cluster.name()).stream())
                                .toList())));
    }

    @Override
    public List<Protected> all() {
        return clusters.values().stream()
                .flatMap(cluster -> cluster.current().stream())
                .toList();
    }

    @Override
    public Optional<Protected> find(String name) {
        return Optional.ofNullable(clusters.get(name)).flatMap(WatchedCluster::current);
    }

    @Override
    public Cluster open(String name, Mode mode, String recovery, String step) {
        var found = find(name).orElseThrow(() -> new NoSuchElementException(missing(name)));
        refuseAnotherMode(mode, recovery);
        if (mode == Mode.REHEARSAL) {
            return rehearsals.getObject().open(recovery, found, step, shells);
        }
        if (found.twinOnly()) {
            throw new IllegalArgumentException(
                    "%s exists only as a twin: only rehearsals are possible".formatted(name));
        }
        return new LiveCluster(
                found,
                Objects.requireNonNull(clusters.get(name)).settings().repository(),
                shells.of(recovery, step, shells.local()),
                shells.unremembered(shells.local()),
                clients,
                clock);
    }

    /** Only a recovery that was started live gets access to the real cluster, regardless of the caller's mode. */
    private void refuseAnotherMode(Mode mode, String recovery) {
        modes.stream()
                .flatMap(recorded -> recorded.of(recovery).stream())
                .filter(recorded -> recorded != mode)
                .findFirst()
                .ifPresent(recorded -> {
                    throw new IllegalArgumentException(
                            "%s was started in the mode %s and asks for a handle in the mode %s"
                                    .formatted(recovery, recorded.word(), mode.word()));
                });
    }

    @Override
    public List<Unreadable> unreadable() {
        return clusters.entrySet().stream()
                .filter(cluster -> cluster.getValue().current().isEmpty())
                .map(cluster ->
                        new Unreadable(cluster.getKey(), cluster.getValue().complaint()))
                .toList();
    }

    @Override
    public Objectives of(String cluster) {
        return settings(cluster).objectives();
    }

    @Override
    public AlertNaming naming(String cluster) {
        return settings(cluster).alerts();
    }

    @Override
    public RestoreChoice restoreChoice(String cluster) {
        return new RestoreChoice(settings(cluster).restore());
    }

    @Override
    public List<NotifyChannel> channels(String cluster) {
        return Optional.ofNullable(clusters.get(cluster))
                .map(found -> found.settings().channels())
                .orElse(List.of());
    }

    @Override
    public DrillPolicy policy(String cluster, String drill) {
        return Optional.ofNullable(clusters.get(cluster))
                .map(found -> found.settings().drills().get(drill))
                .orElse(DrillPolicy.YEARLY);
    }

    private ClusterSettings settings(String cluster) {
        var found = clusters.get(cluster);
        if (found == null) {
            throw new NoSuchElementException(missing(cluster));
        }
        return found.settings();
    }

    private String missing(String name) {
        return clusters.containsKey(name)
                ? "the repository of %s cannot be parsed: run check".formatted(name)
                : "there is no such cluster: known are " + String.join(", ", clusters.keySet());
    }

    @Override
    public void close() {
        clients.close();
    }
}
