package dev.kaltstart.readiness.item;

import static dev.kaltstart.readiness.item.ItemWorld.HANGS;
import static dev.kaltstart.readiness.item.ItemWorld.OK;
import static dev.kaltstart.readiness.item.ItemWorld.prove;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.cluster.FakeCluster;
import dev.kaltstart.cluster.Node;
import dev.kaltstart.cluster.Prerequisite.State;
import dev.kaltstart.shell.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@SuppressWarnings("NullAway.Init")
class MachineItemsTest {

    private static final String BUNDLE = "talos/talsecret.sops.yaml";
    private static final String OURS = Base64.getEncoder().encodeToString("ours".getBytes(UTF_8));
    private static final String OTHERS = Base64.getEncoder().encodeToString("others".getBytes(UTF_8));

    @TempDir
    Path root;

    private ItemWorld world;

    @BeforeEach
    void checkOut() {
        world = new ItemWorld(root);
        world.write(BUNDLE, "cluster:\n  id: ENC[x]\nsops:\n  mac: ENC[y]\n");
        world.write(
                "talos/clusterconfig/talosconfig", "context: homelab\ncontexts:\n  homelab:\n    ca: " + OURS + "\n");
    }

    @Test
    void theBundleIsTheOneOfTheCluster() {
        var found = prove(new MachineSecretsItem(), bundle(Result.exited(0, OURS + "\n", "")));

        assertThat(found.state()).isEqualTo(State.PROVEN);
        assertThat(found.message()).contains("can be decrypted", "has the certificate authority of the cluster");
    }

    @Test
    void theBundleOfAnotherClusterIsNoBundle() {
        var found = prove(new MachineSecretsItem(), bundle(Result.exited(0, OTHERS + "\n", "")));

        assertThat(found.state()).isEqualTo(State.MISSING);
        assertThat(found.message()).contains("another certificate authority", "from the backup");
    }

    @Test
    void aBundleThatCannotBeComparedIsProvenByItsKeyAlone() {
        assertThat(prove(new MachineSecretsItem(), bundle(Result.exited(1, "", "component not found")))
                        .state())
                .isEqualTo(State.PROVEN);
    }

    @Test
    void withoutABundleNoneIsMade() throws Exception {
        Files.delete(root.resolve(BUNDLE));
        FakeCluster cluster = world.cluster();

        assertThat(prove(new MachineSecretsItem(), cluster).state()).isEqualTo(State.MISSING);
        assertThat(cluster.acts()).isEmpty();
    }

    @Test
    void machinesHaveAnAddressAndARenderer() {
        var runs = world.cluster().when("talhelper --version", OK);
        assertThat(prove(new MachinesItem(), runs).message()).contains("of 6 machines");

        var without = world.cluster().without("talhelper");
        assertThat(prove(new MachinesItem(), without).state()).isEqualTo(State.MISSING);

        world.with();
        assertThat(prove(new MachinesItem(), world.cluster()).message()).contains("describes no machine");
    }

    @Test
    void theSchematicIsKnownWithoutAskingTheFactory() {
        assertThat(prove(new ImagesItem(), world.cluster()).message())
                .isEqualTo("the image of every machine is known, of the schematic 613e1592b2da…");

        Node node = world.inventory().nodes().get(0);
        world.with(new Node(
                node.name(), node.role(), node.addresses(), null, null, null, null, null, node.machineConfig(), "t:1"));
        assertThat(prove(new ImagesItem(), world.cluster())).satisfies(found -> {
            assertThat(found.state()).isEqualTo(State.UNPROVEN);
            assertThat(found.message()).contains("names no image of Talos for cp-1");
        });
    }

    @Test
    void everyProgramOfTheRecipeIsAskedForItsVersion() {
        world.write(
                "scripts/bootstrap-apps.sh",
                "# op and flux are not needed\nhelmfile --file x template | yq 'a' | kubectl apply\n./op\necho fluxcapacitor\n");

        assertThat(prove(new BootstrapToolsItem(), tools()).message())
                .isEqualTo("age-keygen, helmfile, kubectl, sops, task, yq run");
    }

    @ParameterizedTest
    @CsvSource({"127, MISSING, ends with exit code 127", "-1, UNKNOWN, does not answer in time"})
    void aProgramThatDoesNotRunIsNotThere(int exitCode, State state, String expected) {
        world.write("scripts/bootstrap-apps.sh", "helmfile sync\nyq .\n");
        Result result = exitCode < 0 ? HANGS : Result.exited(exitCode, "", "cannot execute");

        var found = prove(new BootstrapToolsItem(), tools().when("helmfile --version", result));

        assertThat(found.state()).isEqualTo(state);
        assertThat(found.message()).contains(expected).doesNotContain("yq");
    }

    @Test
    void talosctlRuns() {
        assertThat(prove(new TalosctlItem(), world.cluster().when("talosctl version --client", OK))
                        .state())
                .isEqualTo(State.PROVEN);
        assertThat(prove(new TalosctlItem(), world.cluster().without("talosctl"))
                        .state())
                .isEqualTo(State.MISSING);
    }

    private FakeCluster tools() {
        return world.cluster()
                .when("age-keygen --version", OK)
                .when("helmfile --version", OK)
                .when("kubectl version --client", OK)
                .when("sops --version", OK)
                .when("task --version", OK)
                .when("yq --version", OK);
    }

    private FakeCluster bundle(Result certificate) {
        var sops = world.sops(BUNDLE);
        return world.cluster()
                .when(sops.opening("[\"cluster\"][\"id\"]").line(), OK)
                .when(sops.printing("[\"certs\"][\"os\"][\"crt\"]").line(), certificate);
    }
}
