package dev.kaltstart.secrets.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.git.GitOverHttp;
import dev.kaltstart.git.RealGit;
import dev.kaltstart.lab.Lab;
import dev.kaltstart.lab.LabTools;
import dev.kaltstart.secrets.exposure.ExposedValue;
import dev.kaltstart.shell.Bench;
import dev.kaltstart.shell.Command;
import dev.kaltstart.shell.Result;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Old and new values with the real sops and age, and old ones tried against real counterparts. */
@Tag("lab")
@SuppressWarnings("NullAway.Init")
class OldValuesLabIT {

    private static final String OLD = "old-canary-value-1";
    private static final String NEW = "new-canary-value-2";

    @TempDir
    Path directory;

    private LabTools tools;
    private Replacement replacement;
    private String recipient;

    @BeforeEach
    void aKey() throws IOException {
        tools = new LabTools(directory);
        replacement = new Replacement(
                directory.resolve("world"), new ResticTrial(), new StorageKeyTrial(), new CloudflareTrial(verify()));
        replacement.repository.having(Lab.here().tool("sops"));
        recipient = tools.ageKey("age.key");
        Files.copy(directory.resolve("age.key"), replacement.repository.person.resolve("age.key"));
    }

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private int cloudflare = 200;
    private String answer = "{\"result\": {\"status\": \"active\"}, \"success\": true}";
    private String verifyAddress = "";

    private String verify() throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
            byte[] body = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(cloudflare, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        verifyAddress = "http://127.0.0.1:" + server.getAddress().getPort() + "/verify";
        return verifyAddress;
    }

    /** Encrypts and commits; a Secret in the layout of the cluster templates. */
    private void secret(String file, String section, Map<String, String> values) throws IOException {
        Path path = directory.resolve("plain.sops.yaml");
        var text = new StringBuilder("apiVersion: v1\nkind: Secret\nmetadata:\n    name: "
                + file.replaceAll(".*/|\\..*", "") + "\n    namespace: apps\n" + section + ":\n");
        values.forEach((key, value) ->
                text.append("    ").append(key).append(": ").append(value).append('\n'));
        Files.writeString(path, text);
        Result result = tools.run(Command.of("sops", "encrypt", "--in-place", "--age", recipient)
                .plus("--encrypted-regex", "^(data|stringData)$", path.toString()));
        assertThat(result.error()).isEmpty();
        replacement.repository.commit(file, Files.readString(path));
    }

    private String subject(String key) {
        return replacement.repository.rows.of(replacement.repository.run.recovery()).stream()
                .filter(value -> value.keyPath().contains("[\"" + key + "\"]"))
                .map(ExposedValue::subject)
                .findFirst()
                .orElseThrow();
    }

    private String proven(String credential) {
        Check check = replacement.prove(credential);
        assertThat(check).isInstanceOf(Check.Met.class);
        String all = check.message() + replacement.repository.rows.of(replacement.repository.run.recovery());
        assertThat(all).doesNotContain(OLD, NEW);
        return check.message();
    }

    @Test
    void encryptingTheSameValueAgainIsNoReplacement() throws IOException {
        secret("apps/a.sops.yaml", "stringData", Map.of("PASSWORD", OLD));
        replacement.repository.exposed();
        String subject = subject("PASSWORD");
        replacement.task(subject).replaced("the old login was refused");
        secret("apps/a.sops.yaml", "stringData", Map.of("PASSWORD", OLD));
        replacement.repository.push();

        assertThatThrownBy(() -> replacement.prove(subject))
                .isInstanceOf(Failure.NeedsHuman.class)
                .hasMessageContaining("still has the leaked value")
                .hasMessageNotContaining(OLD);
        secret("apps/a.sops.yaml", "stringData", Map.of("PASSWORD", NEW));
        replacement.repository.push();
        assertThat(proven(subject)).contains("[\"PASSWORD\"] has another value than the leaked one");
    }

    @Test
    void comparesWithTheLeakedKeyOfTheKeyringWhenTheNewOneHasTakenItsPlace() throws IOException {
        secret("apps/a.sops.yaml", "stringData", Map.of("PASSWORD", OLD));
        replacement.repository.exposed();
        String subject = subject("PASSWORD");
        replacement.task(subject).replaced("the old login was refused");
        String oldKey = Files.readString(directory.resolve("age.key"));
        Files.delete(replacement.repository.person.resolve("age.key"));
        recipient = tools.ageKey("new.key");
        Files.copy(directory.resolve("new.key"), replacement.repository.person.resolve("age.key"));
        secret("apps/a.sops.yaml", "stringData", Map.of("PASSWORD", OLD));
        replacement.repository.push();
        replacement.keyring.put(
                replacement.repository.run.recovery(),
                "age-keys-both",
                oldKey + Files.readString(replacement.repository.person.resolve("age.key")));

        assertThatThrownBy(() -> replacement.prove(subject)).hasMessageContaining("still has the leaked value");
        secret("apps/a.sops.yaml", "stringData", Map.of("PASSWORD", NEW));
        replacement.repository.push();
        assertThat(proven(subject)).contains("has another value than the leaked one");
    }

    /** In the shell that Kaltstart has, with its spool and its journal. */
    @Test
    void noValueReachesTheDiskOfKaltstart() throws IOException {
        secret("apps/cloudflare.sops.yaml", "stringData", Map.of("api-token", OLD));
        Path home = Files.createDirectories(directory.resolve("kaltstart"));
        var shells = new Bench(home).shells();
        var disk = new ArrayList<String>();
        var looking = shells.unremembered(shells.local());
        replacement.repository.in(command -> {
            Result result = looking.run(command);
            disk.add(command.line() + result.output() + result.error());
            return result;
        });
        replacement.repository.exposed();
        String subject = subject("api-token");
        replacement.task(subject).replaced("revoked on its pages");
        secret("apps/cloudflare.sops.yaml", "stringData", Map.of("api-token", NEW));
        replacement.repository.push();
        answer = "{\"result\": {\"status\": \"disabled\"}, \"success\": true}";

        assertThat(proven(subject)).contains("Cloudflare refuses the old token", "has another value");
        try (var files = Files.walk(home)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                disk.add(Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        assertThat(disk).isNotEmpty();
        assertThat(String.join("\n", disk)).doesNotContain(OLD, NEW, "b2xkLWNhbmFyeS12YWx1ZS0x");
        assertThat(asked).contains("Bearer " + OLD);
    }

    @Test
    void asksCloudflareWithoutShowingTheToken() throws IOException {
        secret("apps/cloudflare.sops.yaml", "data", Map.of("api-token", "b2xkLWNhbmFyeS12YWx1ZS0x"));
        replacement.repository.exposed();
        String subject = subject("api-token");
        var task = replacement.task(subject);
        task.replaced("revoked on its pages");
        secret("apps/cloudflare.sops.yaml", "data", Map.of("api-token", "bmV3LWNhbmFyeS12YWx1ZS0y"));
        replacement.repository.push();

        assertThatThrownBy(() -> replacement.prove(subject)).hasMessageContaining("still accepts the old token");
        cloudflare = 403;
        answer = "{\"errors\": [{\"code\": 9109, \"message\": \"Cannot use the access token from location\"}]}";
        assertThat(replacement.prove(subject).message()).contains("Cloudflare does not say");
        task.replaced("revoked on its pages");
        cloudflare = 401;
        answer = "{\"errors\": [{\"code\": 1000, \"message\": \"Invalid API Token\"}]}";
        assertThat(proven(subject)).contains("Cloudflare refuses the old token");
        assertThat(asked).containsOnly("Bearer " + OLD);
    }

    @Test
    void triesAResticRepositoryWithTheOldPassword() throws IOException {
        Path backups = directory.resolve("backups");
        restic(backups, OLD, "init");
        secret(
                "apps/backup.sops.yaml",
                "stringData",
                Map.of("RESTIC_REPOSITORY", backups.toString(), "RESTIC_PASSWORD", OLD));
        replacement.repository.exposed();
        String subject = subject("RESTIC_PASSWORD");
        replacement.task(subject).replaced("a new repository is in use");
        secret(
                "apps/backup.sops.yaml",
                "stringData",
                Map.of("RESTIC_REPOSITORY", backups.toString(), "RESTIC_PASSWORD", NEW));
        replacement.repository.push();

        assertThatThrownBy(() -> replacement.prove(subject))
                .hasMessageContaining("restic still opens the old repository");
        Path newPassword = Files.writeString(directory.resolve("new-password"), NEW);
        restic(backups, OLD, "key", "passwd", "--new-password-file", newPassword.toString());
        assertThat(proven(subject)).contains("the old password no longer opens", "its master key");
    }

    @Test
    void aRepositoryThatIsGoneIsProven() throws IOException {
        secret(
                "apps/backup.sops.yaml",
                "stringData",
                Map.of("RESTIC_REPOSITORY", directory.resolve("gone").toString(), "RESTIC_PASSWORD", OLD));
        replacement.repository.exposed();
        String subject = subject("RESTIC_PASSWORD");
        replacement.task(subject).replaced("a new repository is in use");
        replacement.repository.delete("apps/backup.sops.yaml").push();

        assertThat(proven(subject)).contains("the old repository is gone");
    }

    @Test
    void aRepositoryBehindAProgramIsNotTried() throws IOException {
        Path mark = directory.resolve("mark");
        secret(
                "apps/backup.sops.yaml",
                "stringData",
                Map.of(
                        "RESTIC_REPOSITORY",
                        "'sftp:-oProxyCommand=touch " + mark + ":/x'",
                        "RESTIC_PASSWORD",
                        "'$(touch " + mark + ")'"));
        replacement.repository.exposed();
        String subject = subject("RESTIC_PASSWORD");
        replacement.task(subject).replaced("a new repository is in use");
        replacement.repository.delete("apps/backup.sops.yaml").push();

        assertThat(proven(subject)).contains("restic is not tried with such a repository");
        assertThat(mark).doesNotExist();
    }

    private void restic(Path repository, String password, String... arguments) {
        Result result = new RealGit()
                .run(Command.of("restic", "--no-cache", "--repo", repository.toString())
                        .plus(arguments)
                        .with("RESTIC_PASSWORD", password)
                        .with("HOME", directory.toString()));
        assertThat(result.error()).isEmpty();
    }

    @Test
    void asksAStorageWithTheOldAccessKey() throws Exception {
        int port = freePort();
        Files.createDirectories(directory.resolve("s3/bucket"));
        Process server = storage(port, "OLDKEY1234567890AAAA," + OLD);
        secret(
                "apps/s3.sops.yaml",
                "stringData",
                Map.of(
                        "AWS_ACCESS_KEY_ID",
                        "OLDKEY1234567890AAAA",
                        "AWS_SECRET_ACCESS_KEY",
                        OLD,
                        "RESTIC_REPOSITORY",
                        "s3:http://127.0.0.1:" + port + "/bucket/restic"));
        replacement.repository.exposed();
        String subject = subject("AWS_SECRET_ACCESS_KEY");
        replacement.task(subject).replaced("deleted on its pages");
        replacement.repository.delete("apps/s3.sops.yaml").push();
        try {
            assertThatThrownBy(() -> replacement.prove(subject)).hasMessageContaining("still knows the old access key");
        } finally {
            server.destroy();
            server.waitFor();
        }
        server = storage(port, "NEWKEY1234567890AAAA," + NEW);
        try {
            assertThat(proven(subject)).contains("the storage refuses the old access key");
        } finally {
            server.destroy();
            server.waitFor();
        }
    }

    private Process storage(int port, String key) throws Exception {
        var words = new ArrayList<>(List.of(Lab.here().tool("rclone").toString(), "serve", "s3", "--auth-key", key));
        words.addAll(
                List.of("--addr", "127.0.0.1:" + port, directory.resolve("s3").toString()));
        Process process = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("rclone.log").toFile())
                .start();
        for (int n = 0; n < 200; n++) {
            try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return process;
            } catch (IOException e) {
                Thread.sleep(Duration.ofMillis(50).toMillis());
            }
        }
        throw new AssertionError("rclone does not serve");
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Test
    void asksTheGitHostWithTheOldToken() throws IOException {
        secret("flux/github.sops.yaml", "stringData", Map.of("GITHUB_TOKEN", OLD));
        replacement.repository.exposed();
        String subject = subject("GITHUB_TOKEN");
        var leaked = replacement.repository.rows.of(replacement.repository.run.recovery());
        Path file = replacement.repository.person.resolve("flux/github.sops.yaml");
        var pipe =
                new SecretPipe(replacement.repository.run.cluster().looking(), directory, directory.resolve("age.key"));
        var old = new OldValueTrial.Old(new Credential(subject, leaked), leaked, file, pipe);
        Path root = Objects.requireNonNull(replacement.repository.host.getParent());
        String path = "/" + replacement.repository.host.getFileName();
        try (var host = new GitOverHttp(root, "git", OLD)) {
            assertThat(new GitTokenTrial(host.url(path)).of(old).orElseThrow().message())
                    .contains("still accepts the old token");
        }
        try (var host = new GitOverHttp(root, "git", NEW)) {
            assertThat(new GitTokenTrial(host.url(path)).of(old).orElseThrow().message())
                    .contains("refuses the old token");
        }
    }
}
