package dev.kaltstart.talos;

import static dev.kaltstart.talos.TalosFixture.about;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.kaltstart.cluster.FakeCluster;
import dev.kaltstart.cluster.FakeInventory;
import dev.kaltstart.cluster.Inventory;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.engine.Turn;
import dev.kaltstart.shell.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RenderConfigTest {

    private static final String CONFIG = "talos/clusterconfig/homelab-wk-1.yaml";
    private static final String SECRET = "c2VjcmV0LXRoYXQtbXVzdC1uZXZlci1iZS1zaG93bg";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path root;

    private final RenderConfig step = new RenderConfig();

    @BeforeEach
    void checkOut() throws IOException {
        write("talos/talsecret.sops.yaml", "cluster:\n  id: ENC[x]\nsops:\n  mac: ENC[y]\n  version: 3.13.2\n");
        write("talos/talconfig.yaml", "clusterName: homelab\n");
        Files.setLastModifiedTime(
                root.resolve("talos/talconfig.yaml"), FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));
        Files.setLastModifiedTime(
                root.resolve("talos/talsecret.sops.yaml"), FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));
        write("talos/clusterconfig/talosconfig", talosconfig("ours"));
        write("kubeconfig", kubeconfig("ours"));
    }

    @Test
    void isDoneWhenTheConfigurationBelongsToThisCluster() throws IOException {
        write(CONFIG, machineConfig("ours", "ours"));

        assertThat(check(cluster())).isInstanceOf(Check.Met.class);
    }

    @Test
    void rendersWhatIsNotThere() throws IOException {
        FakeCluster cluster = cluster()
                .when("talhelper genconfig", TalosOutput.ok(""))
                .effect("talhelper genconfig", () -> write(CONFIG, machineConfig("ours", "ours")));

        assertThat(check(cluster)).isInstanceOf(Check.NotYet.class);
        Turn.perform(step, about(cluster, "wk-1"));

        assertThat(check(cluster)).isInstanceOf(Check.Met.class);
        assertThat(cluster.actCommands().get(0).directory()).isEqualTo(root.resolve("talos"));
        assertThat(cluster.actCommands().get(0).environment())
                .containsEntry("SOPS_AGE_KEY_FILE", root.resolve("age.key").toString());
    }

    @Test
    void rendersAgainWhatIsOlderThanItsSources() throws IOException {
        write(CONFIG, machineConfig("ours", "ours"));
        Files.setLastModifiedTime(root.resolve(CONFIG), FileTime.from(Instant.parse("2025-01-01T00:00:00Z")));

        assertThat(check(cluster())).isInstanceOf(Check.NotYet.class);
    }

    @Test
    void refusesToMakeANewPkiWhenTheSecretsAreMissing() throws IOException {
        Files.delete(root.resolve("talos/talsecret.sops.yaml"));

        assertThatThrownBy(() -> check(cluster()))
                .isInstanceOfSatisfying(
                        Failure.Fatal.class,
                        failure -> assertThat(failure.code()).isEqualTo("MACHINE_SECRETS_MISSING"));
    }

    @Test
    void refusesSecretsThatAreNotEncrypted() throws IOException {
        write("talos/talsecret.sops.yaml", "cluster: {id: " + SECRET + "}\n");

        assertThatThrownBy(() -> check(cluster()))
                .isInstanceOf(Failure.Fatal.class)
                .hasMessageContaining("not encrypted")
                .hasMessageNotContaining(SECRET);
    }

    /** The certificate authority is compared with the cluster's after rendering, however the bundle is kept. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "cluster: {id: 'ref+op://vault/talos/id'}\n",
                "cluster:\n  id: ${CLUSTER_ID}\n",
                "cluster: {id: x}\ncerts: {os: {crt: " + SECRET + ", key: " + SECRET + "}}\n"
            })
    void rendersWithABundleThatIsFilledByAnotherToolOrInPlainText(String bundle) throws IOException {
        write("talos/talsecret.sops.yaml", bundle);
        Files.setLastModifiedTime(
                root.resolve("talos/talsecret.sops.yaml"), FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));

        assertThat(check(cluster())).isInstanceOf(Check.NotYet.class);
        write(CONFIG, machineConfig("ours", "ours"));
        assertThat(check(cluster())).isInstanceOf(Check.Met.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"id: ref+op://vault/talos/id", "secret: ${CLUSTER_SECRET}", "token: <token>"})
    void neverAppliesAPlaceholder(String left) {
        write("talos/talsecret.sops.yaml", "cluster:\n  " + left + "\n");
        write(CONFIG, machineConfig("ours", "ours").replace("cluster:\n", "cluster:\n  " + left + "\n"));

        assertThatThrownBy(() -> check(cluster()))
                .isInstanceOfSatisfying(
                        Failure.NeedsHuman.class,
                        failure -> assertThat(failure.code()).isEqualTo("PLACEHOLDERS_LEFT"))
                .hasMessageContaining(CONFIG + " has a placeholder at cluster." + left.split(":")[0]);
        assertThat(step.remedies(about(cluster(), "wk-1"), "RENDER_FAILED"))
                .first()
                .asString()
                .startsWith("# talos/talsecret.sops.yaml:2 has placeholders");
    }

    @Test
    void refusesTheConfigurationOfAnotherCluster() {
        write(CONFIG, machineConfig("theirs", "theirs"));

        assertThatThrownBy(() -> check(cluster()))
                .isInstanceOfSatisfying(
                        Failure.Fatal.class,
                        failure -> assertThat(failure.code()).isEqualTo("OTHER_PKI"));
    }

    @Test
    void noticesANewPkiThatHasOverwrittenTheTalosconfigToo() {
        write(CONFIG, machineConfig("theirs", "theirs"));
        write("talos/clusterconfig/talosconfig", talosconfig("theirs"));

        assertThatThrownBy(() -> check(cluster()))
                .isInstanceOf(Failure.Fatal.class)
                .hasMessageContaining("kubeconfig");
    }

    @Test
    void putsTheTalosconfigBackWhenRenderingMadeANewPki() throws IOException {
        FakeCluster cluster = cluster()
                .when("talhelper genconfig", TalosOutput.ok(""))
                .effect("talhelper genconfig", () -> write("talos/clusterconfig/talosconfig", talosconfig("theirs")));

        assertThatThrownBy(() -> Turn.perform(step, about(cluster, "wk-1"))).isInstanceOf(Failure.Fatal.class);
        assertThat(root.resolve("talos/clusterconfig/talosconfig")).hasContent(talosconfig("ours"));
    }

    /** Several nodes at once, without a kubeconfig: until the talosconfig is put back, a foreign configuration looks right. */
    @Test
    void takesNoNodeForRenderedWhileAnotherIs() throws IOException {
        Files.deleteIfExists(FakeInventory.homelabIn(root).tools().kubeconfig());
        var other = new CompletableFuture<Check>();
        FakeCluster cluster = cluster()
                .when("talhelper genconfig", TalosOutput.ok(""))
                .effect("talhelper genconfig", () -> {
                    write(CONFIG, machineConfig("theirs", "theirs"));
                    write("talos/clusterconfig/talosconfig", talosconfig("theirs"));
                    var look = new Thread(() -> {
                        try {
                            other.complete(check(cluster()));
                        } catch (Failure e) {
                            other.completeExceptionally(e);
                        }
                    });
                    look.start();
                    await().until(() -> other.isDone() || look.getState() == Thread.State.BLOCKED);
                });

        assertThatThrownBy(() -> Turn.perform(step, about(cluster, "wk-1"))).isInstanceOf(Failure.Fatal.class);
        assertThatThrownBy(() -> other.get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(Failure.Fatal.class);
    }

    @Test
    void asksAPersonWhenRenderingFails() {
        FakeCluster cluster =
                cluster().when("talhelper genconfig", Result.exited(1, "", "failed to parse talconfig.yaml\n"));

        assertThatThrownBy(() -> Turn.perform(step, about(cluster, "wk-1")))
                .isInstanceOf(Failure.NeedsHuman.class)
                .hasMessageContaining("failed to parse talconfig.yaml");
    }

    @Test
    void showsNothingOfAFileThatCannotBeRead() {
        write(CONFIG, "machine:\n  token: " + SECRET + "\n\t- broken");

        Check check = check(cluster());

        assertThat(check).isInstanceOf(Check.NotYet.class);
        assertThat(check.message()).doesNotContain(SECRET);
    }

    @Test
    void cannotTellWithoutATalosconfig() throws IOException {
        write(CONFIG, machineConfig("ours", "ours"));
        Files.delete(root.resolve("talos/clusterconfig/talosconfig"));

        assertThat(check(cluster())).isInstanceOf(Check.Unknown.class);
    }

    @Test
    void rendersOneNodeWithTopf() {
        Inventory inventory = made(Inventory.TalosTool.TOPF);

        assertThat(Rendering.command(inventory, inventory.nodes().get(0)))
                .hasValueSatisfying(command -> assertThat(command.arguments())
                        .containsExactly(
                                "render", "--output", root + "/talos/clusterconfig", "--nodes-filter", "^cp-1$"));
    }

    @Test
    void asksAPersonWhereNoToolRenders() throws IOException {
        FakeCluster cluster = new FakeCluster(made(Inventory.TalosTool.MINIJINJA));

        assertThat(check(cluster)).isInstanceOf(Check.NotYet.class);
        assertThatThrownBy(() -> Turn.perform(step, about(cluster, "wk-1")))
                .isInstanceOfSatisfying(Failure.NeedsHuman.class, failure -> {
                    assertThat(failure.code()).isEqualTo("RENDER_BY_HAND");
                    assertThat(failure.message())
                            .contains("talos/talconfig.yaml:110", root + "/" + CONFIG, "then choose to try again");
                });
        assertThat(cluster.acts()).isEmpty();

        write(CONFIG, machineConfig("theirs", "theirs"));
        assertThatThrownBy(() -> check(cluster))
                .isInstanceOf(Failure.Fatal.class)
                .hasMessageContaining("another Talos CA");
        write(CONFIG, machineConfig("ours", "ours"));
        assertThat(check(cluster)).isInstanceOf(Check.Met.class);
    }

    @Test
    void aPatchThatIsNewerThanTheConfigurationCounts() throws IOException {
        write(CONFIG, machineConfig("ours", "ours"));
        write("talos/patches/global/kubelet.yaml", "machine: {}\n");
        Files.setLastModifiedTime(
                root.resolve("talos/patches/global/kubelet.yaml"),
                FileTime.from(Instant.now().plusSeconds(60)));

        assertThat(check(cluster())).isInstanceOf(Check.NotYet.class);
    }

    private Inventory made(Inventory.TalosTool tool) {
        Inventory old = FakeInventory.homelabIn(root);
        var tools = new Inventory.Tools(
                Inventory.TaskRunner.JUST,
                tool,
                old.tools().kubeconfig(),
                old.tools().talosconfig(),
                old.tools().ageKey());
        return FakeInventory.with(old, tools);
    }

    private Check check(FakeCluster cluster) {
        return Turn.check(step, about(cluster, "wk-1"));
    }

    private FakeCluster cluster() {
        return new FakeCluster(FakeInventory.homelabIn(root));
    }

    private static String machineConfig(String talos, String kubernetes) {
        return "version: v1alpha1\nmachine:\n  token: " + SECRET + "\n  ca: {crt: " + pem(talos) + ", key: \"\"}\n"
                + "cluster:\n  ca: {crt: " + pem("k8s " + kubernetes) + ", key: \"\"}\n---\nkind: HostnameConfig\n";
    }

    private static String talosconfig(String ca) {
        return "context: homelab\ncontexts:\n  homelab:\n    endpoints: [10.20.0.11]\n    ca: " + pem(ca) + "\n";
    }

    private static String kubeconfig(String ca) {
        return "clusters:\n  - name: homelab\n    cluster:\n      certificate-authority-data: " + pem("k8s " + ca)
                + "\n";
    }

    private static String pem(String whose) {
        String text = "-----BEGIN CERTIFICATE-----\n" + whose + "\n-----END CERTIFICATE-----\n";
        return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }

    private void write(String path, String content) {
        try {
            Files.createDirectories(root.resolve(path).getParent());
            Files.writeString(root.resolve(path), content);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
