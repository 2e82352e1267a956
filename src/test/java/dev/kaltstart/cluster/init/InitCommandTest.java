package dev.kaltstart.cluster.init;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.kaltstart.cluster.NodeName;
import dev.kaltstart.cluster.RepositoryCopy;
import dev.kaltstart.cluster.check.CheckCommand;
import dev.kaltstart.cluster.config.ClusterSettings;
import dev.kaltstart.cluster.config.ConfigurationSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.FileSystemUtils;

class InitCommandTest {

    private static final String ESCAPE = "\u001b";

    @TempDir
    private Path directory;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final ByteArrayOutputStream complained = new ByteArrayOutputStream();

    @Test
    void writesWhatTheCheckoutSays() throws IOException {
        single("ssh://git@git.example/home/cluster.git").with(".git/HEAD", "ref: refs/heads/trunk\n");

        assertThat(init("--repository", "single")).isEqualTo(InitCommand.WRITTEN);
        assertThat(written()).isEqualTo("""
                # Written by 'kaltstart init'. What is not here is read from the repository.
                kaltstart:
                  clusters:
                    single:
                      repository:
                        checkout: ./single
                        url: ssh://git@git.example/home/cluster.git
                        branch: trunk # the one that is checked out; it has to be the one that Flux follows
                      # critical: [NAMESPACE] # namespaces or applications to recover first
                      # objectives: { controlPlane: 4h, criticalApps: 8h } # how long a recovery may take
                """);
        assertThat(output()).isEqualTo("""
                Wrote kaltstart.yaml: cluster single (4 nodes)

                Not known yet:
                  1. single: what has to be back first: 'critical'

                Next: kaltstart check --config kaltstart.yaml
                """);
        var cluster = only();
        assertThat(cluster.repository().checkout()).isEqualTo(directory.resolve("single"));
        assertThat(cluster.repository().branch()).isEqualTo("trunk");
    }

    @Test
    void checkReadsWhatInitWrote() {
        single("https://git.example/home/cluster.git");
        init("--repository", "single", "--output", "my.yaml");

        var arguments =
                new String[] {"check", "--config", directory.resolve("my.yaml").toString()};
        assertThat(CheckCommand.run(arguments, stream(printed), stream(complained)))
                .isEqualTo(CheckCommand.GOOD);
        assertThat(output()).contains("Cluster single\n", "  node failure  yes\n");
    }

    @Test
    void thePathIsRelativeToTheFile() throws IOException {
        single("https://git.example/home/cluster.git");
        Files.createDirectories(directory.resolve("etc/kaltstart"));

        init("--repository=single", "--output=etc/kaltstart/k.yaml");
        assertThat(Files.readString(directory.resolve("etc/kaltstart/k.yaml"))).contains("checkout: ../../single\n");
        assertThat(settings("etc/kaltstart/k.yaml").get(0).repository().checkout())
                .isEqualTo(directory.resolve("single"));
    }

    @Test
    void aRepositoryMayBeTheWorkingDirectory() {
        var repository = single("https://git.example/home/cluster.git");

        assertThat(new InitCommand(stream(printed), stream(complained), repository.root()).run(List.of()))
                .isEqualTo(InitCommand.WRITTEN);
        assertThat(settings("single/kaltstart.yaml").get(0).repository().checkout())
                .isEqualTo(repository.root());
    }

    @Test
    void neverOverwritesAFile() throws IOException {
        single("https://git.example/home/cluster.git");
        Files.writeString(directory.resolve("kaltstart.yaml"), "mine");

        assertThat(init("--repository", "single")).isEqualTo(InitCommand.REFUSED);
        assertThat(written()).isEqualTo("mine");
        assertThat(complaints())
                .isEqualTo("kaltstart.yaml exists already, and is not overwritten: choose another file with --output\n"
                        + "Nothing was written.\n");
        assertThat(output()).isEmpty();
    }

    @Test
    void neverWritesThroughALink() throws IOException {
        single("https://git.example/home/cluster.git");
        Files.createSymbolicLink(directory.resolve("kaltstart.yaml"), directory.resolve("elsewhere"));

        assertThat(init("--repository", "single")).isEqualTo(InitCommand.REFUSED);
        assertThat(directory.resolve("elsewhere")).doesNotExist();
    }

    @Test
    void whatIsNotKnownIsACommentToComplete() throws IOException {
        single("https://git.example/home/cluster.git")
                .replacing("talos/talconfig.yaml", "ipAddress: \"10.30.0.22\"", "ipAddress: ${WK_2}")
                .replacing("talos/talconfig.yaml", "endpoint: https://10.30.0.10:6443", "endpoint: ${VIP}");

        assertThat(init("--repository", "single")).isEqualTo(InitCommand.WRITTEN);
        assertThat(only().overrides().nodes()).isEmpty();
        assertThat(output()).contains("  1. single: address of wk-2\n", "'endpoint'\n", "'critical'\n");

        Files.writeString(
                directory.resolve("kaltstart.yaml"),
                written()
                        .replaceAll("# (nodes:|  wk-2:|endpoint:|critical:|objectives:)", "$1")
                        .replace("https://ADDRESS", "https://10.30.0.10")
                        .replace("ADDRESS", "10.30.0.22"));
        assertThat(only().overrides().nodes())
                .hasEntrySatisfying(
                        new NodeName("wk-2"), node -> assertThat(node.address()).isEqualTo("10.30.0.22"));
        assertThat(only().overrides().endpoint()).isEqualTo("https://10.30.0.10:6443");
    }

    @Test
    void machinesThatNothingDescribesAreLeftToAPerson() throws IOException {
        single("https://git.example/home/cluster.git").without("talos");

        assertThat(init("--repository", "single")).isEqualTo(InitCommand.WRITTEN);
        assertThat(written()).contains("      # nodes:\n      #   NAME: { role: control-plane, address: ADDRESS }\n");
        assertThat(only().name()).isEqualTo("single");
        assertThat(output()).contains("its nodes: give name, role and address of each");
    }

    @Test
    void severalClustersAreAllWritten() throws IOException {
        several();

        assertThat(init("--repository", "two")).isEqualTo(InitCommand.WRITTEN);
        assertThat(settings("kaltstart.yaml")).extracting(ClusterSettings::name).containsExactly("main", "spare-2");
        assertThat(settings("kaltstart.yaml"))
                .extracting(cluster -> cluster.overrides().path())
                .containsExactly("clusters/main/talos", "clusters/spare/talos");
        var arguments = new String[] {
            "check", "--config", directory.resolve("kaltstart.yaml").toString()
        };
        assertThat(CheckCommand.run(arguments, stream(printed), stream(complained)))
                .isEqualTo(CheckCommand.GOOD);
        assertThat(output()).contains("Cluster main\n", "Cluster spare-2\n").doesNotContain("several clusters");
    }

    @Test
    void oneOfThemCanBeChosen() {
        several();

        assertThat(init("--repository", "two", "--cluster", "Spare 2")).isEqualTo(InitCommand.WRITTEN);
        assertThat(only().name()).isEqualTo("spare-2");
        assertThat(only().overrides().path()).isEqualTo("clusters/spare/talos");
        assertThat(init("--repository", "two", "--cluster", "other", "--output", "b.yaml"))
                .isEqualTo(InitCommand.REFUSED);
        assertThat(complaints()).contains("'other' is none of the clusters here: main (");
        assertThat(directory.resolve("b.yaml")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({
        "Home Lab, home-lab",
        "__x__, x",
        "'a\\n  evil: { repository: { checkout: / } }\\n', a-evil-repository-checkout",
        "'a\\\" #b', a-b",
        "'{{ name }}', name",
        "'\\e[31m', 31m",
        "'!!', single"
    })
    void aNameOfAStrangerBecomesAValidOne(String talos, String valid) throws IOException {
        single("https://git.example/home/cluster.git")
                .replacing("talos/talconfig.yaml", "clusterName: single", "clusterName: \"" + talos + "\"");

        assertThat(init("--repository", "single")).isEqualTo(InitCommand.WRITTEN);
        assertThat(only().name()).isEqualTo(valid);
        assertThat(written() + output()).doesNotContain(ESCAPE);
    }

    @Test
    void aNameIsNeverTooLong() {
        assertThat(DraftedCluster.validName("a".repeat(62) + "-b")).isEqualTo("a".repeat(62));
        assertThat(DraftedCluster.validName("\u00fc")).isEmpty();
    }

    @Test
    void aDirectoryOfAStrangerIsQuoted() throws IOException {
        var repository = single("https://git.example/home/cluster.git");
        var evil = directory.resolve("a\": #b\nkaltstart: {x: 'y'}");
        Files.move(repository.root(), evil);

        assertThat(init("--repository", evil.getFileName().toString())).isEqualTo(InitCommand.WRITTEN);
        assertThat(only().repository().checkout()).isEqualTo(evil);
    }

    @ParameterizedTest
    @CsvSource({
        "git@git.example:home/cluster.git, git@git.example:home/cluster.git",
        "https://git.example/home/cluster.git, https://git.example/home/cluster.git",
        "'\"https://git.example/a b\" # x', ",
        "'\"/srv/git/#1.git\" ; mine', /srv/git/#1.git",
        "https://otto:s3cretpassword@git.example/c.git, https://git.example/c.git",
        "https://s3cretpassword@git.example/c.git, https://git.example/c.git",
        "https://otto:s3cret@password@git.example/c.git, https://git.example/c.git",
        "ssh://otto:s3cretpassword@git.example/c.git, ssh://otto@git.example/c.git",
        "https://git.example/c.git?token=s3cretpassword, ",
        "'\"https://git.example/c.git#s3cretpassword\"', ",
        "https://otto:s3cret/password@git.example/c.git, ",
        "https://s3cret/password@git.example/c.git, ",
        "otto:s3cretpassword@git.example:c.git, ",
        "HTTPS://otto:s3cretpassword@git.example/c.git, ",
        "https://git.example/ghp_s3cretpassword0123456789abcdef/c.git, ",
        "'ext::sh -c s3cretpassword', ",
        "--upload-pack=s3cretpassword, ",
        "../cluster.git, ",
        "'https://git.example/c.git\\n      critical: [s3cretpassword]', ",
        "http://169.254.169.254/c.git, "
    })
    void onlyAUsableAddressWithoutSecretsIsWritten(String origin, String url) throws IOException {
        single(origin);

        assertThat(init("--repository", "single")).isEqualTo(InitCommand.WRITTEN);
        var found = only().repository().url();
        assertThat(found == null ? null : found.value()).isEqualTo(url);
        assertThat(only().critical()).isEmpty();
        assertThat(written() + output() + complaints()).doesNotContain("s3cret", "password@");
        if (!Objects.equals(origin, url) && origin.contains("s3cret")) {
            assertThat(written()).contains("# the address of 'origin'");
            assertThat(output()).contains("1. the address of 'origin'");
        }
    }

    @Test
    void anEndlessAddressIsNotWritten() throws IOException {
        single("https://git.example/" + "a".repeat(5000)).with(".git/HEAD", "ref: refs/heads/" + "b".repeat(5000));

        assertThat(init("--repository", "single")).isEqualTo(InitCommand.WRITTEN);
        assertThat(written()).hasSizeLessThan(1000);
        assertThat(only().repository().url()).isNull();
        assertThat(only().repository().branch()).isEqualTo("main");
    }

    @Test
    void moreClustersThanARepositoryHasAreNotWritten() {
        var many = new RepositoryCopy(directory.resolve("many"));
        for (int number = 0; number < 31; number++) {
            many.with("c%d/talos/talconfig.yaml".formatted(number), "clusterName: c%d\n".formatted(number));
        }
        assertThat(init("--repository", "many")).isEqualTo(InitCommand.REFUSED);
        assertThat(complaints()).contains("many describes 31 clusters: choose one with --cluster");
    }

    @Test
    void aFileThatCouldNotBeReadAgainIsNotWritten() {
        var many = new RepositoryCopy(directory.resolve("many"));
        // as many nodes as a cluster may have, with names as long as Kubernetes allows
        var nodes = new StringBuilder("nodes:\n");
        for (int number = 0; number < 1000; number++) {
            nodes.append("- {hostname: %s-%04d, ipAddress: '${A}'}\n".formatted("n".repeat(58), number));
        }
        for (int number = 0; number < 3; number++) {
            many.with("c%d/talos/talconfig.yaml".formatted(number), "clusterName: c%d\n%s".formatted(number, nodes));
        }

        assertThat(init("--repository", "many")).isEqualTo(InitCommand.REFUSED);
        assertThat(complaints()).contains("The file would be too large to be read");
    }

    @Test
    void readsTheRemoteOriginOnly() {
        single("https://git.example/home/cluster.git").with(".git/config", """
                [core]
                \turl = https://git.example/core.git
                [remote "upstream"]
                \turl = https://git.example/upstream.git
                [Remote "origin"] ; mine
                \tfetch = +refs/heads/*:refs/remotes/origin/*
                \tpushurl = https://git.example/push.git
                \tURL = "https://git.example/\\
                origin.git"
                [branch "main"]
                \turl = https://git.example/branch.git
                """);
        init("--repository", "single");
        assertThat(only().repository().url()).hasToString("https://git.example/origin.git");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ref: refs/heads/--upload-pack=x\n",
                "ref: refs/heads/a..b\n",
                "ref: refs/heads/a\n      critical: [x]\n",
                "1234567890123456789012345678901234567890\n",
                ""
            })
    void aHeadThatIsNoBranchIsLeftOut(String head) throws IOException {
        single("https://git.example/home/cluster.git").with(".git/HEAD", head);

        assertThat(init("--repository", "single")).isEqualTo(InitCommand.WRITTEN);
        assertThat(written()).contains("        # branch: main # the one that Flux follows\n");
        assertThat(output()).contains("the branch that Flux follows: 'branch', unless it is main");
        assertThat(only().critical()).isEmpty();
    }

    @Test
    void aPipeInPlaceOfTheConfigurationIsNotRead() throws IOException, InterruptedException {
        var git = single("x").root().resolve(".git");
        Files.delete(git.resolve("config"));
        assumeThat(new ProcessBuilder("mkfifo", git.resolve("config").toString())
                        .start()
                        .waitFor())
                .isZero();

        assertThat(init("--repository", "single")).isEqualTo(InitCommand.WRITTEN);
        assertThat(written()).contains("# the checkout has no remote 'origin'");
    }

    @Test
    void aWorktreeIsSaidToBeOne() throws IOException {
        single("x").without(".git").with(".git", "gitdir: /somewhere\n");

        init("--repository", "single");
        assertThat(written()).contains("# this is a worktree or a submodule, whose 'origin' is not read");
    }

    @Test
    void refusesWhatIsNoRepositoryOfACluster() {
        assertThat(init("--repository", "nowhere")).isEqualTo(InitCommand.REFUSED);
        assertThat(complaints()).contains("nowhere: there is no such directory: clone the repository");
        assertThat(init()).isEqualTo(InitCommand.REFUSED);
        assertThat(complaints()).contains(directory + " is not the repository of a cluster: no file describes");
        assertThat(directory.resolve("kaltstart.yaml")).doesNotExist();
    }

    @Test
    void saysWhenTheFileCannotBeWritten() {
        single("https://git.example/home/cluster.git");
        assertThat(init("--repository", "single", "--output", "missing/k.yaml")).isEqualTo(InitCommand.REFUSED);
        assertThat(complaints()).startsWith("missing/k.yaml: there is no such directory: create it");
    }

    @Test
    void explainsItself() {
        assertThat(init("--frobnicate")).isEqualTo(InitCommand.MISUSED);
        assertThat(init("--output")).isEqualTo(InitCommand.MISUSED);
        assertThat(output()).isEmpty();
        assertThat(complaints())
                .contains("init does not know '--frobnicate'.", "--output needs a value.", "Usage: kaltstart init");
        assertThat(init("--help")).isEqualTo(InitCommand.WRITTEN);
        assertThat(output()).startsWith("Usage: kaltstart init");
    }

    private RepositoryCopy single(String origin) {
        return RepositoryCopy.copyOf("single", directory)
                .with(".git/HEAD", "ref: refs/heads/main\n")
                .with(".git/config", "[remote \"origin\"]\n\turl = " + origin + "\n");
    }

    /** Two clusters, one of them with a name that kaltstart.yaml does not allow. */
    private void several() {
        try {
            var talos = RepositoryCopy.copyOf("single", directory).root().resolve("talos");
            var two = new RepositoryCopy(
                    Files.createDirectories(directory.resolve("two/clusters")).resolveSibling(""));
            for (String name : List.of("main", "spare")) {
                FileSystemUtils.copyRecursively(talos, two.root().resolve("clusters/" + name + "/talos"));
            }
            two.replacing("clusters/main/talos/talconfig.yaml", "clusterName: single", "clusterName: main")
                    .replacing("clusters/spare/talos/talconfig.yaml", "clusterName: single", "clusterName: Spare 2");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int init(String... words) {
        return new InitCommand(stream(printed), stream(complained), directory).run(List.of(words));
    }

    private ClusterSettings only() {
        var clusters = settings("kaltstart.yaml");
        assertThat(clusters).hasSize(1);
        return clusters.get(0);
    }

    private List<ClusterSettings> settings(String file) {
        return new ConfigurationSource(directory.resolve(file), directory, directory).clusters();
    }

    private String written() throws IOException {
        return Files.readString(directory.resolve("kaltstart.yaml"));
    }

    private String output() {
        return printed.toString(StandardCharsets.UTF_8);
    }

    private String complaints() {
        return complained.toString(StandardCharsets.UTF_8);
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }
}
