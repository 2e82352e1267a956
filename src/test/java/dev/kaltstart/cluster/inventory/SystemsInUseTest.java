package dev.kaltstart.cluster.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.cluster.Inventory.SystemInUse;
import dev.kaltstart.cluster.RepositoryCopy;
import dev.kaltstart.cluster.config.ClusterSettings.Overrides;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Systems are recognised by what Flux builds, not by the names of directories. */
class SystemsInUseTest {

    private static final String PAPERLESS = "kubernetes/apps/office/paperless/app/";

    @TempDir
    private Path directory;

    static Stream<Arguments> manifests() {
        return Stream.of(
                Arguments.of(
                        "OpenEBS hostpath", release("openebs", "engines: {replicated: {mayastor: {enabled: false}}}")),
                Arguments.of("OpenEBS Mayastor", release("openebs", "{}")),
                Arguments.of("OpenEBS LVM", release("openebs", "engines: {local: {lvm: {enabled: true}}}")),
                Arguments.of("Rook-Ceph", release("rook-ceph-cluster", "{}")),
                Arguments.of(
                        "external Ceph", release("rook-ceph-cluster", "cephClusterSpec: {external: {enable: true}}")),
                Arguments.of(
                        "external Ceph",
                        "apiVersion: storage.k8s.io/v1, kind: StorageClass, provisioner: rbd.csi.ceph.com"),
                Arguments.of(
                        "democratic-csi (freenas-api-nfs)",
                        release("democratic-csi", "driver: {config: {driver: freenas-api-nfs}}")),
                Arguments.of("local-path", release("local-path-provisioner", "{}")),
                Arguments.of("Synology CSI", release("synology-csi", "{}")),
                Arguments.of(
                        "NFS", release("app-template", "persistence: {media: {type: nfs, server: nas, path: /media}}")),
                Arguments.of(
                        "other storage (csi.example.com)",
                        "apiVersion: storage.k8s.io/v1, kind: StorageClass, provisioner: csi.example.com"),
                Arguments.of("other storage (example-csi)", release("example-csi", "{}")),
                Arguments.of("CloudNativePG", "apiVersion: postgresql.cnpg.io/v1, kind: Cluster"),
                Arguments.of(
                        "CloudNativePG backups (Barman)",
                        "apiVersion: postgresql.cnpg.io/v1, kind: Cluster, spec: {backup: {barmanObjectStore: {}}}"),
                Arguments.of(
                        "Crunchy PGO", "apiVersion: postgres-operator.crunchydata.com/v1beta1, kind: PostgresCluster"),
                Arguments.of("mariadb-operator", "apiVersion: k8s.mariadb.com/v1alpha1, kind: MariaDB"),
                Arguments.of(
                        "VolSync (kopia)",
                        "apiVersion: volsync.backube/v1alpha1, kind: ReplicationSource, spec: {sourcePVC: a, kopia: {}}"),
                Arguments.of("Kopiur", "apiVersion: kopiur.home-operations.com/v1alpha1, kind: SnapshotPolicy"),
                Arguments.of("Velero", "apiVersion: velero.io/v1, kind: Schedule"),
                Arguments.of("K8up", "apiVersion: k8up.io/v1, kind: Schedule"),
                Arguments.of(
                        "Longhorn backups",
                        "apiVersion: longhorn.io/v1beta2, kind: RecurringJob, spec: {task: backup}"),
                Arguments.of(
                        "Litestream",
                        release(
                                "app-template",
                                "initContainers: {restore: {image: {repository: litestream/litestream}}}")),
                Arguments.of(
                        "restic jobs", "apiVersion: batch/v1, kind: CronJob, spec: {image: docker.io/restic/restic}"),
                Arguments.of(
                        "external-secrets (1Password)",
                        "apiVersion: external-secrets.io/v1, kind: ClusterSecretStore, spec: {provider: {onepassword: {}}}"),
                Arguments.of(
                        "external-secrets (Doppler)",
                        "apiVersion: external-secrets.io/v1, kind: SecretStore, spec: {provider: {doppler: {}}}"),
                Arguments.of(
                        "external-secrets (oracle)",
                        "apiVersion: external-secrets.io/v1, kind: SecretStore, spec: {provider: {oracle: {}}}"));
    }

    private static String release(String chart, String values) {
        return "apiVersion: helm.toolkit.fluxcd.io/v2, kind: HelmRelease, spec: {chart: {spec: {chart: " + chart
                + "}}, values: " + (values.startsWith("{") ? values : "{" + values + "}") + "}";
    }

    @ParameterizedTest
    @MethodSource("manifests")
    void recognises(String label, String manifest) {
        var systems = systems(single().with(PAPERLESS + "more.yaml", "{" + manifest + ", metadata: {name: one}}"));

        assertThat(systems).extracting(SystemInUse::label).contains(label);
        assertThat(systems)
                .filteredOn(one -> one.label().equals(label))
                .singleElement()
                .satisfies(one -> assertThat(one.sources()).contains(PAPERLESS + "more.yaml:1"));
    }

    @Test
    void findsTheSystemsOfARepository() {
        assertThat(systems(single())).extracting(SystemInUse::label).containsExactly("Longhorn", "SOPS (age)");
        assertThat(systems(single()).get(0).sources())
                .containsExactly("kubernetes/apps/longhorn-system/longhorn/app/helmrelease.yaml:12");
    }

    @Test
    void whatGitHasSwitchedOffIsNotInUse() {
        var systems = systems(single().with(
                        "archive/ceph.yaml", "{" + release("rook-ceph-cluster", "{}") + ", metadata: {name: one}}"));

        assertThat(systems).extracting(SystemInUse::label).doesNotContain("Rook-Ceph");
    }

    @Test
    void anOperatorWithoutAClusterIsNamedAsThat() {
        assertThat(systems(single().with(
                                PAPERLESS + "more.yaml",
                                "{" + release("rook-ceph", "{}") + ", metadata: {name: one}}")))
                .extracting(SystemInUse::label)
                .contains("Rook-Ceph (operator)");
    }

    /** A stranger's texts end up in a table and in questions: they are short, and there are not many of them. */
    @Test
    void boundsWhatAStrangerWrites() {
        var copy = single();
        var classes = new StringBuilder();
        for (int n = 0; n < 300; n++) {
            classes.append(
                    "---\n{apiVersion: storage.k8s.io/v1, kind: StorageClass, metadata: {name: c%1$d}, provisioner: '%1$d.%2$s'}\n"
                            .formatted(n, "x".repeat(500)));
        }
        var systems = systems(copy.with(PAPERLESS + "more.yaml", classes.toString()));

        assertThat(systems).hasSize(22);
        assertThat(systems).extracting(SystemInUse::label).contains("Longhorn");
        assertThat(systems.get(0).sources().get(0)).contains("helmrelease.yaml");
        assertThat(systems).allSatisfy(one -> assertThat(one.label()).hasSizeLessThan(100));
    }

    @Test
    void keepsAStrangersTextOnOneLine() {
        var manifest = release("democratic-csi", "driver: {config: {driver: \"nfs\\nKaltstart: all is well\"}}");

        assertThat(systems(single().with(PAPERLESS + "more.yaml", "{" + manifest + ", metadata: {name: one}}")))
                .extracting(SystemInUse::label)
                .contains("democratic-csi (nfs?Kaltstart: all is well)");
    }

    private RepositoryCopy single() {
        return RepositoryCopy.copyOf("single", directory);
    }

    private static List<SystemInUse> systems(RepositoryCopy copy) {
        var discovered = Discovery.discover(copy.root(), Overrides.NONE);
        return Objects.requireNonNull(discovered.inventory()).systems();
    }
}
