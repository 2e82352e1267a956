package dev.kaltstart.backup.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kaltstart.cluster.RealClients;
import dev.kaltstart.storage.LostClaim;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A person recovers a PostgreSQL cluster with commands that are filled in. */
@EnableKubernetesMockClient(https = false, crud = true)
@SuppressWarnings("NullAway.Init")
class PostgresGuideTest {

    private static final String IN_TREE = """
            {"spec": {"instances": 2, "imageName": "ghcr.io/cloudnative-pg/postgresql:17",
                      "env": [{"name": "PGPASSWORD", "value": "hunter2"}],
                      "bootstrap": {"initdb": {"database": "app", "owner": "app", "secret": {"name": "pg-app"}}},
                      "backup": {"retentionPolicy": "30d", "barmanObjectStore": {
                          "destinationPath": "s3://b/pg", "serverName": "pg-v2",
                          "s3Credentials": {"accessKeyId": {"name": "s3", "key": "ID"}}}}}}""";

    private static final String PLUGIN = """
            {"spec": {"instances": 1, "plugins": [{"name": "barman-cloud.cloudnative-pg.io", "isWALArchiver": true,
                      "parameters": {"barmanObjectName": "store"}}]}}""";

    KubernetesClient client;

    @Test
    void knowsTheClusterByTheLabelOfTheClaim() {
        labelled("data", "pg");

        assertThat(PostgresGuide.of(client, VeleroObjects.CLAIM)).contains(new PostgresGuide("media", "pg"));
    }

    @Test
    void knowsTheClusterOfAClaimThatIsGone() {
        cluster(IN_TREE);

        assertThat(PostgresGuide.of(client, lost("pg-1"))).isPresent();
        assertThat(PostgresGuide.of(client, lost("pg-12-wal"))).isPresent();
        assertThat(PostgresGuide.of(client, lost("pg-data"))).isEmpty();
        assertThat(PostgresGuide.of(client, lost("pgadmin-1"))).isEmpty();
    }

    @Test
    void leavesOtherClaimsAlone() {
        labelled("data", "pg; reboot");

        assertThat(PostgresGuide.of(client, VeleroObjects.CLAIM)).isEmpty();
        assertThat(PostgresGuide.of(client, lost("cache"))).isEmpty();
    }

    @Test
    void recoversFromTheFormerServerAndArchivesToAnother() {
        cluster(IN_TREE);

        Map<?, ?> spec = (Map<?, ?>) manifest().get("spec");
        assertThat(spec.get("bootstrap"))
                .isEqualTo(Map.of(
                        "recovery",
                        Map.of(
                                "source", "before-the-damage",
                                "database", "app",
                                "owner", "app",
                                "secret", Map.of("name", "pg-app"))));
        assertThat(spec.get("externalClusters"))
                .isEqualTo(List.of(Map.of(
                        "name",
                        "before-the-damage",
                        "barmanObjectStore",
                        Map.of(
                                "destinationPath", "s3://b/pg",
                                "serverName", "pg-v2",
                                "s3Credentials", Map.of("accessKeyId", Map.of("name", "s3", "key", "ID"))))));
        assertThat(String.valueOf(spec.get("backup")))
                .contains("serverName=pg-restored")
                .doesNotContain("pg-v2");
        assertThat(spec.get("instances")).isEqualTo(2);
    }

    @Test
    void recoversWithThePlugin() {
        cluster(PLUGIN);

        Map<?, ?> spec = (Map<?, ?>) manifest().get("spec");
        assertThat(spec.get("externalClusters"))
                .isEqualTo(List.of(Map.of(
                        "name",
                        "before-the-damage",
                        "plugin",
                        Map.of(
                                "name",
                                "barman-cloud.cloudnative-pg.io",
                                "parameters",
                                Map.of("barmanObjectName", "store", "serverName", "pg")))));
        assertThat(spec.get("plugins"))
                .isEqualTo(List.of(Map.of(
                        "name",
                        "barman-cloud.cloudnative-pg.io",
                        "isWALArchiver",
                        true,
                        "parameters",
                        Map.of("barmanObjectName", "store", "serverName", "pg-restored"))));
    }

    @Test
    void showsNoValueOfTheEnvironment() {
        cluster(IN_TREE);

        assertThat(commands()).noneMatch(line -> line.contains("hunter2"));
    }

    @Test
    void namesTheNewestBackupFromBeforeTheDamage() {
        cluster(IN_TREE);
        assertThat(commands().get(0)).contains("No completed backup from before the damage");
        backup("b1", "pg", "completed", "2026-11-22T03:00:00Z");
        backup("b2", "pg", "completed", "2026-11-23T03:00:00Z");
        backup("b3", "pg", "completed", "2026-11-23T09:30:00Z");
        backup("b4", "pg", "failed", "2026-11-23T08:00:00Z");
        backup("b5", "other", "completed", "2026-11-23T08:00:00Z");

        assertThat(commands().get(0)).contains("began at 2026-11-23T03:00:00Z");
    }

    @Test
    void saysWhereToLookWhenTheClusterIsGone() {
        assertThat(commands())
                .anyMatch(line -> line.contains("take its manifest from Git"))
                .contains("kubectl -n media get backups.postgresql.cnpg.io --sort-by=.status.startedAt");
    }

    @Test
    void keepsWhatAClusterSaysOutOfTheShell() {
        cluster("""
                {"spec": {"imageName": "x\\nEOF\\nreboot\\n", "plugins": [{"name": "barman-cloud.cloudnative-pg.io"}]}}""");

        List<String> lines = String.join("\n", commands()).lines().toList();
        assertThat(lines.stream().filter("EOF"::equals)).hasSize(1);
        assertThat(lines).doesNotContain("reboot");
    }

    @Test
    void offersCommandsThatTheRealClientsCanRead(@TempDir Path directory) {
        assumeTrue(RealClients.installed("kubectl"), "no kubectl here");
        cluster(IN_TREE);

        RealClients.parse(
                commands().stream()
                        .filter(line -> line.startsWith("kubectl ") && !line.contains(" -- ") && !line.contains("<<"))
                        .toList(),
                directory);
    }

    private List<String> commands() {
        return new PostgresGuide("media", "pg")
                .commands(new Search(client, VeleroObjects.DAMAGE, Instant.parse("2026-11-23T10:00:00Z"), ""));
    }

    private GenericKubernetesResource manifest() {
        String json = commands().stream()
                .filter(line -> line.startsWith("{"))
                .findFirst()
                .orElseThrow();
        GenericKubernetesResource manifest = Serialization.unmarshal(json, GenericKubernetesResource.class);
        assertThat(manifest.getMetadata().getName()).isEqualTo("pg-restored");
        return manifest;
    }

    private void cluster(String json) {
        new VeleroObjects(client).create(ObjectKind.POSTGRES_CLUSTER, "media", "pg", json);
    }

    private void backup(String name, String cluster, String phase, String started) {
        new VeleroObjects(client)
                .create(ObjectKind.POSTGRES_BACKUP, "media", name, """
                {"spec": {"cluster": {"name": "%s"}}, "status": {"phase": "%s", "startedAt": "%s"}}""".formatted(cluster, phase, started));
    }

    private void labelled(String claim, String cluster) {
        client.resource(new PersistentVolumeClaimBuilder()
                        .withNewMetadata()
                        .withNamespace("media")
                        .withName(claim)
                        .addToLabels("cnpg.io/cluster", cluster)
                        .endMetadata()
                        .withNewSpec()
                        .endSpec()
                        .build())
                .create();
    }

    private static LostClaim lost(String name) {
        return new LostClaim("media", name, "is missing", null, null, null, false);
    }
}
