package dev.kaltstart.cluster.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.kaltstart.cluster.AlertNaming;
import dev.kaltstart.cluster.ClusterRepository;
import dev.kaltstart.cluster.DrillPolicy;
import dev.kaltstart.cluster.NodeName;
import dev.kaltstart.cluster.NotifyChannel;
import dev.kaltstart.cluster.NotifyChannel.Destination;
import dev.kaltstart.cluster.NotifyChannel.Event;
import dev.kaltstart.cluster.Objectives;
import dev.kaltstart.cluster.RepositoryUrl;
import dev.kaltstart.cluster.Role;
import dev.kaltstart.cluster.SecretSource;
import dev.kaltstart.cluster.config.ClusterSettings.DeclaredNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Period;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationFileTest {

    @TempDir
    private Path directory;

    @Test
    void readsEverythingThatMayStandInIt() throws IOException {
        var clusters = ConfigurationFile.read(file("""
                kaltstart:
                  clusters:
                    homelab:
                      repository:
                        url: ssh://git@git.example/home/cluster.git
                        branch: 1.20
                        checkout: ./homelab
                        mirror: https://mirror.example:8443/cluster.git
                        sshKey: ./secrets/git
                        knownHosts: known_hosts
                        tokenFile: ./secrets/token
                        username: oauth2
                        path: kubernetes/main
                      endpoint: https://10.20.0.10:6443
                      nodes:
                        wk-1: { role: worker, address: 10.20.0.21, mac: "BC:24:11:00:00:21", disk: "serial: S1" }
                        wk-2: { installerImage: factory.talos.dev/metal-installer/abc, machineConfig: talos/wk-2.yaml }
                      critical: [paperless, mediabox]
                      restore: { paperless: { method: velero } }
                      objectives: { controlPlane: 30m, criticalApps: PT6H, lostData: 1h30m }
                      kubeconfig: ./secrets/kubeconfig
                      talosconfig: /etc/talosconfig
                      ageKey: age.key
                      changelog: CHANGES.md
                    lab:
                      twin: true
                      repository: { checkout: lab }
                """));

        assertThat(clusters).extracting(ClusterSettings::name).containsExactly("homelab", "lab");
        assertThat(clusters).extracting(ClusterSettings::twin).containsExactly(false, true);
        var homelab = clusters.get(0);
        assertThat(homelab.repository())
                .isEqualTo(new ClusterRepository(
                        new RepositoryUrl("ssh://git@git.example/home/cluster.git"),
                        new RepositoryUrl("https://mirror.example:8443/cluster.git"),
                        "1.20",
                        directory.resolve("homelab"),
                        new ClusterRepository.Credentials(
                                directory.resolve("secrets/git"),
                                directory.resolve("known_hosts"),
                                directory.resolve("secrets/token"),
                                "oauth2")));
        assertThat(homelab.critical()).containsExactly("paperless", "mediabox");
        assertThat(homelab.restore()).containsEntry("paperless", "velero");
        assertThat(homelab.objectives())
                .isEqualTo(new Objectives(
                        Duration.ofMinutes(30), Duration.ofHours(6), Duration.ofHours(1), Duration.ofMinutes(90)));
        assertThat(homelab.overrides())
                .isEqualTo(new ClusterSettings.Overrides(
                        directory.resolve("secrets/kubeconfig"),
                        Path.of("/etc/talosconfig"),
                        directory.resolve("age.key"),
                        Path.of("CHANGES.md"),
                        "kubernetes/main",
                        "https://10.20.0.10:6443",
                        Map.of(
                                new NodeName("wk-1"),
                                new DeclaredNode(
                                        Role.WORKER,
                                        "10.20.0.21",
                                        "BC:24:11:00:00:21",
                                        "serial: S1",
                                        null,
                                        null,
                                        directory.resolve("kaltstart.yaml") + ":16"),
                                new NodeName("wk-2"),
                                new DeclaredNode(
                                        null,
                                        null,
                                        null,
                                        null,
                                        "factory.talos.dev/metal-installer/abc",
                                        "talos/wk-2.yaml",
                                        directory.resolve("kaltstart.yaml") + ":17"))));
        assertThat(clusters.get(1).objectives()).isEqualTo(Objectives.DEFAULT);
    }

    @Test
    void aNodeCanBeDeclaredAsRemoved() throws IOException {
        var clusters = ConfigurationFile.read(file("""
                kaltstart:
                  clusters:
                    homelab:
                      repository: { checkout: homelab }
                      nodes: { wk-1: { removed: true }, wk-2: { removed: false } }
                """));

        var nodes = clusters.get(0).overrides().nodes();
        assertThat(nodes.values()).extracting(DeclaredNode::removed).containsExactly(true, false);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{ address: '--graceful=false' }",
                "{ address: wk-1.example }",
                "{ role: controlplane }",
                "{ machineConfig: ../other/config.yaml }",
                "{ machineConfig: /etc/passwd }",
                "{ installerImage: 'x$(id)/installer/y' }",
                "{ mac: 'bc:24:*' }",
                "{ removed: for good }",
                "{ command: reboot }"
            })
    void aDeclaredNodeIsNothingButWhatItMayBe(String node) throws IOException {
        assertThat(problems("""
                kaltstart:
                  clusters:
                    homelab:
                      repository: { checkout: homelab }
                      nodes:
                        wk-1: %s
                """.formatted(node))).isNotEmpty().allMatch(line -> line.contains(":6: "));
    }

    @Test
    void tellsEveryProblemAtOnceWithItsLine() throws IOException {
        assertThat(problems("""
                        kaltstart:
                          clusters:
                            homelab:
                              repository: { url: /x, branche: main }
                              critical: paperless
                              twin: "yes"
                              restore:
                                paperless: { method: tape }
                              objectives:
                                controlPlane: 5 minutes
                            Big:
                              repository: here
                              passwort: secret
                        server: x
                        """))
                .containsExactlyInAnyOrder(
                        ":4: unknown key 'branche': allowed here: url, mirror, branch, checkout, path,"
                                + " sshKey, knownHosts, tokenFile, username",
                        ":4: the key 'checkout' is missing below 'repository': add it",
                        ":5: 'critical' must be a list (- item)",
                        ":6: 'twin' must be true or false",
                        ":8: 'method' must be one of volume, nas, volsync, kopiur, velero, longhorn, k8up, restic, litestream, cnpg, none",
                        ":10: 'controlPlane: 5 minutes' is not a duration that can be used: allowed is 1m to 720h,"
                                + " written like 30m, 4h, 1h30m or PT4H",
                        ":11: 'Big' is not allowed: the name of a cluster consists of a-z, 0-9 and '-', at most 63"
                                + " characters, as in 'homelab'",
                        ":12: 'repository' must be a mapping (key: value)",
                        ":13: unknown key 'passwort': allowed here: repository, critical, restore, twin, objectives, alerts,"
                                + " notify, drills, kubeconfig, talosconfig, ageKey, endpoint, nodes, changelog",
                        ":14: unknown key 'server': allowed here: kaltstart");
    }

    @Test
    void readsWhereMessagesGo() throws IOException {
        var clusters = ConfigurationFile.read(file("""
                kaltstart:
                  clusters:
                    homelab:
                      repository: { checkout: . }
                      notify:
                        - { type: mattermost, urlFile: secrets/mattermost }
                        - { type: discord, name: team, urlVariable: DISCORD_URL, events: [person, ended], rehearsals: true }
                        - { type: webhook, urlFile: /run/hook, signingKeyVariable: HOOK_KEY }
                        - type: mail
                          host: mail.home.example
                          port: 465
                          security: tls
                          from: kaltstart@home.example
                          to: [me@home.example]
                          username: kaltstart
                          passwordFile: secrets/mail
                """));

        assertThat(clusters.get(0).channels())
                .containsExactly(
                        new NotifyChannel(
                                "mattermost",
                                new Destination.Mattermost(
                                        new SecretSource.InFile(directory.resolve("secrets/mattermost"))),
                                EnumSet.allOf(Event.class),
                                false),
                        new NotifyChannel(
                                "team",
                                new Destination.Discord(new SecretSource.InVariable("DISCORD_URL")),
                                EnumSet.of(Event.PERSON, Event.ENDED),
                                true),
                        new NotifyChannel(
                                "webhook",
                                new Destination.Webhook(
                                        new SecretSource.InFile(Path.of("/run/hook")),
                                        new SecretSource.InVariable("HOOK_KEY")),
                                EnumSet.allOf(Event.class),
                                false),
                        new NotifyChannel(
                                "mail",
                                new Destination.Mail(
                                        "mail.home.example",
                                        465,
                                        NotifyChannel.Security.TLS,
                                        "kaltstart@home.example",
                                        List.of("me@home.example"),
                                        "kaltstart",
                                        new SecretSource.InFile(directory.resolve("secrets/mail"))),
                                EnumSet.allOf(Event.class),
                                false));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "type: mattermost | the address is missing: name the file that has it in 'urlFile'",
                "type: discord, url: https://discord.com/api/webhooks/1/hunter2 | unknown key 'url'",
                "type: slack, urlFile: x | 'type' must be one of mattermost, discord, webhook, mail",
                "urlFile: x | the key 'type' is missing",
                "type: mattermost, urlFile: x, urlVariable: X | 'urlFile' and 'urlVariable' exclude each other",
                "type: mattermost, urlFile: x, host: y | 'host' does not belong to the type 'mattermost'",
                "type: discord, urlFile: x, signingKeyFile: y | 'signingKeyFile' does not belong to the type 'discord'",
                "type: mattermost, urlVariable: 'a=b' | 'urlVariable'",
                "type: mattermost, urlFile: x, name: \"a\\nb\" | 'name'",
                "type: mattermost, urlFile: x, events: [everything] | must be one of started, person",
                "type: mail, from: a@b.example, to: [c@d.example] | the key 'host' is missing",
                "type: mail, host: h, to: [c@d.example] | the key 'from' is missing",
                "type: mail, host: h, from: a@b.example | 'to' must be a list of 1 to 20 addresses",
                "type: mail, host: h, from: a@b.example, to: [\"c@d.example\\r\\nBcc: e@f.example\"] | '0'",
                "type: mail, host: h, from: \"A <a@b.example>\", to: [c@d.example] | 'from'",
                "type: mail, host: \"h\\nx\", from: a@b.example, to: [c@d.example] | 'host'",
                "type: mail, host: h, port: 70000, from: a@b.example, to: [c@d.example] | 'port: 70000' is not a port",
                "type: mail, host: h, security: none, from: a@b.example, to: [c@d.example] | 'security: none' is for a mail server",
                "type: mail, host: h, from: a@b.example, to: [c@d.example], username: u | 'username' needs 'passwordFile'"
            })
    void refusesAChannelThatCannotWorkAndRepeatsNoAddress(String channelAndMessage) throws IOException {
        String[] parts = channelAndMessage.split(" \\| ");
        assertThat(problems(withChannels("{ %s }".formatted(parts[0]))))
                .anySatisfy(problem -> assertThat(problem).startsWith(":5: ").contains(parts[1]))
                .noneMatch(problem -> problem.contains("hunter2"));
    }

    @Test
    void theSamplesOfTheDocumentationCanBeUsed() throws IOException {
        var cluster = ConfigurationFile.read(file(sample("notifications.md"))).get(0);
        assertThat(cluster.channels())
                .extracting(NotifyChannel::name)
                .containsExactly("mattermost", "discord", "pager", "mail");

        var drilled = ConfigurationFile.read(file("""
                kaltstart:
                  clusters:
                    homelab:
                      repository: { checkout: . }
                """ + sample("drills.md"))).get(0);
        assertThat(drilled.drills()).hasSize(2);
    }

    private static String sample(String page) throws IOException {
        return Files.readString(Path.of("docs", page)).split("```yaml\n")[1].split("```")[0];
    }

    @Test
    void refusesTwoChannelsOfOneNameAndMoreThanTen() throws IOException {
        String channel = "{ type: mattermost, urlFile: x }, ";
        assertThat(problems(withChannels(channel.repeat(2))))
                .containsExactly(":5: there are two channels 'mattermost': give each a 'name' of its own");
        assertThat(problems(withChannels(channel.repeat(11))))
                .containsExactly(":5: 'notify' has more than 10 entries: remove some");
    }

    private static String withChannels(String channels) {
        return """
                kaltstart:
                  clusters:
                    homelab:
                      repository: { checkout: . }
                      notify: [%s]
                """.formatted(channels);
    }

    @Test
    void readsHowOftenAClusterIsDrilled() throws IOException {
        var clusters = ConfigurationFile.read(file("""
                kaltstart:
                  clusters:
                    homelab:
                      repository: { checkout: . }
                      drills:
                        drill-cold-start: { every: never }
                        drill-namespace-restore: { every: P13W, countsReal: true }
                """));

        assertThat(clusters.get(0).drills())
                .containsEntry("drill-cold-start", new DrillPolicy(null, false))
                .containsEntry("drill-namespace-restore", new DrillPolicy(Period.ofWeeks(13), true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"P6D", "P6Y", "PT8760H", "-P1Y", "P0D", "yearly", "P999999999Y", "''"})
    void refusesAnIntervalThatNoCalendarCanKeep(String every) throws IOException {
        assertThat(problems("""
                        kaltstart:
                          clusters:
                            homelab:
                              repository: { checkout: . }
                              drills: { drill-cold-start: { every: %s } }
                        """.formatted(every)))
                .singleElement()
                .asString()
                .startsWith(":5: 'every: ")
                .contains("write P1Y, P6M, P13W or never");
    }

    @Test
    void readsHowTheMonitoringNamesItsAlerts() throws IOException {
        var clusters = ConfigurationFile.read(file("""
                kaltstart:
                  clusters:
                    homelab:
                      repository: { checkout: . }
                      alerts:
                        names: { "Host ist weg": KubeNodeNotReady, NodeDown: TargetDown }
                        nodeLabel: host
                    lab:
                      repository: { checkout: lab }
                """));

        AlertNaming homelab = clusters.get(0).alerts();
        assertThat(homelab.known("Host ist weg")).isEqualTo("KubeNodeNotReady");
        assertThat(homelab.known("KubeletDown")).isEqualTo("KubeletDown");
        assertThat(homelab.nodeLabels()).containsExactly("host");
        assertThat(clusters.get(1).alerts()).isEqualTo(AlertNaming.USUAL);
    }

    @Test
    void refusesANameThatMeansNothingAndALabelThatCannotBeOne() throws IOException {
        assertThat(problems("""
                        kaltstart:
                          clusters:
                            homelab:
                              repository: { checkout: . }
                              alerts:
                                names:
                                  NodeDown: node-failure
                                  "two\\nlines": KubeNodeNotReady
                                nodeLabel: "host name"
                                nodes: host
                        """))
                .anySatisfy(line -> assertThat(line).startsWith(":7: 'NodeDown' must be one of KubeNodeNotReady, "))
                .anySatisfy(
                        line -> assertThat(line).startsWith(":8: ").contains("is one line of at most 200 characters"))
                .anySatisfy(line -> assertThat(line).startsWith(":9: 'nodeLabel'"))
                .anySatisfy(
                        line -> assertThat(line).contains(":10: unknown key 'nodes': allowed here: names, nodeLabel"))
                .hasSize(4);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-4h",
                "0h",
                "0",
                "PT-1H",
                "P1Y",
                "5 minutes",
                "721h",
                "PT1000000000000000000S",
                "4",
                "1d",
                "59s",
                "''"
            })
    void refusesDurationsOutsideTheRangeAndNamesIt(String duration) throws IOException {
        assertThat(problems("""
                        kaltstart:
                          clusters:
                            homelab:
                              repository: { checkout: . }
                              objectives: { criticalApps: %s }
                        """.formatted(duration)))
                .singleElement()
                .asString()
                .startsWith(":5: 'criticalApps: ")
                .contains("allowed is 1m to 720h, written like 30m, 4h, 1h30m or PT4H");
    }

    @ParameterizedTest
    @CsvSource({"30m,PT30M", "4h,PT4H", "PT4H,PT4H", "720h,PT720H", "1m,PT1M", "1h30m,PT1H30M"})
    void acceptsDurationsAsPeopleWriteThem(String text, Duration duration) {
        assertThat(DurationText.parse(text)).contains(duration);
    }

    @ParameterizedTest
    @CsvSource({
        "'kaltstart: 5', ':1: ''kaltstart'' must be a mapping (key: value)'",
        "'- a', ':1: ''the file'' must be a mapping (key: value)'",
        "'', ':1: the key ''kaltstart'' is missing below ''the file'': add it'",
        "'kaltstart: {clusters: {}}', ':1: ''clusters'' is empty: add at least one entry'",
    })
    void refusesFilesThatNameNoCluster(String text, String problem) throws IOException {
        assertThat(problems(text)).containsExactly(problem);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://169.254.169.254/latest",
                "https://169.254.170.2/x",
                "'http://[fe80::1]/x'",
                "'http://[fd00:ec2::254]/x'",
                "'http://[::ffff:a9fe:a9fe]/x'",
                "http://metadata.google.internal/x",
                "http://0xa9fea9fe/x",
                "http://2852039166/x"
            })
    void refusesTheAddressWhereAProviderHandsOutCredentials(String url) throws IOException {
        assertThat(problems(withRepository("url: " + url)))
                .singleElement()
                .asString()
                .contains("a service of the machine's own provider");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--upload-pack=touch /tmp/x",
                "ext::sh -c id",
                "'ext::sh'",
                "fd::3",
                "git://git.example/cluster.git",
                "ftp://git.example/cluster.git",
                "ssh://-oProxyCommand=id/x",
                "'-oProxyCommand=id:x'",
                "ssh://git@-oProxyCommand=id/x",
                "ssh://-oProxyCommand=id@git.example/x",
                "./relative",
                "https:///cluster.git",
                "'https://git.example/a\nb'",
                "''"
            })
    void refusesAnAddressThatGitWouldTakeForSomethingElse(String url) throws IOException {
        assertThat(problems(withRepository("url: " + url)))
                .singleElement()
                .asString()
                .startsWith(":4: 'url': this is not the address of a repository")
                .contains("write ssh://git@host/path.git");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ssh://git@git.example:2222/home/cluster.git",
                "git@git.example:home/cluster.git",
                "git.example:home/cluster.git",
                "https://git.example:8443/home/cluster.git",
                "http://git.lan/home/cluster.git",
                "ssh://git@[fd00::1]/cluster.git",
                "file:///srv/git/cluster.git",
                "/srv/git/cluster.git"
            })
    void acceptsTheAddressesThatPeopleUse(String url) {
        assertThat(RepositoryUrl.complaint(url)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            url: https://me:hunter2hunter2@git.example/x | 'url': an address must not carry a user's name or password
            url: https://ghp_0123456789abcdefghij@git.example/x | 'url': an address must not carry a user's name or password
            branch: --all | 'branch: --all' cannot be the name of a branch
            branch: a..b | 'branch: a..b' cannot be the name of a branch
            branch: a b | 'branch: a b' cannot be the name of a branch
            url: https://git.example/x, sshKey: key | 'sshKey' is for ssh: give a 'url' of that kind
            url: /srv/x, tokenFile: token | 'tokenFile' is for https: give a 'url' of that kind
            url: http://git.example/x, tokenFile: token | a token must not be sent over http
            url: https://git.example/x, username: me | 'username' is of no use without 'tokenFile'
            url: git@git.example:x, sshKey: 'a"b' | 'sshKey' has a quote
            """)
    void refusesWhatDoesNotFitTogetherAndRepeatsNoSecret(String settings, String message) throws IOException {
        assertThat(problems(withRepository(settings)))
                .singleElement()
                .asString()
                .startsWith(":4: " + message)
                .doesNotContain("hunter2", "ghp_");
    }

    private Path withRepository(String settings) throws IOException {
        return file("""
                kaltstart:
                  clusters:
                    homelab:
                      repository: { checkout: ., %s }
                """.formatted(settings));
    }

    @Test
    void refusesATab() throws IOException {
        assertThat(problems("kaltstart:\n\tclusters: {}\n"))
                .containsExactly(":2: a tab is used for indentation: YAML allows only spaces");
    }

    @Test
    void saysThatTheFileIsMissing() {
        assertThat(problems(directory.resolve("kaltstart.yaml")))
                .containsExactly(": there is no such file: create it or correct the path");
    }

    @Test
    void refusesMoreThanOneMebibyte() throws IOException {
        assertThat(problems("# " + "x".repeat(1024 * 1024)))
                .containsExactly(": the file is larger than 1 MiB: this is not the expected file");
    }

    @Test
    void showsControlCharactersInsteadOfSendingThemToTheTerminal() throws IOException {
        assertThat(problems("\"a\\e[31m\": 1"))
                .anySatisfy(problem -> assertThat(problem).contains("unknown key 'a\\u001B[31m'"));
    }

    private List<String> problems(String text) throws IOException {
        return problems(file(text));
    }

    private List<String> problems(Path file) {
        var refused = catchThrowableOfType(UnusableConfiguration.class, () -> ConfigurationFile.read(file));
        assertThat(refused).isNotNull();
        return String.valueOf(refused.getMessage())
                .lines()
                .map(line -> line.replace(file.toString(), ""))
                .toList();
    }

    private Path file(String text) throws IOException {
        return Files.writeString(directory.resolve("kaltstart.yaml"), text);
    }
}
