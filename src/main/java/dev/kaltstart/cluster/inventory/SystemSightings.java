package dev.kaltstart.cluster.inventory;

import static dev.kaltstart.kustomize.ManifestFields.at;
import static dev.kaltstart.kustomize.ManifestFields.isA;
import static dev.kaltstart.kustomize.ManifestFields.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kaltstart.cluster.DataSystem;
import dev.kaltstart.cluster.Inventory.SystemInUse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Recognises the data systems of a cluster by the objects that Flux builds: releases of their charts, and their own kinds. */
final class SystemSightings {

    /** Details of one system: a flood of one must not hide another. */
    private static final int MOST_DETAILS = 20;

    private static final int MOST_SOURCES = 100;
    private static final int MOST_RELEASES = 5_000;
    private static final int LONGEST_DETAIL = 60;

    /** A copy of a database on its way to a backup, as a container of any workload. */
    private static final Pattern LITESTREAM = Pattern.compile("litestream/litestream");

    private static final Pattern RESTIC = Pattern.compile("restic/restic\\b|resticprofile|autorestic");
    private static final Set<String> WORKLOADS = Set.of("HelmRelease", "CronJob", "Deployment", "StatefulSet");

    /** Kinds by group, as far as the group alone does not say it. */
    private static final Map<String, DataSystem> KINDS = Map.ofEntries(
            Map.entry("velero.io/Schedule", DataSystem.VELERO),
            Map.entry("velero.io/BackupStorageLocation", DataSystem.VELERO),
            Map.entry("kopiur.home-operations.com/SnapshotPolicy", DataSystem.KOPIUR),
            Map.entry("k8up.io/Schedule", DataSystem.K8UP),
            Map.entry("barmancloud.cnpg.io/ObjectStore", DataSystem.BARMAN),
            Map.entry("postgresql.cnpg.io/ScheduledBackup", DataSystem.BARMAN),
            Map.entry("postgresql.cnpg.io/Cluster", DataSystem.CLOUDNATIVE_PG),
            Map.entry("postgres-operator.crunchydata.com/PostgresCluster", DataSystem.CRUNCHY_PGO),
            Map.entry("k8s.mariadb.com/MariaDB", DataSystem.MARIADB_OPERATOR),
            Map.entry("pxc.percona.com/PerconaXtraDBCluster", DataSystem.PERCONA),
            Map.entry("psmdb.percona.com/PerconaServerMongoDB", DataSystem.PERCONA),
            Map.entry("pgv2.percona.com/PerconaPGCluster", DataSystem.PERCONA),
            Map.entry("acid.zalan.do/postgresql", DataSystem.ZALANDO_POSTGRES),
            Map.entry("mongodbcommunity.mongodb.com/MongoDBCommunity", DataSystem.MONGODB),
            Map.entry("openebs.io/DiskPool", DataSystem.MAYASTOR),
            Map.entry("bitnami.com/SealedSecret", DataSystem.SEALED_SECRETS));

    private record Sighting(DataSystem system, String detail) {}

    /** @param chart its name, or how its source is named */
    private record Release(String source, String chart, JsonNode values) {}

    private final Map<Sighting, List<String>> found = new LinkedHashMap<>();
    private final List<Release> releases = new ArrayList<>();
    private final Map<String, String> charts = new HashMap<>();

    void see(String source, ObjectNode object) {
        var group = text(object, "apiVersion").replaceFirst("/.*", "");
        var kind = text(object, "kind");
        var known = KINDS.get(group + "/" + kind);
        if (known != null) {
            add(known, "", source);
        }
        switch (kind) {
            case "HelmRelease" -> release(source, object);
            case "OCIRepository" -> charts.put(reference(object, "metadata"), lastStep(text(object, "spec", "url")));
            case "HelmChart" -> charts.put(reference(object, "metadata"), text(object, "spec", "chart"));
            case "StorageClass" -> driver(text(object, "provisioner"), source);
            case "PersistentVolume" -> volume(source, object);
            case "SecretStore", "ClusterSecretStore" -> store(source, object, group);
            case "ReplicationSource" -> mover(source, object, group);
            case "RecurringJob" -> {
                if (group.equals("longhorn.io") && text(object, "spec", "task").startsWith("backup")) {
                    add(DataSystem.LONGHORN_BACKUP, "", source);
                }
            }
            case "CephCluster" -> {
                if (group.equals("ceph.rook.io")) {
                    ceph(at(object, "spec"), source);
                }
            }
            case "Cluster" -> {
                if (known != null && at(object, "spec", "backup").has("barmanObjectStore")) {
                    add(DataSystem.BARMAN, "Barman", source);
                }
            }
            default -> {}
        }
        if (Set.of("secrets.hashicorp.com", "onepassword.com", "secrets.infisical.com")
                .contains(group)) {
            add(DataSystem.OTHER_SECRETS, group, source);
        }
        if (WORKLOADS.contains(kind)) {
            containers(source, at(object, "spec").toString());
        }
    }

    private void containers(String source, String spec) {
        if (LITESTREAM.matcher(spec).find()) {
            add(DataSystem.LITESTREAM, "", source);
        }
        if (RESTIC.matcher(spec).find()) {
            add(DataSystem.RESTIC, "", source);
        }
    }

    private void driver(String driver, String source) {
        if (!driver.isEmpty()) {
            var system = DataSystem.ofDriver(driver);
            add(system, system == DataSystem.OTHER_STORAGE ? driver : "", source);
        }
    }

    private void volume(String source, ObjectNode volume) {
        driver(text(volume, "spec", "csi", "driver"), source);
        if (at(volume, "spec").has("nfs")) {
            add(DataSystem.NFS, "", source);
        }
        if (at(volume, "spec").has("local") || at(volume, "spec").has("hostPath")) {
            add(DataSystem.LOCAL_VOLUMES, "", source);
        }
    }

    /** The provider is the only key beside none. */
    private void store(String source, ObjectNode store, String group) {
        if (group.equals("external-secrets.io")) {
            at(store, "spec", "provider").fieldNames().forEachRemaining(provider -> {
                // how one secret of the cluster is made from another one
                if (!provider.equals("kubernetes") && !provider.equals("fake")) {
                    add(DataSystem.EXTERNAL_SECRETS, SecretProviders.label(provider), source);
                }
            });
        }
    }

    private void mover(String source, ObjectNode replication, String group) {
        if (group.equals("volsync.backube")) {
            at(replication, "spec").fieldNames().forEachRemaining(field -> {
                if (Set.of("restic", "kopia", "rclone", "rsync", "rsyncTLS", "syncthing")
                        .contains(field)) {
                    add(DataSystem.VOLSYNC, field, source);
                }
            });
        }
    }

    private void ceph(JsonNode spec, String source) {
        var external = at(spec, "external").path("enable").asBoolean();
        add(external ? DataSystem.EXTERNAL_CEPH : DataSystem.ROOK_CEPH, "", source);
    }

    private void release(String source, ObjectNode release) {
        var values = at(release, "spec", "values");
        if (values.findParents("type").stream()
                .anyMatch(mount -> text(mount, "type").equals("nfs"))) {
            add(DataSystem.NFS, "", source);
        }
        if (isA(release, "helm.toolkit.fluxcd.io", "HelmRelease") && releases.size() < MOST_RELEASES) {
            var chart = text(release, "spec", "chart", "spec", "chart");
            releases.add(new Release(
                    source, chart.isEmpty() ? reference(release, "spec", "chartRef") : lastStep(chart), values));
        }
    }

    /** {@code OCIRepository/storage/rook-ceph}; the namespace may be left to the object that refers to it. */
    private static String reference(ObjectNode object, String... path) {
        var named = at(object, path);
        var kind = path.length == 1 ? text(object, "kind") : text(named, "kind");
        var namespace = named.path("namespace").asText(text(object, "metadata", "namespace"));
        return kind + "/" + namespace + "/" + text(named, "name");
    }

    private static String lastStep(String path) {
        return path.strip().replaceFirst("/+$", "").replaceFirst(".*/", "");
    }

    /** All of them, with what is known only when everything has been seen. */
    List<SystemInUse> all() {
        for (Release release : releases) {
            var chart = charts.getOrDefault(release.chart(), lastStep(release.chart()));
            new ChartSystems(release.values())
                    .of(chart)
                    .forEach((system, detail) -> add(system, detail, release.source()));
        }
        releases.clear();
        return found.entrySet().stream()
                .map(entry ->
                        new SystemInUse(entry.getKey().system(), entry.getKey().detail(), entry.getValue()))
                .toList();
    }

    private void add(DataSystem system, String detail, String source) {
        // it ends up in a sentence for a person: one line, and nothing that looks like another letter
        var plain = detail.replaceAll("[^ -~]+", "?");
        var shortened = plain.length() > LONGEST_DETAIL ? plain.substring(0, LONGEST_DETAIL) + "..." : plain;
        var sighting = new Sighting(system, shortened);
        if (found.containsKey(sighting) || details(system) < MOST_DETAILS) {
            var sources = found.computeIfAbsent(sighting, key -> new ArrayList<>());
            if (sources.size() < MOST_SOURCES && !sources.contains(source)) {
                sources.add(source);
            }
        }
    }

    private long details(DataSystem system) {
        return found.keySet().stream().filter(one -> one.system() == system).count();
    }
}
