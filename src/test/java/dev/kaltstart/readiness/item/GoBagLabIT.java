package dev.kaltstart.readiness.item;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.cluster.Cluster;
import dev.kaltstart.cluster.FakeCluster;
import dev.kaltstart.cluster.Inventory;
import dev.kaltstart.cluster.Prerequisite;
import dev.kaltstart.cluster.Prerequisite.State;
import dev.kaltstart.lab.Lab;
import dev.kaltstart.lab.LabTools;
import dev.kaltstart.readiness.GoBagItem;
import dev.kaltstart.readiness.Occasion;
import dev.kaltstart.shell.Command;
import dev.kaltstart.shell.Shell;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The secrets of the go-bag with the real sops and age: what opens, what does not, and that nothing is shown. */
@Tag("lab")
@SuppressWarnings("NullAway.Init")
class GoBagLabIT {

    @TempDir
    Path root;

    private ItemWorld world;
    private LabTools tools;
    private String recipient;

    @BeforeEach
    void keys() throws IOException {
        world = new ItemWorld(root);
        Files.delete(root.resolve("age.key"));
        tools = new LabTools(root);
        recipient = tools.ageKey("age.key");
        world.recipient = recipient;
        encrypted(ItemWorld.DEPLOY_KEY, "stringData:\n  identity: for-tests-only\n");
    }

    @Test
    void theKeyOpensARealFile() throws IOException {
        assertThat(prove(new AgeKeyItem()).state()).isEqualTo(State.PROVEN);
        assertThat(prove(new BootstrapSecretsItem()).state()).isEqualTo(State.PROVEN);

        Files.delete(root.resolve("age.key"));
        tools.ageKey("age.key");
        assertThat(prove(new AgeKeyItem())).satisfies(found -> {
            assertThat(found.state()).isEqualTo(State.MISSING);
            assertThat(found.message()).contains("does not open it");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"stringData", "data"})
    void thePublicKeyComesOutOfThePipeAndNothingElse(String section) throws IOException {
        fluxKey(section, "age.key");
        assertThat(prove(new FluxKeyItem())).satisfies(found -> {
            assertThat(found.state()).isEqualTo(State.PROVEN);
            assertThat(found.message()).contains(recipient.substring(0, 16)).doesNotContain("SECRET");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"stringData", "data"})
    void aKeyThatNothingIsEncryptedForIsNamed(String section) throws IOException {
        String other = tools.ageKey("other.key");
        fluxKey(section, "other.key");
        assertThat(prove(new FluxKeyItem())).satisfies(found -> {
            assertThat(found.state()).isEqualTo(State.MISSING);
            assertThat(found.message()).contains(other.substring(0, 16), "Flux could decrypt nothing");
        });
    }

    @Test
    void aKeyThatIsSafeFromQuantumComputersIsAKey() throws IOException {
        String quantum = tools.ageKey("quantum.key", "-pq");
        fluxKey("stringData", "quantum.key");
        world.recipient = quantum;

        assertThat(prove(new FluxKeyItem()).state()).isEqualTo(State.PROVEN);
    }

    @Test
    void whatIsNoKeyIsNotShown() throws IOException {
        encrypted(ItemWorld.FLUX_KEY, "stringData:\n  age.agekey: for-tests-only-and-no-key\n");

        assertThat(prove(new FluxKeyItem())).satisfies(found -> {
            assertThat(found.state()).isEqualTo(State.MISSING);
            assertThat(found.message()).contains("no age key at age.agekey").doesNotContain("for-tests-only");
        });
    }

    @Test
    void theAuthorityOfTheBundleIsComparedWithTheTalosconfig() throws IOException {
        String ours = Base64.getEncoder().encodeToString("ours".getBytes(UTF_8));
        String bundle =
                "cluster:\n  id: for-tests-only\ncerts:\n  os:\n    crt: " + ours + "\n    key: for-tests-only\n";
        world.write("talos/clusterconfig/talosconfig", "context: a\ncontexts:\n  a:\n    ca: " + ours + "\n");
        encrypt("talos/talsecret.sops.yaml", bundle, ".*");
        assertThat(prove(new MachineSecretsItem()).message())
                .contains("has the certificate authority of the cluster")
                .doesNotContain("for-tests-only");

        world.write("talos/clusterconfig/talosconfig", "context: a\ncontexts:\n  a:\n    ca: b3RoZXJz\n");
        assertThat(prove(new MachineSecretsItem())).satisfies(found -> {
            assertThat(found.state()).isEqualTo(State.MISSING);
            assertThat(found.message())
                    .contains("another certificate authority")
                    .doesNotContain("for-tests-only");
        });
    }

    private void fluxKey(String section, String file) throws IOException {
        String key = Files.readString(root.resolve(file));
        encrypted(
                ItemWorld.FLUX_KEY,
                section.equals("data")
                        ? "data:\n  age.agekey: " + Base64.getEncoder().encodeToString(key.getBytes(UTF_8)) + "\n"
                        : "stringData:\n  age.agekey: |\n" + key.indent(4));
    }

    private void encrypted(String file, String content) {
        world.encrypted.add(Path.of(file));
        encrypt(file, "kind: Secret\n" + content, "^(data|stringData)$");
    }

    private void encrypt(String file, String content, String what) {
        world.write(file, content);
        var result = tools.run(Command.of("sops", "encrypt", "--in-place", "--age", recipient)
                .plus("--encrypted-regex", what, root.resolve(file).toString()));
        assertThat(result.error()).isEmpty();
    }

    private Prerequisite prove(GoBagItem item) {
        return item.prove(Occasion.ordinary(new RealCluster(world.cluster(), tools)))
                .orElseThrow();
    }

    /** talhelper is no program of the lab: it is only asked for its version here. */
    private record RealCluster(FakeCluster rest, LabTools tools) implements Cluster {

        @Override
        public Shell looking() {
            String path = List.of("sops", "age-keygen").stream()
                    .map(program -> Objects.requireNonNull(
                                    Lab.here().tool(program).getParent())
                            .toString())
                    .reduce("/usr/bin:/bin", (one, other) -> other + ":" + one);
            return command -> tools.run(command.with("PATH", path));
        }

        @Override
        public String name() {
            return rest.name();
        }

        @Override
        public Inventory inventory() {
            return rest.inventory();
        }

        @Override
        public Clock clock() {
            return rest.clock();
        }

        @Override
        public Duration pace(Duration duration) {
            return rest.pace(duration);
        }

        @Override
        public Shell shell() {
            throw new AssertionError("nothing is done here");
        }

        @Override
        public KubernetesClient kubernetes() {
            return rest.kubernetes();
        }
    }
}
