package dev.kaltstart.cluster.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kaltstart.cluster.RepositoryCopy;
import dev.kaltstart.cluster.Role;
import dev.kaltstart.cluster.seen.Seen;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckCommandTest {

    @TempDir
    private Path directory;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final ByteArrayOutputStream complained = new ByteArrayOutputStream();
    private boolean terminal;
    private String noColour = "";

    @Test
    void showsWhatItUnderstoodOfAGoodRepository() throws IOException {
        RepositoryCopy.copyOf("single", directory);
        var tool =
                Files.createFile(Files.createDirectory(directory.resolve("bin")).resolve("talosctl"));
        assertThat(tool.toFile().setExecutable(true)).isTrue();

        assertThat(check("--repository", "single")).isEqualTo(CheckCommand.GOOD);
        assertThat(output())
                .startsWith("Cluster single\n==============\n")
                .contains("Can Kaltstart recover it?\n  node failure  yes\n  GitOps drift  yes\n")
                .contains("  machines         talhelper, talos/talconfig.yaml, with a Taskfile\n")
                .contains("  Talos            v1.13.6\n")
                .contains("  talosctl   yes  " + tool + "\n")
                .contains("  talhelper  no\n")
                .contains("Nodes (4)\n")
                .contains("  cp-1  control plane  10.30.0.11  e4:5f:01:00:00:11  /dev/mmcblk0  factory.talos.dev/")
                .contains("SOPS: 2 rules, 2 files\n")
                .contains("  installed by     flux-operator\n  Kustomizations   4\n  longest chain    2\n")
                .contains("Namespaces (3)\n  flux-system longhorn-system office\n")
                .contains("  changelog         docs/CHANGELOG.md\n")
                .doesNotContain("Errors", "Warnings", "\u001b")
                .contains("Next: kaltstart init --repository " + directory.resolve("single")
                        + " writes a kaltstart.yaml for it.");
    }

    @Test
    void saysWhatKaltstartCanDoWithTheStorageThatItFinds() {
        RepositoryCopy.copyOf("single", directory).with("kubernetes/apps/office/paperless/app/store.yaml", """
                        apiVersion: storage.k8s.io/v1
                        kind: StorageClass
                        metadata: { name: fast }
                        provisioner: openebs.io/local
                        """);

        assertThat(check("--repository", "single")).isEqualTo(CheckCommand.GOOD);
        assertThat(output())
                .contains("What you have\n  kind      system            seen in")
                .containsPattern(
                        "storage   Longhorn +kubernetes/apps/longhorn-system/.*:12 +checks replicas before a wipe")
                .containsPattern(
                        "storage   OpenEBS hostpath +kubernetes/apps/office/.*/store.yaml:1 +cannot judge: .* is lost")
                .containsPattern("backup    none recognised +-")
                .containsPattern("secrets   SOPS \\(age\\) +\\.sops\\.yaml:\\d+ and 1 more");
    }

    @Test
    void showsWhatIsWrongWithABadOne() {
        RepositoryCopy.copyOf("single", directory).replacing("talos/talconfig.yaml", "10.30.0.22", "10.30.0.21");

        assertThat(check("--repository", "single")).isEqualTo(CheckCommand.GOOD);
        assertThat(output())
                .contains("  node failure  no, because no machines are known: see the errors\n  GitOps drift  yes\n")
                .contains("Errors (1)\n  talos/talconfig.yaml:58: wk-2 has the address 10.30.0.21")
                .contains("Correct the errors and run check again: a recovery could stop at them.");
    }

    @Test
    void checksTheClustersOfTheConfiguration() throws IOException {
        RepositoryCopy.copyOf("single", directory);
        RepositoryCopy.copyOf("era-d", directory);
        Files.writeString(directory.resolve("kaltstart.yaml"), """
                kaltstart:
                  clusters:
                    one: { repository: { checkout: single }, critical: [paperless] }
                    two: { repository: { checkout: era-d }, twin: true }
                """);
        assertThat(check()).isEqualTo(CheckCommand.GOOD);
        assertThat(output())
                .contains("Cluster one\n", "Cluster two\n", "critical         paperless", "only as a twin")
                .contains("Next: install talosctl, talhelper");
    }

    @Test
    void oneBadClusterOutOfTwoIsBad() throws IOException {
        RepositoryCopy.copyOf("single", directory);
        Files.writeString(directory.resolve("kaltstart.yaml"), """
                kaltstart:
                  clusters:
                    missing: { repository: { checkout: nowhere } }
                    good: { repository: { checkout: single } }
                """);
        assertThat(check()).isEqualTo(CheckCommand.BAD);
        assertThat(output()).contains("nowhere: there is no such directory: clone the repository");
    }

    @Test
    void tellsWhatIsWrongWithTheConfiguration() throws IOException {
        Files.writeString(directory.resolve("other.yaml"), "kaltstart:\n  klusters: {}\n");
        assertThat(check("--config=other.yaml")).isEqualTo(CheckCommand.BAD);
        assertThat(output()).contains("other.yaml:2: unknown key 'klusters': allowed here: clusters");
    }

    @Test
    void checksTheWorkingDirectoryWhenItIsARepository() {
        var repository = RepositoryCopy.copyOf("single", directory);
        assertThat(checkIn(repository.root())).isEqualTo(CheckCommand.GOOD);
        assertThat(output()).startsWith("Cluster single");
    }

    @Test
    void checksTheSampleWhenThereIsNothingElse() {
        assertThat(check()).isEqualTo(CheckCommand.GOOD);
        assertThat(output())
                .startsWith("There is no kaltstart.yaml here, so this is the sample that comes with Kaltstart.")
                .contains("Nodes (6)");
        assertThat(directory.resolve("home/sample/homelab/.taskfiles/talos/Taskfile.yaml"))
                .exists();
    }

    @Test
    void saysWhenTheSampleCannotBeWritten() throws IOException {
        Files.createFile(directory.resolve("home"));
        assertThat(check()).isEqualTo(CheckCommand.BAD);
        assertThat(output()).contains("home/sample/homelab: the sample cannot be written there");
    }

    @Test
    void saysWhatIsWrongWithAnAgeKeyAndNeverShowsIt() {
        var repository = RepositoryCopy.copyOf("single", directory).with("age.key", "# x\nage1publickey\n");
        assertThat(check("--repository", "single")).isEqualTo(CheckCommand.GOOD);
        assertThat(output())
                .contains(repository.root().resolve("age.key") + ": this is the public key")
                .doesNotContain("age1publickey");
    }

    @Test
    void explainsItselfWhenCalledWrongly() {
        assertThat(check("--frobnicate")).isEqualTo(CheckCommand.MISUSED);
        assertThat(check("--repository")).isEqualTo(CheckCommand.MISUSED);
        assertThat(check("--repository", "a", "--config", "b")).isEqualTo(CheckCommand.MISUSED);
        assertThat(output()).isEmpty();
        assertThat(complaints())
                .contains("check does not know '--frobnicate'.", "--repository needs a value.", "not both")
                .contains("Usage: kaltstart check [--repository DIR [--cluster NAME]] [--config FILE] [--json]");
    }

    @Test
    void printsOneJsonDocumentForScripts() throws IOException {
        RepositoryCopy.copyOf("single", directory);

        assertThat(check("--repository", "single", "--json")).isEqualTo(CheckCommand.GOOD);
        var document = new ObjectMapper().readTree(output());
        assertThat(document).hasSize(1);
        var cluster = document.get(0);
        assertThat(names(cluster))
                .containsExactly(
                        "name",
                        "repository",
                        "machines",
                        "abilities",
                        "nodes",
                        "toDeclare",
                        "seenLive",
                        "problems",
                        "kustomizations",
                        "namespaces",
                        "sops",
                        "systems",
                        "volumes",
                        "volumesUnread",
                        "versions",
                        "endpoint");
        assertThat(cluster.get("name").asText()).isEqualTo("single");
        assertThat(cluster.get("repository").asText())
                .isEqualTo(directory.resolve("single").toString());
        assertThat(cluster.get("machines")).hasToString("{\"tool\":\"talhelper\",\"file\":\"talos/talconfig.yaml\"}");
        assertThat(cluster.get("abilities").get(0))
                .hasToString("{\"disaster\":\"node-failure\",\"can\":true,\"because\":null}");
        assertThat(cluster.get("nodes")).hasSize(4);
        assertThat(names(cluster.get("nodes").get(0)))
                .containsExactly("name", "role", "addresses", "mac", "disk", "image", "source", "missing");
        assertThat(cluster.get("nodes").get(0).get("addresses")).hasToString("[\"10.30.0.11\"]");
        assertThat(cluster.get("nodes").get(0).get("role").asText()).isEqualTo("control-plane");
        assertThat(cluster.get("nodes").get(0).get("missing")).isEmpty();
        assertThat(cluster.get("toDeclare")).isEmpty();
        assertThat(cluster.get("problems")).isEmpty();
        assertThat(cluster.get("kustomizations").intValue()).isEqualTo(4);
        assertThat(cluster.get("namespaces")).hasToString("[\"flux-system\",\"longhorn-system\",\"office\"]");
        assertThat(cluster.get("sops")).hasToString("{\"rules\":2,\"files\":2}");
        assertThat(cluster.get("versions").get("talos").asText()).isEqualTo("v1.13.6");
        assertThat(cluster.get("endpoint").asText()).startsWith("https://");
        assertThat(output()).doesNotContain("kubeconfig", "talosconfig", "age.key");
        assertThat(complaints()).isEmpty();
    }

    @Test
    void theJsonHasEveryKeyAndTheProblemsWhenNothingIsKnown() throws IOException {
        assertThat(check("--json", "--repository", "nowhere")).isEqualTo(CheckCommand.BAD);

        var cluster = new ObjectMapper().readTree(output()).get(0);
        assertThat(cluster.get("machines").isNull()).isTrue();
        assertThat(cluster.get("endpoint").isNull()).isTrue();
        assertThat(cluster.get("versions")).hasToString("{\"talos\":null,\"kubernetes\":null}");
        assertThat(cluster.get("abilities").get(1))
                .hasToString("{\"disaster\":\"gitops-drift\",\"can\":false,"
                        + "\"because\":\"the repository cannot be used: see the errors\"}");
        assertThat(cluster.get("problems").get(0).get("severity").asText()).isEqualTo("error");
        assertThat(cluster.get("problems").get(0).get("where").asText()).endsWith("/nowhere");
    }

    @Test
    void theJsonSaysWhatHasToBeDeclared() throws IOException {
        RepositoryCopy.copyOf("single", directory)
                .replacing("talos/talconfig.yaml", "ipAddress: \"10.30.0.22\"", "ipAddress: ${WK_2}");

        check("--json", "--repository", "single");
        var cluster = new ObjectMapper().readTree(output()).get(0);
        assertThat(cluster.get("toDeclare")).hasToString("[\"nodes:\",\"  wk-2: { role: worker, address: ADDRESS }\"]");
        assertThat(cluster.get("nodes").get(2).get("missing")).hasToString("[\"address\"]");
    }

    @Test
    void theJsonHasTheTableOfDataSystems() throws IOException {
        RepositoryCopy.copyOf("single", directory);

        check("--json", "--repository", "single");
        var systems = new ObjectMapper().readTree(output()).get(0).get("systems");
        assertThat(names(systems.get(0))).containsExactly("kind", "name", "sources", "ability");
        assertThat(systems).anySatisfy(system -> {
            assertThat(system.get("kind").asText()).isEqualTo("storage");
            assertThat(system.get("name").asText()).isEqualTo("Longhorn");
            assertThat(system.get("sources").get(0).asText()).matches("kubernetes/apps/longhorn-system/.*:\\d+");
            assertThat(system.get("ability").asText()).startsWith("checks replicas before a wipe");
        });
    }

    /** The record that the server has left in the home; the cluster does not answer any more. */
    @Test
    void showsTheNodesThatTheLiveClusterHasShown() throws IOException {
        machinesByTerraform();
        Seen.copy(
                directory.resolve("home"),
                "garage",
                Seen.proven("cp-1", Role.CONTROL_PLANE, "10.0.0.11", Seen.MONDAY),
                Seen.claimed("wk-1", Role.WORKER, "10.0.0.21", Seen.TUESDAY));

        check();
        assertThat(output())
                .contains(
                        "Nodes (2)",
                        "  cp-1  control plane  10.0.0.11",
                        "  wk-1  worker         ?",
                        "Seen live (2)",
                        "  cp-1  10.0.0.11  2026-11-23 10:00 UTC  the machine itself",
                        "  wk-1  10.0.0.21  2026-11-24 10:00 UTC  Kubernetes only",
                        "  nodes:\n    wk-1: { role: worker, address: 10.0.0.21 }  # the address as Kubernetes named it")
                .doesNotContain("made by Terraform");

        printed.reset();
        check("--json");
        var cluster = new ObjectMapper().readTree(output()).get(0);
        assertThat(cluster.get("nodes").get(0).get("source").asText())
                .isEqualTo("the live cluster, seen live on 2026-11-23");
        assertThat(cluster.get("seenLive").get(0))
                .hasToString("{\"name\":\"cp-1\",\"address\":\"10.0.0.11\",\"answered\":\"2026-11-23T10:00:00Z\","
                        + "\"claimedAddresses\":[\"10.0.0.11\"],\"claimed\":\"2026-11-23T10:00:00Z\",\"doubt\":null}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'garage': [{'name': null}]}",
                "{'garage': [null]}",
                "{'garage': null}",
                "null",
                "[]",
                "{'garage': [{'name': 'cp-1', 'doubt': '', 'claim':"
                        + " {'at': '2026-11-23T10:00:00Z', 'role': 'CONTROL_PLANE', 'addresses': []}}]}"
            })
    void aDamagedRecordIsSaidAndHidesNothing(String record) throws IOException {
        machinesByTerraform();
        Files.createDirectory(directory.resolve("home"));
        Files.writeString(directory.resolve("home/seen-nodes.json"), record.replace('\'', '"'));

        check();
        assertThat(output()).contains("home/seen-nodes.json: this is no record of live nodes", "made by Terraform");
    }

    private void machinesByTerraform() throws IOException {
        RepositoryCopy.copyOf("single", directory)
                .without("talos")
                .with("tofu/talos.tf", "resource \"talos_machine_secrets\" \"this\" {}\n");
        Files.writeString(
                directory.resolve("kaltstart.yaml"),
                "kaltstart: { clusters: { garage: { repository: { checkout: single } } } }\n");
    }

    @Test
    void aNoteNeverGetsIntoTheJson() throws IOException {
        assertThat(check("--json")).isEqualTo(CheckCommand.GOOD);
        assertThat(new ObjectMapper().readTree(output())).hasSize(1);
        assertThat(complaints()).startsWith("There is no kaltstart.yaml here");
    }

    @Test
    void theJsonIsEmptyWhenTheConfigurationCannotBeUsed() throws IOException {
        Files.writeString(directory.resolve("kaltstart.yaml"), "kaltstart:\n  klusters: {}\n");
        assertThat(check("--json")).isEqualTo(CheckCommand.BAD);
        assertThat(new ObjectMapper().readTree(output())).isEmpty();
        assertThat(complaints()).contains("kaltstart.yaml:2: unknown key 'klusters'");
    }

    @Test
    void aTerminalShowsColours() {
        RepositoryCopy.copyOf("single", directory).replacing("talos/talconfig.yaml", "10.30.0.22", "10.30.0.21");
        terminal = true;

        check("--repository", "single");
        assertThat(output())
                .startsWith("\u001b[1mCluster single\u001b[0m\n")
                .contains("  GitOps drift  \u001b[32myes\u001b[0m\n")
                .contains("  node failure  \u001b[31mno, because")
                .contains("\u001b[31mErrors (1)\u001b[0m\n")
                .contains("\u001b[1mNamespaces (3)\u001b[0m\n");
    }

    @Test
    void coloursCanBeSwitchedOff() {
        terminal = true;
        noColour = "1";
        RepositoryCopy.copyOf("single", directory);

        check("--repository", "single");
        assertThat(output()).startsWith("Cluster single\n").doesNotContain("\u001b");
        assertThat(Colours.of(Map.of("TERM", "dumb"), true).on()).isFalse();
        assertThat(Colours.of(Map.of("TERM", "xterm"), false).on()).isFalse();
        assertThat(Colours.of(Map.of("TERM", "xterm", "NO_COLOR", ""), true).on())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"--repository=single", "--config=hostile.yaml", "--repository=single --json", "--\u001b[35m"})
    void escapeSequencesOfAStrangerReachNoTerminal(String options) throws IOException {
        var evil = "\\e]0;owned\\a\\e[35m\\x9b35m\\u202e";
        RepositoryCopy.copyOf("single", directory)
                .replacing("talos/talconfig.yaml", "clusterName: single", "clusterName: \"" + evil + "\"")
                .replacing("talos/talconfig.yaml", "/dev/mmcblk0", evil)
                .replacing("talos/talconfig.yaml", "ipAddress: \"10.30.0.22\"", "ipAddress: ${WK_2}")
                .with("kubernetes/\u001b[35m.yaml", "a: \u001b[35m\n");
        Files.writeString(directory.resolve("hostile.yaml"), "kaltstart: { clusters: { \"" + evil + "\": 1 } }\n");
        terminal = true;

        check(options.split(" "));
        var foreign = (output() + complaints()).replaceAll("\u001b\\[(0|1|31|32|33)m", "");
        assertThat(foreign).isNotEmpty();
        assertThat(foreign.chars()
                        .filter(c -> c != '\n' && Character.isISOControl(c))
                        .boxed())
                .isEmpty();
        assertThat(foreign).doesNotContain("\u202e");
    }

    @Test
    void explainsItselfWhenAsked() {
        assertThat(check("--help")).isEqualTo(CheckCommand.GOOD);
        assertThat(output()).startsWith("Usage: kaltstart check");
    }

    private int check(String... options) {
        return checkIn(directory, options);
    }

    private int checkIn(Path workingDirectory, String... options) {
        var environment =
                Map.of("PATH", directory.resolve("bin").toString(), "KALTSTART_HOME", "home", "NO_COLOR", noColour);
        var out = new PrintStream(printed, true, StandardCharsets.UTF_8);
        var err = new PrintStream(complained, true, StandardCharsets.UTF_8);
        return new CheckCommand(out, err, environment, workingDirectory, terminal).run(List.of(options));
    }

    private String complaints() {
        return complained.toString(StandardCharsets.UTF_8);
    }

    private static List<String> names(JsonNode object) {
        var names = new ArrayList<String>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private String output() {
        return printed.toString(StandardCharsets.UTF_8);
    }
}
