package dev.kaltstart.storage;

import dev.kaltstart.cluster.DataSystem;
import dev.kaltstart.cluster.DataSystem.Place;
import dev.kaltstart.cluster.DataSystem.Purpose;
import dev.kaltstart.cluster.Inventory.SystemInUse;
import dev.kaltstart.engine.Run;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The storage of a cluster, as its repository names it and as its objects show it: what Kaltstart can judge, and what it
 * cannot. What was not checked is never called well.
 */
final class StorageLook {

    private static final String PROVISIONED_BY = "pv.kubernetes.io/provisioned-by";

    private final KubernetesClient client;
    private final Optional<Longhorn> longhorn;
    private final RookCeph rook;
    private final List<PostgresCluster> postgres;
    private final List<PersistentVolume> volumes;
    private final Map<String, SystemInUse> used = new LinkedHashMap<>();

    private StorageLook(Run run) {
        this.client = run.cluster().kubernetes();
        this.longhorn = Longhorn.of(client).filter(found -> !found.nodes().isEmpty());
        this.rook = RookCeph.of(client);
        this.postgres = PostgresCluster.all(client);
        this.volumes = client.persistentVolumes().list().getItems();
        run.cluster().inventory().systems().stream()
                .filter(one -> one.system().purpose() == Purpose.STORAGE
                        || one.system().purpose() == Purpose.DATABASE)
                .forEach(this::use);
        client.storage().v1().storageClasses().list().getItems().forEach(type -> driver(type.getProvisioner()));
        volumes.forEach(this::driver);
    }

    /** @throws io.fabric8.kubernetes.client.KubernetesClientException when the API does not answer, or refuses to */
    static StorageLook at(Run run) {
        return new StorageLook(run);
    }

    private void driver(PersistentVolume volume) {
        var spec = volume.getSpec();
        var annotations = volume.getMetadata().getAnnotations();
        if (spec.getCsi() != null) {
            driver(spec.getCsi().getDriver());
        } else if (spec.getNfs() != null) {
            use(new SystemInUse(DataSystem.NFS, "", List.of()));
        } else if (annotations != null && annotations.containsKey(PROVISIONED_BY)) {
            driver(annotations.get(PROVISIONED_BY));
        } else if (spec.getHostPath() != null || spec.getLocal() != null) {
            use(new SystemInUse(DataSystem.LOCAL_VOLUMES, "", List.of()));
        } else if (spec.getIscsi() != null || spec.getRbd() != null || spec.getCephfs() != null) {
            use(new SystemInUse(DataSystem.OTHER_STORAGE, "volumes of an old kind", List.of()));
        }
    }

    private void driver(String driver) {
        var system = DataSystem.ofDriver(driver);
        use(new SystemInUse(system, system == DataSystem.OTHER_STORAGE ? driver : "", List.of()));
    }

    /** What the repository says goes first: it knows more than a driver. */
    private void use(SystemInUse system) {
        if (system.detail().isEmpty()
                ? used.values().stream().noneMatch(other -> other.system() == system.system())
                : !used.containsKey(system.label())) {
            used.put(system.label(), system);
        }
    }

    KubernetesClient client() {
        return client;
    }

    /** Longhorn with nodes: without any it stores nothing. */
    Optional<Longhorn> longhorn() {
        return longhorn;
    }

    RookCeph rook() {
        return rook;
    }

    List<PostgresCluster> postgres() {
        return postgres;
    }

    List<PersistentVolume> volumes() {
        return volumes;
    }

    /** Neither the repository nor the cluster shows any storage. */
    boolean nothing() {
        return used.isEmpty()
                && volumes.isEmpty()
                && longhorn.isEmpty()
                && rook.clusters().isEmpty()
                && postgres.isEmpty();
    }

    /** The storage whose data may be on the nodes, where only a person can say whether a copy is left. */
    List<String> undecidable() {
        return used(Purpose.STORAGE)
                .filter(one -> one.system().place() == Place.SPREAD
                        || one.system().place() == Place.WATCHED && !watched(one.system()))
                .map(StorageLook::reason)
                .toList();
    }

    /** The storage and databases that are not checked. */
    List<String> unjudged() {
        return Stream.concat(used(Purpose.STORAGE), used(Purpose.DATABASE))
                .filter(one -> !watched(one.system()))
                .map(StorageLook::reason)
                .toList();
    }

    private Stream<SystemInUse> used(Purpose purpose) {
        return used.values().stream().filter(one -> one.system().purpose() == purpose);
    }

    private boolean watched(DataSystem system) {
        return switch (system) {
            case LONGHORN -> longhorn.isPresent();
            case ROOK_CEPH -> !rook.clusters().isEmpty();
            case EXTERNAL_CEPH -> rook.clusters().stream().anyMatch(CephCluster::external);
            case CLOUDNATIVE_PG -> !postgres.isEmpty();
            default -> false;
        };
    }

    private static String reason(SystemInUse system) {
        return system.label()
                + (system.system().place() == Place.WATCHED ? " (the cluster shows none of its objects)" : "");
    }
}
