package dev.kaltstart.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.shell.Command;
import dev.kaltstart.shell.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backups on an S3 endpoint come back as they were. */
@Tag("lab")
@SuppressWarnings("NullAway.Init")
class BackupLabIT {

    @TempDir
    Path directory;

    private final Lab lab = Lab.here();
    private final String folder = "contract-" + UUID.randomUUID();
    private LabTools tools;

    @BeforeEach
    void open() {
        lab.with("s3");
        tools = new LabTools(directory);
    }

    private Result run(String program, String... arguments) {
        Result result = tools.run(Command.of(program, arguments)
                .with("HOME", directory.toString())
                .with("AWS_ACCESS_KEY_ID", lab.setting("S3_ID"))
                .with("AWS_SECRET_ACCESS_KEY", lab.setting("S3_SECRET"))
                .with("LITESTREAM_ACCESS_KEY_ID", lab.setting("S3_ID"))
                .with("LITESTREAM_SECRET_ACCESS_KEY", lab.setting("S3_SECRET"))
                .with("RESTIC_PASSWORD", "for-tests-only"));
        assertThat(result.exitCode())
                .as(program + " " + arguments[0] + ": " + result.error() + result.output())
                .isZero();
        return result;
    }

    @Test
    void resticRestoresWhatItSaved() throws IOException {
        Files.createDirectories(directory.resolve("data"));
        Files.writeString(directory.resolve("data/sentinel"), "as it was");
        String repository = "s3:" + lab.setting("S3") + "/backups/" + folder;
        run("restic", "-r", repository, "init");
        run("restic", "-r", repository, "backup", "--host", "paperless", "data");
        Files.writeString(directory.resolve("data/sentinel"), "destroyed");

        assertThat(run("restic", "-r", repository, "snapshots", "--json").output())
                .contains("\"hostname\":\"paperless\"");
        run("restic", "-r", repository, "restore", "latest", "--target", "restored");

        assertThat(directory.resolve("restored/data/sentinel")).hasContent("as it was");
    }

    @Test
    void litestreamRestoresADatabase() throws IOException {
        run(
                "sqlite3",
                "app.db",
                "PRAGMA journal_mode=wal; CREATE TABLE kept (word TEXT); INSERT INTO kept VALUES ('sentinel');");
        Files.writeString(directory.resolve("litestream.yml"), """
                dbs:
                  - path: %s
                    replica:
                      type: s3
                      bucket: backups
                      path: %s
                      endpoint: %s
                      region: us-east-1
                      force-path-style: true
                """.formatted(
                        directory.resolve("app.db"), folder, lab.setting("S3")));
        run("litestream", "replicate", "-config", "litestream.yml", "-exec", "sleep 4");

        run(
                "litestream",
                "restore",
                "-config",
                "litestream.yml",
                "-o",
                "restored.db",
                directory.resolve("app.db").toString());

        assertThat(run("sqlite3", "restored.db", "SELECT word FROM kept").output())
                .contains("sentinel");
    }
}
