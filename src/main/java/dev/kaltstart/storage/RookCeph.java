package dev.kaltstart.storage;

import dev.kaltstart.cluster.Node;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Rook-Ceph through its objects, and the deployments of its daemons. */
final class RookCeph {

    private static final String OSD = "ceph-osd-id";
    private static final String MONITOR = "mon";
    private static final String HOST = "kubernetes.io/hostname";

    private final KubernetesClient client;
    private final CustomObjects objects;
    private final List<CephCluster> clusters;

    private RookCeph(KubernetesClient client) {
        this.client = client;
        this.objects = new CustomObjects(client, "ceph.rook.io", "v1");
        this.clusters = objects.list("CephCluster", "cephclusters").stream()
                .map(CephCluster::of)
                .toList();
    }

    static RookCeph of(KubernetesClient client) {
        return new RookCeph(client);
    }

    List<CephCluster> clusters() {
        return clusters;
    }

    /**
     * The OSDs whose disks are in a node, and whether they run, by their number. Their deployments stay when the node is
     * gone.
     */
    Map<String, Boolean> osds(CephCluster cluster, Node node) {
        var found = new TreeMap<String, Boolean>();
        on(cluster, "rook-ceph-osd", OSD, node).forEach(daemon -> found.put(label(daemon, OSD), ready(daemon)));
        return found;
    }

    /** The monitors on a node: their data is below /var. */
    List<String> monitors(CephCluster cluster, Node node) {
        return on(cluster, "rook-ceph-mon", MONITOR, node)
                .map(daemon -> label(daemon, MONITOR))
                .sorted()
                .toList();
    }

    /** Those that are tied to a node, and those with a pod on it. */
    private Stream<Deployment> on(CephCluster cluster, String app, String key, Node node) {
        Set<String> here =
                client.pods().inNamespace(cluster.namespace()).withLabel("app", app).list().getItems().stream()
                        .filter(pod -> pod.getSpec() != null
                                && node.name().value().equals(pod.getSpec().getNodeName()))
                        .map(pod -> pod.getMetadata().getLabels().getOrDefault(key, ""))
                        .collect(Collectors.toSet());
        return daemons(cluster, app).filter(daemon -> isOn(daemon, node) || here.contains(label(daemon, key)));
    }

    /** Whether the other monitors that run are a majority of all. */
    boolean quorumWithout(CephCluster cluster, List<String> lost) {
        List<Deployment> all = daemons(cluster, "rook-ceph-mon").toList();
        long others = all.stream()
                .filter(daemon -> !lost.contains(label(daemon, MONITOR)) && ready(daemon))
                .count();
        return others > all.size() / 2;
    }

    /** What is fragile about the pools, one sentence each. */
    List<String> fragilePools(CephCluster cluster) {
        var found = new ArrayList<String>();
        of(cluster, "CephBlockPool", "cephblockpools")
                .flatMap(pool -> CephCluster.fragile(pool, pool.map("spec")))
                .forEach(found::add);
        of(cluster, "CephFilesystem", "cephfilesystems").forEach(files -> {
            List<?> pools = files.object().<Object>get("spec", "dataPools") instanceof List<?> list ? list : List.of();
            Stream.concat(Stream.of(files.map("spec", "metadataPool")), pools.stream())
                    .flatMap(pool -> CephCluster.fragile(files, asMap(pool)))
                    .distinct()
                    .forEach(found::add);
        });
        return found;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> asMap(Object pool) {
        return pool instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
    }

    private Stream<Crd> of(CephCluster cluster, String kind, String plural) {
        return objects.list(kind, plural).stream()
                .filter(one ->
                        cluster.namespace().equals(one.object().getMetadata().getNamespace()));
    }

    private Stream<Deployment> daemons(CephCluster cluster, String app) {
        return client
                .apps()
                .deployments()
                .inNamespace(cluster.namespace())
                .withLabel("app", app)
                .list()
                .getItems()
                .stream();
    }

    /** By the node that it is tied to; an OSD on a volume is tied by its place in the map of Ceph, without dots. */
    private static boolean isOn(Deployment daemon, Node node) {
        Map<String, String> selector = Objects.requireNonNullElse(
                daemon.getSpec().getTemplate().getSpec().getNodeSelector(), Map.<String, String>of());
        return Stream.of(
                        selector.getOrDefault(HOST, ""),
                        label(daemon, "node-name"),
                        label(daemon, "topology-location-host"))
                .anyMatch(name -> node.isNamed(name)
                        || name.equals(node.name().value().replace('.', '-'))
                        || name.equals(node.hostname().replace('.', '-')));
    }

    private static boolean ready(Deployment daemon) {
        return daemon.getStatus() != null
                && daemon.getStatus().getReadyReplicas() != null
                && daemon.getStatus().getReadyReplicas() > 0;
    }

    private static String label(Deployment daemon, String key) {
        return Objects.requireNonNullElse(daemon.getMetadata().getLabels(), Map.<String, String>of())
                .getOrDefault(key, "");
    }
}
