package dev.kaltstart.cluster.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.cluster.RepositoryCopy;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckCommandTest {

    @TempDir
    private Path directory;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

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
                .contains(
                        "Next: name this repository in kaltstart.yaml (kaltstart.clusters.single.repository.checkout)");
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
        assertThat(output())
                .contains("check does not know '--frobnicate'.", "--repository needs a value.", "not both")
                .contains("Usage: kaltstart check [--repository DIR [--cluster NAME]] [--config FILE]");
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
        var environment = Map.of("PATH", directory.resolve("bin").toString(), "KALTSTART_HOME", "home");
        var out = new PrintStream(printed, true, StandardCharsets.UTF_8);
        return new CheckCommand(out, environment, workingDirectory).run(List.of(options));
    }

    private String output() {
        return printed.toString(StandardCharsets.UTF_8);
    }
}
