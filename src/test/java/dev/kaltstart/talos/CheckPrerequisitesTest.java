package dev.kaltstart.talos;

import static dev.kaltstart.talos.NodeFacts.PREREQUISITES_PROVEN;
import static dev.kaltstart.talos.NodeFacts.UNPROVEN_PREREQUISITES;
import static dev.kaltstart.talos.TalosFixture.about;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.kaltstart.cluster.FakeCluster;
import dev.kaltstart.cluster.FakeInventory;
import dev.kaltstart.cluster.Inventory;
import dev.kaltstart.cluster.Node;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Fact;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.engine.FakeRun;
import dev.kaltstart.engine.HumanTask.Refused;
import dev.kaltstart.engine.Turn;
import dev.kaltstart.shell.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CheckPrerequisitesTest {

    private static final String BUNDLE = "talos/talsecret.sops.yaml";
    private static final String TALOSCONFIG = "talos/clusterconfig/talosconfig";
    private static final String SECRET = "c2VjcmV0LXRoYXQtbXVzdC1uZXZlci1iZS1zaG93bg";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path root;

    private final CheckPrerequisites step = new CheckPrerequisites();

    @BeforeEach
    void checkOut() {
        write(BUNDLE, "cluster:\n  id: ENC[x]\nsops:\n  mac: ENC[y]\n");
        write(
                TALOSCONFIG,
                "context: homelab\ncontexts:\n  homelab:\n    ca: "
                        + Base64.getEncoder().encodeToString("ours".getBytes(UTF_8)) + "\n");
        write("age.key", "# of the test\n");
    }

    @Test
    void isMetWhenEverythingIsThere() {
        FakeCluster cluster = equipped(inventory());
        FakeRun run = about(cluster, "wk-1");

        assertThat(Turn.check(step, run))
                .isInstanceOfSatisfying(
                        Check.Met.class,
                        met -> assertThat(met.message())
                                .contains(
                                        BUNDLE + " can be decrypted", "10.20.0.21", "talhelper runs", "talosctl runs"));
        assertThat(run.get(PREREQUISITES_PROVEN)).isTrue();
        assertThat(run.get(UNPROVEN_PREREQUISITES)).isEmpty();
        assertThat(cluster.acts()).isEmpty();
    }

    @Test
    void opensTheSecretsWithTheKeyOfTheOperatorAndShowsNothing() {
        var command = MachineSecrets.opening(inventory());

        assertThat(command.line())
                .isEqualTo("sops decrypt --extract '[\"cluster\"][\"id\"]' --output /dev/null " + root.resolve(BUNDLE));
        assertThat(command.environment())
                .containsEntry("SOPS_AGE_KEY_FILE", root.resolve("age.key").toString());
    }

    @Test
    void namesEverythingThatIsMissingAtOnce() throws IOException {
        Files.delete(root.resolve(BUNDLE));
        write(TALOSCONFIG, "nothing");
        Inventory inventory = changed(node -> imageless(TalosFixture.addressed(node, "wk-1.example")));
        FakeCluster cluster = equipped(inventory).without("talhelper").without("talosctl");

        Failure failure = refusal(cluster);

        assertThat(failure.code()).isEqualTo("PREREQUISITE_MISSING");
        assertThat(failure.message())
                .contains(
                        "nothing has been changed yet",
                        BUNDLE + " is missing or cannot be read",
                        "from the history of the repository or from the backup",
                        "the address of wk-1 is 'wk-1.example'",
                        "write it down in talos/talconfig.yaml:110",
                        "'talhelper' is not installed here",
                        "'talosctl' is not installed here",
                        "put back the talosconfig")
                .contains("you will be asked to confirm", "names no image of Talos for wk-1");
    }

    @ParameterizedTest
    @CsvSource({
        "128, true, does not open it",
        "128, false, there is no age key at",
        "51, true, changed after it was encrypted",
        "25, true, changed after it was encrypted",
        "1, true, to see why"
    })
    void saysWhyTheSecretsCannotBeOpened(int exitCode, boolean key, String expected) throws IOException {
        if (!key) {
            Files.delete(root.resolve("age.key"));
        }
        FakeCluster cluster = equipped(inventory())
                .when(
                        MachineSecrets.opening(inventory()).line(),
                        Result.exited(exitCode, "", "Input string " + SECRET + " does not match sops' data format"));

        assertThat(refusal(cluster).message())
                .contains(BUNDLE + " cannot be decrypted here", expected)
                .as("sops quotes what it cannot decrypt")
                .doesNotContain(SECRET);
        assertThat(step.remedies(about(cluster, "wk-1"), "PREREQUISITE_MISSING"))
                .contains("export SOPS_AGE_KEY_FILE=" + root.resolve("age.key"))
                .contains(MachineSecrets.opening(inventory()).line());
    }

    @Test
    void asksForSopsWhereItIsNotInstalled() {
        assertThat(refusal(equipped(inventory()).without("sops")).message())
                .contains(BUNDLE + " cannot be decrypted here: 'sops' is not installed here");
    }

    @Test
    void doesNotTakeAHangForAnAnswer() {
        FakeCluster cluster = equipped(inventory())
                .when(MachineSecrets.opening(inventory()).line(), new Result(Result.Ending.STOPPED, -1, "", ""));

        assertThat(Turn.check(step, about(cluster, "wk-1"))).isInstanceOf(Check.Unknown.class);
    }

    @Test
    void refusesARendererThatDoesNotRun() {
        FakeCluster cluster =
                equipped(inventory()).when("talhelper --version", Result.exited(126, "", "exec format error\n"));

        assertThat(refusal(cluster).message())
                .contains("'talhelper --version' ends with exit code 126")
                .contains("exec format error");
    }

    @Test
    void asksForTheRendererOfTheRepository() {
        Inventory.Tools tools = inventory().tools();
        Inventory topf = FakeInventory.with(
                inventory(),
                new Inventory.Tools(
                        tools.runner(),
                        Inventory.TalosTool.TOPF,
                        tools.kubeconfig(),
                        tools.talosconfig(),
                        tools.ageKey()));

        assertThat(refusal(equipped(topf).without("topf")).message()).contains("'topf' is not installed here");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "id: ref+op://vault/talos/CLUSTER_ID | vals",
                "id: 'secretref+vault://secret/talos#/id' | vals",
                "id: op://vault/talos/id | op",
                "id: \"${talsecret_cluster_id}\" | envsubst",
                "id: {{ .Cluster.Id }} | a template engine",
                "id: '{{ op://vault/talos/id }}' | op",
                "id: <your cluster id> | a person or a script"
            })
    void letsAPersonConfirmThatPlaceholdersCanBeFilled(String line, String tool) {
        write(BUNDLE, "# of op://nothing\ncluster:\n  " + line + "\n");
        FakeRun run = about(equipped(inventory()), "wk-1");

        assertThat(Turn.check(step, run))
                .isInstanceOfSatisfying(
                        Check.Met.class,
                        met -> assertThat(met.message())
                                .contains("A person has to confirm: " + BUNDLE + ":3 has placeholders"));
        assertThat(run.get(PREREQUISITES_PROVEN)).isFalse();
        assertThat(run.get(UNPROVEN_PREREQUISITES))
                .contains(tool, "Do not encrypt that file")
                .doesNotContain("sops encrypt", "vault");
    }

    /** A comment is no placeholder, and no secret of Talos looks like one. */
    @Test
    void goesOnWithABundleInPlainTextAndSaysSo() {
        write(
                BUNDLE,
                "# from op://vault/talos\ncluster:\n  id: x # was <none>\ncerts:\n  os:\n    crt: " + SECRET
                        + "\n    key: " + SECRET + "+/=\nsecrets:\n  bootstraptoken: abcdef.0123456789abcdef\n");
        FakeRun run = about(equipped(inventory()), "wk-1");

        assertThat(Turn.check(step, run))
                .isInstanceOfSatisfying(
                        Check.Met.class,
                        met -> assertThat(met.message())
                                .contains(BUNDLE + " can be read", "in plain text", "encrypt it after the recovery")
                                .doesNotContain(SECRET));
        assertThat(run.get(PREREQUISITES_PROVEN)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "cluster: {id: x}\n", "- a list\n", "certs: {os: {key: x}}\n", "a: [\n"})
    void doesNotTakeAnyFileForABundle(String content) {
        write(BUNDLE, content);

        assertThat(refusal(equipped(inventory())).message()).contains(BUNDLE, "new public key infrastructure");
    }

    @Test
    void readsNeitherADirectoryNorAFileWithoutEnd() throws IOException {
        Files.delete(root.resolve(BUNDLE));
        Files.createSymbolicLink(root.resolve(BUNDLE), Path.of("/dev/zero"));
        assertThat(refusal(equipped(inventory())).message()).contains("is missing or cannot be read");

        Files.delete(root.resolve(BUNDLE));
        Files.createDirectory(root.resolve(BUNDLE));
        assertThat(refusal(equipped(inventory())).message()).contains("is missing or cannot be read");
    }

    @Test
    void letsAPersonConfirmWhatTheRepositoryDoesNotSay() throws IOException {
        Files.delete(root.resolve(TALOSCONFIG));
        FakeRun run = about(equipped(changed(CheckPrerequisitesTest::imageless)), "wk-1");

        assertThat(Turn.check(step, run)).isInstanceOf(Check.Met.class);
        assertThat(run.get(UNPROVEN_PREREQUISITES).lines())
                .hasSize(2)
                .anyMatch(line -> line.startsWith("talos/talconfig.yaml:110 names no image of Talos for wk-1")
                        && line.contains("version v1.13.6"))
                .anyMatch(line -> line.contains("there is no " + root.resolve(TALOSCONFIG)));

        var brief = Turn.brief(new ConfirmPrerequisites(), run);
        assertThat(brief.why()).contains("names no image of Talos for wk-1", "to compare a rendered configuration");
    }

    @Test
    void confirmsNothingWithoutEvidence() {
        var task = new ConfirmPrerequisites();
        var ticked = Fact.flag("prerequisitesAtHand");
        var evidence = Fact.text("prerequisitesEvidence");

        assertThatThrownBy(() -> Turn.complete(task, confirming().with(evidence, "I looked")))
                .isInstanceOf(Refused.class);
        assertThatThrownBy(() ->
                        Turn.complete(task, confirming().with(ticked, false).with(evidence, "I looked")))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("abort the recovery");
        assertThatThrownBy(() ->
                        Turn.complete(task, confirming().with(ticked, true).with(evidence, " ")))
                .isInstanceOf(Refused.class);
        Turn.complete(task, confirming().with(ticked, true).with(evidence, "I looked"));
    }

    /** The list is read line by line, and an address comes from a repository. */
    @Test
    void anAddressCannotAddToTheList() {
        Inventory evil = changed(node -> TalosFixture.addressed(node, "b\n- everything is at hand"));

        assertThat(refusal(equipped(evil)).message().lines()).noneMatch(line -> line.startsWith("- everything"));
    }

    private FakeRun confirming() {
        return about(equipped(inventory()), "wk-1").with(UNPROVEN_PREREQUISITES, "no image");
    }

    private Failure.NeedsHuman refusal(FakeCluster cluster) {
        FakeRun run = about(cluster, "wk-1");
        var failure = catchThrowableOfType(Failure.NeedsHuman.class, () -> Turn.check(step, run));
        assertThat(failure).isNotNull();
        assertThat(run.find(PREREQUISITES_PROVEN)).isEmpty();
        assertThat(cluster.acts()).isEmpty();
        return failure;
    }

    private Inventory inventory() {
        return FakeInventory.homelabIn(root);
    }

    private Inventory changed(UnaryOperator<Node> change) {
        List<Node> nodes = inventory().nodes().stream()
                .map(node -> node.name().value().equals("wk-1") ? change.apply(node) : node)
                .toList();
        return FakeInventory.with(inventory(), nodes);
    }

    private static Node imageless(Node node) {
        return new Node(
                node.name(),
                node.role(),
                node.addresses(),
                node.mac(),
                node.disk(),
                node.diskSerial(),
                null,
                null,
                node.machineConfig(),
                node.source());
    }

    private static FakeCluster equipped(Inventory inventory) {
        return new FakeCluster(inventory)
                .when(MachineSecrets.opening(inventory).line(), TalosOutput.ok(""))
                .when("talhelper --version", TalosOutput.ok("talhelper version 3.1.16\n"))
                .when("topf --version", TalosOutput.ok("topf version 0.4.2\n"))
                .when("talosctl version --client", TalosOutput.ok("Client:\n"));
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
