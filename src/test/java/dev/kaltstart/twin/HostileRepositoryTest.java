package dev.kaltstart.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.kaltstart.git.RealGit;
import dev.kaltstart.twin.store.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a repository may hold: a rehearsal runs all the same, and touches nothing real. */
class HostileRepositoryTest {

    @TempDir
    Path directory;

    @Test
    void aWorktreeOfARealRepositoryStaysAsItIs() throws IOException {
        Path real = directory.resolve("real");
        Files.createDirectories(real);
        RealGit.git(real, "init", "--quiet", "--initial-branch=main");
        Files.writeString(real.resolve("kept.txt"), "kept");
        RealGit.git(real, "add", "--all");
        RealGit.git(real, "-c", "user.name=x", "-c", "user.email=x@example.org", "commit", "--quiet", "-m", "first");
        var twin = TwinFixture.sample(directory);
        Path checkout = directory.resolve("checkout");
        // as git worktree add leaves it, there and in a directory below
        Files.writeString(checkout.resolve(".git"), "gitdir: " + real.resolve(".git") + "\n");
        Files.writeString(checkout.resolve("kubernetes/.git"), "gitdir: " + real.resolve(".git") + "\n");
        String before =
                RealGit.git(real, "status", "--porcelain", "--ignored") + RealGit.git(real, "ls-files", "--stage");

        try (twin) {
            twin.drifting();

            assertThat(twin.twin().world().repository().resolve("kubernetes/.git"))
                    .doesNotExist();
        }

        assertThat(RealGit.git(real, "status", "--porcelain", "--ignored") + RealGit.git(real, "ls-files", "--stage"))
                .isEqualTo(before);
        assertThat(RealGit.git(real, "log", "--format=%s", "--all").strip()).isEqualTo("first");
    }

    @Test
    void namesOfFilesMayBeAnything() throws IOException {
        var twin = TwinFixture.sample(directory);
        Path apps = directory.resolve("checkout/kubernetes/apps");
        Files.writeString(apps.resolve("a\nb\u001b[2J.yaml"), "a: 1\n");
        Files.writeString(apps.resolve("\"quoted\".yaml"), "a: 1\n");

        try (twin) {
            assertThatCode(() -> twin.drifting()).doesNotThrowAnyException();
        }
    }

    @Test
    void aNameIsAPartOfATextAndOfNothingElse() {
        for (String name : List.of("a\nb", "a\"b", "a\", \"x\": \"y", "a\\", "it's", "\u001b[2J", "%s")) {
            var object = Json.of("{'metadata': {'name': '%s'}, 'number': %d}", name, 3);

            assertThat(Json.text(object, "metadata", "name")).isEqualTo(name);
            assertThat(object).hasSize(2);
        }
    }

    @Test
    void anybodyElseOnThisMachineIsNotLetIntoTheTwin() throws Exception {
        try (var twin = TwinFixture.homelab(directory).losing("wk-2")) {
            for (String path : List.of("/api/v1/nodes", "/readyz", "/api/v1/nodes?watch=true")) {
                for (String method : List.of("GET", "DELETE")) {
                    var request = HttpRequest.newBuilder(URI.create(twin.twin().url() + path))
                            .method(method, HttpRequest.BodyPublishers.noBody());
                    assertThat(status(request)).isEqualTo(401);
                    assertThat(status(request.header("Authorization", "Bearer rehearsal")))
                            .isEqualTo(401);
                }
            }
            assertThat(twin.kubernetes().nodes().list().getItems()).hasSize(6);
        }
    }

    private static int status(HttpRequest.Builder request) throws Exception {
        return HttpClient.newHttpClient()
                .send(request.build(), BodyHandlers.ofString())
                .statusCode();
    }
}
