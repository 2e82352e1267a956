package dev.kaltstart.backup.method.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaltstart.backup.method.RestoreOrder;
import dev.kaltstart.backup.method.RestorePoint;
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
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real restic, S3, API server and Job controller. What came back is read from the disk, and not from what was said. */
@Tag("lab")
@SuppressWarnings("NullAway.Init")
class ResticLabIT {

    private static final Duration SOON = Duration.ofMinutes(2);

    @TempDir
    Path directory;

    private final Lab lab = Lab.here();
    private final Restic method = new Restic();
    private final String folder = "/backups/restic-" + UUID.randomUUID();
    private LabTools tools;
    private World world;
    private LabClaim claim;
    private LabToolPods pods;
    private FakeRun run;
    private Path former;
    private Instant damage;

    @BeforeEach
    void open() throws IOException {
        lab.with("s3");
        tools = new LabTools(directory);
        world = LabWorld.open();
        run = FakeRun.on(world.cluster());
        former = Files.createDirectories(directory.resolve("data"));
        Path scratch = directory.resolve("pod");
        Path volume = Files.createDirectories(Path.of(scratch + "/claim" + former));
        claim = new LabClaim(world, volume);
        claim.bind();
        secret("right");
        cronJob("s3:" + lab.setting("S3") + folder);
        pods = new LabToolPods(world, scratch, "restic");
        assertThat(restic("init")).contains("created restic repository");
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
    void bringsTheNewestSnapshotFromBeforeTheDamageBack() throws Exception {
        save("older");
        save("sentinel");
        lose("empty");
        RestoreOrder order = order();

        method.begin(run, order);
        Check.Met met = (Check.Met) ended(order);

        assertThat(claim.directory().resolve("sentinel")).hasContent("sentinel");
        assertThat(claim.directory().resolve("sub/deep")).hasContent("deep");
        assertThat(claim.directory().resolve("made-since")).doesNotExist();
        assertThat(claim.directory().resolve(".hidden-since")).doesNotExist();
        assertThat(met.measured().get(0).instant())
                .isBetween(damage.minusSeconds(30), damage)
                .isEqualTo(times().get(1));

        method.protect(run, order);
        Awaitility.await()
                .atMost(SOON)
                .untilAsserted(
                        () -> assertThat(method.protectedAgain(run, order)).isInstanceOf(Check.Met.class));
        assertThat(times()).hasSize(4);
    }

    @Test
    void bringsTheOneBeforeItBack() throws Exception {
        save("older");
        save("sentinel");
        lose("empty");
        RestoreOrder order = new RestoreOrder(claim.lost(), points().get(1));

        method.begin(run, order);
        ended(order);

        assertThat(claim.directory().resolve("sentinel")).hasContent("older");
    }

    @Test
    void touchesNothingWithAWrongPassword() throws Exception {
        save("sentinel");
        lose("empty");
        secret("wrong");

        refused("WRONG_PASSWORD");
    }

    @Test
    void touchesNothingWithoutASnapshotFromBeforeTheDamage() throws Exception {
        lose("empty");

        refused("NOTHING_RESTORED");
    }

    @Test
    void doesNotTakeTheSnapshotOfAnotherHost() throws Exception {
        Files.writeString(former.resolve("sentinel"), "of another application");
        restic("backup", "--host", "another", former.toString());
        lose("empty");

        refused("NOTHING_RESTORED");
    }

    /** A pack that was cut off in the bucket: restic fails, and the restore is not done. */
    @Test
    void isNotDoneWhenThePackInTheBucketIsTruncated() throws Exception {
        Files.write(
                former.resolve("large"),
                new java.util.Random(1)
                        .ints(2_000_000, 0, 256)
                        .collect(java.io.ByteArrayOutputStream::new, java.io.ByteArrayOutputStream::write, (a, b) -> {})
                        .toByteArray());
        save("sentinel");
        lose("empty");
        truncate();
        RestoreOrder order = order();
        method.begin(run, order);

        Awaitility.await()
                .atMost(Duration.ofMinutes(4))
                .untilAsserted(() -> assertThat(method.state(run, order))
                        .isInstanceOfSatisfying(
                                Check.NotYet.class,
                                waits -> assertThat(waits.message()).contains("incomplete")));
    }

    @Test
    void isNotDoneWhileTheRepositoryIsLocked() throws Exception {
        save("sentinel");
        lose("empty");
        Process holder = lock();
        try {
            RestoreOrder order = order();
            method.begin(run, order);

            Awaitility.await()
                    .atMost(SOON)
                    .untilAsserted(() -> assertThat(method.state(run, order))
                            .isInstanceOfSatisfying(
                                    Check.NotYet.class,
                                    waits -> assertThat(waits.message()).contains("locked")));
            assertThat(claim.directory().resolve("made-since")).exists();
            new ProcessBuilder("kill", "-CONT", "" + holder.pid()).start().waitFor();
            holder.waitFor();

            assertThat(ended(order)).isInstanceOf(Check.Met.class);
        } finally {
            holder.destroyForcibly();
        }
    }

    @Test
    void outlivesAStoreThatDoesNotAnswerForAWhile() throws Exception {
        save("sentinel");
        lose("empty");
        try (var store = new BrokenStore(lab.setting("S3"), 3)) {
            world.kubernetes()
                    .batch()
                    .v1()
                    .cronjobs()
                    .inNamespace(world.namespace())
                    .withName("nightly")
                    .delete();
            cronJob("s3:" + store.address() + folder);
            RestoreOrder order = order();
            method.begin(run, order);

            assertThat(ended(order)).isInstanceOf(Check.Met.class);
            assertThat(store.left()).isZero();
        }
        assertThat(claim.directory().resolve("sentinel")).hasContent("sentinel");
    }

    private void refused(String code) throws IOException {
        RestoreOrder order = order();
        method.begin(run, order);

        Awaitility.await()
                .atMost(SOON)
                .untilAsserted(() -> assertThatThrownBy(() -> method.state(run, order))
                        .isInstanceOfSatisfying(
                                Failure.NeedsHuman.class,
                                e -> assertThat(e.code()).isEqualTo(code)));
        assertThat(claim.directory().resolve("made-since")).hasContent("by the application");
        assertThat(claim.directory().resolve("sentinel")).doesNotExist();
    }

    private Check ended(RestoreOrder order) {
        Awaitility.await().atMost(SOON).until(() -> method.state(run, order) instanceof Check.Met);
        return method.state(run, order);
    }

    private List<RestorePoint> points() {
        return method.points(new Search(world.kubernetes(), damage, Instant.now(), "lab"), claim.lost());
    }

    private RestoreOrder order() {
        return new RestoreOrder(claim.lost(), points().get(0));
    }

    private void save(String content) throws Exception {
        Files.createDirectories(former.resolve("sub"));
        Files.writeString(former.resolve("sub/deep"), "deep");
        Files.writeString(former.resolve("sentinel"), content);
        restic("backup", "--host", "paper", former.toString());
        Thread.sleep(1100);
    }

    /** What the application makes since then, and saves. */
    private void lose(String content) throws Exception {
        Thread.sleep(1100);
        damage = Instant.now();
        Thread.sleep(1100);
        Files.writeString(former.resolve("sentinel"), content);
        restic("backup", "--host", "paper", former.toString());
        Files.writeString(claim.directory().resolve("made-since"), "by the application");
        Files.writeString(claim.directory().resolve(".hidden-since"), "by the application");
    }

    private void secret(String password) {
        claim.secret(Map.of(
                "RESTIC_PASSWORD", password,
                "AWS_ACCESS_KEY_ID", lab.setting("S3_ID"),
                "AWS_SECRET_ACCESS_KEY", lab.setting("S3_SECRET")));
    }

    private void cronJob(String repository) {
        claim.create("""
                apiVersion: batch/v1
                kind: CronJob
                metadata: { name: nightly, namespace: %1$s }
                spec:
                  schedule: "0 3 1 1 *"
                  jobTemplate:
                    spec:
                      template:
                        spec:
                          restartPolicy: OnFailure
                          volumes: [{ name: data, persistentVolumeClaim: { claimName: data } }]
                          containers:
                          - name: restic
                            image: restic/restic:0.18.0
                            args: [backup, --host, paper, "%2$s"]
                            env: [{ name: RESTIC_REPOSITORY, value: "%3$s" }]
                            envFrom: [{ secretRef: { name: backup } }]
                            volumeMounts: [{ name: data, mountPath: "%2$s", readOnly: true }]
                """.formatted(world.namespace(), former, repository));
    }

    private List<Instant> times() throws IOException {
        return java.util.stream.StreamSupport.stream(
                        new com.fasterxml.jackson.databind.json.JsonMapper()
                                .readTree(restic("snapshots", "--json"))
                                .spliterator(),
                        false)
                .map(one ->
                        java.time.OffsetDateTime.parse(one.get("time").asText()).toInstant())
                .sorted()
                .toList();
    }

    private String restic(String... arguments) {
        Result result = tools.run(command("restic").plus(arguments));
        assertThat(result.exitCode()).as(result.error() + result.output()).isZero();
        return result.output();
    }

    private Command command(String program) {
        return Command.of(program)
                .with("RESTIC_REPOSITORY", "s3:" + lab.setting("S3") + folder)
                .with("RESTIC_PASSWORD", "right")
                .with("AWS_ACCESS_KEY_ID", lab.setting("S3_ID"))
                .with("AWS_SECRET_ACCESS_KEY", lab.setting("S3_SECRET"))
                .with("HOME", directory.toString());
    }

    /** Half of the largest object. */
    private void truncate() throws IOException {
        String largest = rclone("lsf", "-R", "--format", "sp", "--files-only", "lab:" + folder.substring(1) + "/data")
                .lines()
                .max(java.util.Comparator.comparingLong(line -> Long.parseLong(line.substring(0, line.indexOf(';')))))
                .orElseThrow();
        String object = "lab:" + folder.substring(1) + "/data/" + largest.substring(largest.indexOf(';') + 1);
        Path copy = directory.resolve("pack");
        rclone("copyto", object, copy.toString());
        byte[] all = Files.readAllBytes(copy);
        Files.write(copy, java.util.Arrays.copyOf(all, all.length / 2));
        rclone("copyto", copy.toString(), object);
    }

    private String rclone(String... arguments) {
        Result result = tools.run(Command.of("rclone")
                .plus(arguments)
                .with("RCLONE_CONFIG_LAB_TYPE", "s3")
                .with("RCLONE_CONFIG_LAB_PROVIDER", "Other")
                .with("RCLONE_CONFIG_LAB_ENDPOINT", lab.setting("S3"))
                .with("RCLONE_CONFIG_LAB_ACCESS_KEY_ID", lab.setting("S3_ID"))
                .with("RCLONE_CONFIG_LAB_SECRET_ACCESS_KEY", lab.setting("S3_SECRET"))
                .with("HOME", directory.toString()));
        assertThat(result.exitCode()).as(result.error() + result.output()).isZero();
        return result.output();
    }

    /** A check of the repository that was stopped while it has the lock. */
    private Process lock() throws Exception {
        var builder = new ProcessBuilder(lab.tool("restic").toString(), "check", "--read-data");
        builder.environment().putAll(command("restic").environment());
        Process process = builder.redirectErrorStream(true)
                .redirectOutput(directory.resolve("check.log").toFile())
                .start();
        Awaitility.await()
                .atMost(SOON)
                .pollInterval(Duration.ofMillis(20))
                .until(() ->
                        !rclone("lsf", "lab:" + folder.substring(1) + "/locks").isBlank());
        new ProcessBuilder("kill", "-STOP", "" + process.pid()).start().waitFor();
        assertThat(process.isAlive()).isTrue();
        return process;
    }
}
