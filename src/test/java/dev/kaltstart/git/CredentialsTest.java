package dev.kaltstart.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kaltstart.cluster.ClusterRepository.Credentials;
import dev.kaltstart.cluster.RepositoryUrl;
import dev.kaltstart.git.Reversal.Reverted;
import dev.kaltstart.git.Undo.OneCommit;
import dev.kaltstart.shell.Command;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CredentialsTest {

    private static final String TOKEN = "correct-horse-battery-staple";

    @TempDir
    Path directory;

    private Forge forge;
    private GitOverHttp host;
    private Path tokenFile;
    private CommitId bad;

    @BeforeEach
    void aHostThatWantsAToken() throws IOException {
        assumeTrue(GitOverHttp.installed(), "git http-backend is not installed");
        forge = new Forge(directory);
        forge.quick = false;
        bad = forge.destroy("apps/paperless");
        forge.push();
        RealGit.git(forge.bare, "config", "http.receivepack", "true");
        host = new GitOverHttp(directory.resolve("host"), "oauth2", TOKEN);
        tokenFile = Files.writeString(directory.resolve("token"), TOKEN + "\n");
        Files.setPosixFilePermissions(tokenFile, PosixFilePermissions.fromString("rw-------"));
    }

    @AfterEach
    void close() {
        if (host != null) {
            host.close();
        }
    }

    @Test
    void fetchesAndPushesOverHttpAndLeavesTheTokenNowhere() throws IOException {
        RecoveryClone clone = clone("prepare");
        assertThat(clone.fetch()).isEqualTo(new RemoteHead.At(bad));
        Reverted made = (Reverted) clone.revert(new OneCommit(bad, null), bad, Forge.AT);
        assertThat(clone("push").push(made.commit(), bad)).isEqualTo(new Push.Pushed("main", made.commit()));
        clone("bundle").bundle(made.commit());

        assertThat(host.paths).contains("/cluster.git/git-receive-pack");
        assertThat(forge.hostHead()).isEqualTo(made.commit());
        assertThat(forge.bench.log.of(Forge.RECOVERY))
                .hasSize(3)
                .allSatisfy(command -> assertThat(command.line() + command.output() + command.error())
                        .doesNotContain(TOKEN));
        String encoded = Base64.getEncoder().encodeToString(("oauth2:" + TOKEN).getBytes(StandardCharsets.UTF_8));
        try (var files = Files.walk(forge.home)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain(TOKEN, encoded, tokenFile.toString());
            }
        }
    }

    @Test
    void handsTheTokenToNoProcessInItsArgumentsOrItsEnvironment() {
        var remote = new Remote(
                new RepositoryUrl(host.url("/cluster.git")),
                new Credentials(null, null, tokenFile, "oauth2"),
                directory.resolve("askpass"),
                forge.bench.redaction);

        Command command = remote.reaching(Command.of("git", "ls-remote"));

        assertThat(command.arguments()).containsExactly("ls-remote");
        assertThat(command.environment())
                .containsEntry("KALTSTART_GIT_TOKEN_FILE", tokenFile.toString())
                .containsEntry("GIT_ALLOW_PROTOCOL", "http");
        assertThat(command.environment().values()).noneMatch(value -> value.contains(TOKEN));
        assertThat(forge.bench.redaction.clean("remote: " + TOKEN)).doesNotContain(TOKEN);
    }

    @Test
    void saysThatTheTokenIsWrong() throws IOException {
        Files.writeString(tokenFile, "some-other-token\n");

        RemoteHead.Unreachable head = (RemoteHead.Unreachable) clone("look").fetch();

        assertThat(head.message()).contains("Authentication failed").doesNotContain("some-other-token");
    }

    @Test
    void saysThatTheTokenMayNotPush() {
        RecoveryClone clone = clone("prepare");
        clone.fetch();
        Reverted made = (Reverted) clone.revert(new OneCommit(bad, null), bad, Forge.AT);
        host.mayWrite = false;

        Push.Refused refused = (Push.Refused) clone("push").push(made.commit(), bad);

        assertThat(refused.message()).contains("403");
    }

    @Test
    void followsTheHostNowhere() {
        RemoteHead head = forge.clone(
                        forge.repository(
                                host.url("/elsewhere/cluster.git"),
                                null,
                                new Credentials(null, null, tokenFile, "oauth2")),
                        "look")
                .remoteHead();

        assertThat(head).isInstanceOf(RemoteHead.Unreachable.class);
        assertThat(host.paths).isEmpty();
    }

    @Test
    void refusesATokenThatOthersCanReadOrThatIsNone() throws IOException {
        Files.setPosixFilePermissions(tokenFile, PosixFilePermissions.fromString("rw-r-----"));
        assertThatThrownBy(() -> clone("look").remoteHead())
                .isInstanceOf(GitTrouble.class)
                .hasMessage("other users of this machine can read the token: run chmod 600 on " + tokenFile);

        Files.setPosixFilePermissions(tokenFile, PosixFilePermissions.fromString("rw-------"));
        Files.writeString(tokenFile, "\n");
        assertThatThrownBy(() -> clone("look").remoteHead()).hasMessageContaining("is empty");

        Files.delete(tokenFile);
        assertThatThrownBy(() -> clone("look").remoteHead())
                .hasMessage("the token is missing: there is no file " + tokenFile);
    }

    @Test
    void givesSshTheKeyAndTheHostsAndNothingElse() throws IOException {
        Path key = Files.writeString(
                Files.createDirectory(directory.resolve("a place")).resolve("id"), "key");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        var remote = new Remote(
                new RepositoryUrl("ssh://git@127.0.0.1:1/cluster.git"),
                new Credentials(key, directory.resolve("hosts"), null, "git"),
                directory.resolve("askpass"),
                forge.bench.redaction);

        String ssh = remote.reaching(Command.of("git")).environment().get("GIT_SSH_COMMAND");

        assertThat(ssh).contains("-F /dev/null", "BatchMode=yes", "StrictHostKeyChecking=yes", "IdentitiesOnly=yes");
        List<String> words = RealGit.git(directory, "-c", "alias.words=!printf '%s\\n' " + ssh, "words")
                .lines()
                .toList();
        assertThat(words)
                .contains("IdentityFile=\"" + key + "\"", "UserKnownHostsFile=\"" + directory.resolve("hosts") + "\"");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> remote.reaching(Command.of("git"))).hasMessageContaining("chmod 600");
    }

    private RecoveryClone clone(String step) {
        return forge.clone(
                forge.repository(host.url("/cluster.git"), null, new Credentials(null, null, tokenFile, "oauth2")),
                step);
    }
}
