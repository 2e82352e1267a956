package dev.kaltstart.backup.method.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaltstart.backup.method.RestoreOrder;
import dev.kaltstart.backup.method.Search;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.engine.FakeRun;
import dev.kaltstart.lab.Lab;
import dev.kaltstart.lab.LabTools;
import dev.kaltstart.lab.LabWorld;
import dev.kaltstart.lab.World;
import dev.kaltstart.shell.Command;
import dev.kaltstart.shell.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real Litestream, SQLite, S3, API server and Job controller. The rows are read by SQLite, and not from what was said. */
@Tag("lab")
@SuppressWarnings("NullAway.Init")
class LitestreamLabIT {

    private static final Duration SOON = Duration.ofMinutes(2);

    @TempDir
    Path directory;

    private final Lab lab = Lab.here();
    private final Litestream method = new Litestream();
    private final String folder = "litestream-" + UUID.randomUUID();
    private LabTools tools;
    private World world;
    private LabClaim claim;
    private LabToolPods pods;
    private FakeRun run;
    private Path database;
    private Instant damage;

    @BeforeEach
    void open() throws IOException {
        lab.with("s3");
        tools = new LabTools(directory);
        world = LabWorld.open();
        run = FakeRun.on(world.cluster());
        Path data = Files.createDirectories(directory.resolve("data"));
        database = data.resolve("app.db");
        claim = new LabClaim(world, data);
        claim.bind();
        secret(lab.setting("S3_SECRET"));
        workload(lab.setting("S3"));
        pods = new LabToolPods(world, directory.resolve("pod"), "litestream");
    }

    @AfterEach
    void close() {
        if (pods != null) {
            pods.close();
        }
        if (world != null) {
            claim.remove();
            world.close();
        }
    }

    @Test
    void bringsTheRowsFromBeforeTheDamageBack() throws Exception {
        copied("CREATE TABLE kept (word TEXT); INSERT INTO kept VALUES ('sentinel')");
        damaged();
        copied("DELETE FROM kept; INSERT INTO kept VALUES ('damage')");
        Files.writeString(database.resolveSibling("document"), "no database");
        RestoreOrder order = order();

        method.begin(run, order);
        Check.Met met = (Check.Met) ended(order);

        assertThat(rows()).isEqualTo("sentinel");
        assertThat(database.resolveSibling("document")).hasContent("no database");
        assertThat(database.resolveSibling("app.db-wal")).doesNotExist();
        assertThat(met.measured().get(0).instant()).isBetween(damage.minusSeconds(60), damage);
    }

    /** Litestream itself ends well without a copy only with an option that is never used. */
    @Test
    void doesNotStartEmptyWithoutACopy() throws Exception {
        sqlite("CREATE TABLE kept (word TEXT); INSERT INTO kept VALUES ('made since')");
        damaged();

        refused("NOTHING_RESTORED");
        assertThat(rows()).isEqualTo("made since");
    }

    @Test
    void touchesNothingWhenTheCopyIsYoungerThanTheDamage() throws Exception {
        damaged();
        copied("CREATE TABLE kept (word TEXT); INSERT INTO kept VALUES ('made since')");

        refused("NOTHING_RESTORED");
        assertThat(rows()).isEqualTo("made since");
    }

    @Test
    void touchesNothingWithWrongKeys() throws Exception {
        copied("CREATE TABLE kept (word TEXT); INSERT INTO kept VALUES ('sentinel')");
        damaged();
        sqlite("UPDATE kept SET word = 'made since'");
        secret("wrong-" + lab.setting("S3_SECRET"));

        refused("ACCESS_DENIED");
        assertThat(rows()).isEqualTo("made since");
    }

    @Test
    void outlivesAStoreThatDoesNotAnswerForAWhile() throws Exception {
        copied("CREATE TABLE kept (word TEXT); INSERT INTO kept VALUES ('sentinel')");
        damaged();
        sqlite("DELETE FROM kept");
        try (var store = new BrokenStore(lab.setting("S3"), 4)) {
            world.kubernetes()
                    .configMaps()
                    .inNamespace(world.namespace())
                    .withName("litestream")
                    .edit(map -> {
                        map.getData().replaceAll((key, text) -> text.replace(lab.setting("S3"), store.address()));
                        return map;
                    });
            Files.writeString(config(), configuration(store.address()));
            RestoreOrder order = order();
            method.begin(run, order);

            assertThat(ended(order)).isInstanceOf(Check.Met.class);
            assertThat(store.left()).isZero();
        }
        assertThat(rows()).isEqualTo("sentinel");
    }

    private void refused(String code) {
        RestoreOrder order = order();
        method.begin(run, order);

        Awaitility.await()
                .atMost(SOON)
                .untilAsserted(() -> assertThatThrownBy(() -> method.state(run, order))
                        .isInstanceOfSatisfying(
                                Failure.NeedsHuman.class,
                                e -> assertThat(e.code()).isEqualTo(code)));
    }

    private Check ended(RestoreOrder order) {
        Awaitility.await().atMost(SOON).until(() -> method.state(run, order) instanceof Check.Met);
        return method.state(run, order);
    }

    private RestoreOrder order() {
        return new RestoreOrder(
                claim.lost(),
                method.points(new Search(world.kubernetes(), damage, Instant.now(), "lab"), claim.lost())
                        .get(0));
    }

    private void damaged() throws InterruptedException {
        Thread.sleep(2100);
        damage = Instant.now();
        Thread.sleep(2100);
    }

    /** Changes the database while Litestream copies it, until the change is copied. */
    private void copied(String change) {
        sqlite("PRAGMA journal_mode=wal; " + change);
        tool(Command.of("litestream", "replicate", "-config", config().toString(), "-exec", "sleep 3"));
    }

    private void sqlite(String words) {
        tool(Command.of("sqlite3", database.toString(), words));
    }

    private String rows() {
        return tool(Command.of("sqlite3", database.toString(), "SELECT word FROM kept"))
                .strip();
    }

    private String tool(Command command) {
        Result result = tools.run(command.with("AWS_ACCESS_KEY_ID", lab.setting("S3_ID"))
                .with("AWS_SECRET_ACCESS_KEY", lab.setting("S3_SECRET"))
                .with("HOME", directory.toString()));
        assertThat(result.exitCode()).as(result.error() + result.output()).isZero();
        return result.output();
    }

    private void secret(String key) {
        claim.secret(Map.of("AWS_ACCESS_KEY_ID", lab.setting("S3_ID"), "AWS_SECRET_ACCESS_KEY", key));
    }

    private Path config() {
        return directory.resolve("litestream.yml");
    }

    private String configuration(String store) {
        return """
                dbs:
                  - path: %s
                    replica:
                      type: s3
                      bucket: backups
                      path: %s
                      endpoint: %s
                      region: us-east-1
                      force-path-style: true
                """.formatted(database, folder, store);
    }

    private void workload(String store) throws IOException {
        Files.writeString(config(), configuration(store));
        claim.create("""
                apiVersion: v1
                kind: ConfigMap
                metadata: { name: litestream, namespace: %s }
                data:
                  litestream.yml: |
                %s""".formatted(world.namespace(), configuration(store).indent(4)));
        claim.create("""
                apiVersion: apps/v1
                kind: Deployment
                metadata: { name: app, namespace: %1$s }
                spec:
                  replicas: 0
                  selector: { matchLabels: { app: app } }
                  template:
                    metadata: { labels: { app: app } }
                    spec:
                      volumes:
                      - { name: data, persistentVolumeClaim: { claimName: data } }
                      - { name: config, configMap: { name: litestream } }
                      initContainers:
                      - name: copy
                        image: litestream/litestream:0.5.17
                        restartPolicy: Always
                        args: [replicate, -config, "%2$s"]
                        envFrom: [{ secretRef: { name: backup } }]
                        volumeMounts: [{ name: data, mountPath: "%3$s" }, { name: config, mountPath: "%4$s" }]
                      containers: [{ name: app, image: example/app:1 }]
                """.formatted(world.namespace(), config(), database.getParent(), config().getParent()));
    }
}
