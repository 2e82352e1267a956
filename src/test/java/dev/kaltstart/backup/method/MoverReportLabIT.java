package dev.kaltstart.backup.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.lab.Lab;
import dev.kaltstart.lab.LabTools;
import dev.kaltstart.shell.Command;
import dev.kaltstart.shell.Result;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** VolSync's mover prints the lines of restic: these are the real ones, of a real repository on S3. */
@Tag("lab")
@SuppressWarnings("NullAway.Init")
class MoverReportLabIT {

    @TempDir
    Path directory;

    private final Lab lab = Lab.here();
    private final String repository = "s3:" + lab.setting("S3") + "/backups/mover-" + UUID.randomUUID();
    private LabTools tools;

    @BeforeEach
    void open() {
        lab.with("s3");
        tools = new LabTools(directory);
    }

    @Test
    void readsWhichSnapshotWasRestored() throws IOException {
        Instant before = Instant.now().minus(Duration.ofSeconds(1));
        saveSomething();

        Check check = report("Successful", restic("right", "restore", "latest", "--target", "out"))
                .state("office/data", "t");

        assertThat(check)
                .isInstanceOfSatisfying(
                        Check.Met.class,
                        met -> assertThat(met.measured().get(0).instant()).isBetween(before, Instant.now()));
        assertThat(directory.resolve("out")).isNotEmptyDirectory();
    }

    @Test
    void knowsAWrongPassword() throws IOException {
        saveSomething();

        refuses("WRONG_PASSWORD", restic("wrong", "restore", "latest", "--target", "out"));
    }

    @Test
    void knowsAMissingRepository() {
        refuses("NO_REPOSITORY", restic("right", "restore", "latest", "--target", "out"));
    }

    private void saveSomething() throws IOException {
        Files.writeString(Files.createDirectories(directory.resolve("data")).resolve("sentinel"), "as it was");
        assertThat(restic("right", "init")).contains("created restic repository");
        assertThat(restic("right", "backup", "--host", "office", "data")).contains("snapshot");
    }

    private String restic(String password, String... arguments) {
        Result result = tools.run(Command.of("restic", "-r", repository)
                .plus(arguments)
                .with("HOME", directory.toString())
                .with("TZ", "UTC")
                .with("AWS_ACCESS_KEY_ID", lab.setting("S3_ID"))
                .with("AWS_SECRET_ACCESS_KEY", lab.setting("S3_SECRET"))
                .with("RESTIC_PASSWORD", password));
        return result.output() + result.error();
    }

    private static void refuses(String code, String logs) {
        assertThatThrownBy(() -> report("Failed", logs).state("office/data", "t"))
                .as(logs)
                .isInstanceOfSatisfying(
                        Failure.NeedsHuman.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    private static MoverReport report(String result, String logs) {
        GenericKubernetesResource destination = new GenericKubernetesResourceBuilder()
                .addToAdditionalProperties(
                        "status",
                        Map.of("lastManualSync", "t", "latestMoverStatus", Map.of("result", result, "logs", logs)))
                .build();
        return new MoverReport(destination);
    }
}
