package dev.kaltstart.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.access.Visitor;
import dev.kaltstart.alert.IgnoreReason;
import dev.kaltstart.alert.IgnoredAlerts;
import dev.kaltstart.alert.Proposals;
import dev.kaltstart.approval.PendingApprovals;
import dev.kaltstart.approval.ShownPlan;
import dev.kaltstart.cluster.Clusters;
import dev.kaltstart.cluster.Mode;
import dev.kaltstart.cluster.Prerequisite;
import dev.kaltstart.cluster.Role;
import dev.kaltstart.cluster.seen.Seen;
import dev.kaltstart.drill.ScheduledDrill;
import dev.kaltstart.engine.HumanTasks;
import dev.kaltstart.engine.PhaseHistory.Phase;
import dev.kaltstart.engine.PhaseHistory.Progress;
import dev.kaltstart.engine.Plan;
import dev.kaltstart.engine.Subject;
import dev.kaltstart.engine.people.HostPeople;
import dev.kaltstart.engine.people.PersonRole;
import dev.kaltstart.flux.lease.Standstill;
import dev.kaltstart.flux.object.Cause;
import dev.kaltstart.flux.object.Drift;
import dev.kaltstart.flux.object.FluxId;
import dev.kaltstart.flux.watch.FluxLooks;
import dev.kaltstart.notify.ChannelState;
import dev.kaltstart.readiness.Disaster;
import dev.kaltstart.readiness.KnownReadiness;
import dev.kaltstart.readiness.RecordedItem;
import dev.kaltstart.recovery.Recoveries;
import dev.kaltstart.recovery.Recoveries.Entry;
import dev.kaltstart.recovery.Recoveries.Milestone;
import dev.kaltstart.recovery.Recoveries.Recovery;
import dev.kaltstart.recovery.Recoveries.State;
import dev.kaltstart.recovery.Recoveries.StepState;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.transaction.PlatformTransactionManager;

@SpringBootTest(
        classes = PagesSlice.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {"spring.datasource.url=jdbc:h2:mem:pages", "kaltstart.admin-password=correct horse battery"})
class PagesTest {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final String EVIL = "<script>alert('x')</script>";
    private static final String TAMED = "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;";

    private final Visitor person;
    private final Fakes fakes;

    private final Clock clock;

    private final DataSource database;
    private final PlatformTransactionManager transactions;

    PagesTest(
            @LocalServerPort int port,
            @Autowired Fakes fakes,
            @Autowired Clock clock,
            @Autowired DataSource database,
            @Autowired PlatformTransactionManager transactions) {
        this.database = database;
        this.transactions = transactions;
        this.clock = clock;
        this.person = Visitor.at(port).as("admin", "correct horse battery");
        this.fakes = fakes;
    }

    @BeforeEach
    void nothingYet() {
        fakes.recoveries.clear();
        fakes.tasks.clear();
        fakes.clusters.clear();
        fakes.proposals.clear();
        fakes.started.clear();
        fakes.ignored.clear();
        fakes.refused.clear();
        fakes.unreadable.clear();
        fakes.phases.clear();
        fakes.steps.clear();
        fakes.timeline.clear();
        fakes.flux.clear();
        fakes.protections.clear();
        fakes.standing.clear();
        fakes.plans.clear();
        fakes.pending.clear();
        fakes.cancelled.clear();
        fakes.channels.clear();
        fakes.drills.clear();
    }

    @Test
    void anEmptyKaltstartSaysWhatToDo() {
        String page = front();
        assertThat(page.indexOf("What to do first")).isBetween(0, page.indexOf("Recoveries</h2>"));
        assertThat(page)
                .contains("None so far.", "None is configured.", "kaltstart.yaml", "/camunda/app/tasklist/default/")
                .doesNotContain("Proposed by alerts");
    }

    @Test
    void showsTheSampleAlertForATwin() {
        fakes.clusters.add(Fakes.aCluster(
                "homelab",
                true,
                Fakes.aNode("cp-1", Role.CONTROL_PLANE, "10.20.0.11"),
                Fakes.aNode("wk-1", Role.WORKER, "10.20.0.21")));
        assertThat(front())
                .contains("twin only", "cp-1", "control plane", "10.20.0.21", "<code>paperless</code>")
                .contains(
                        "http://localhost:" + person.port() + "/api/alerts/alertmanager",
                        "$KALTSTART_ALERT_TOKEN",
                        "&quot;node&quot;:&quot;wk-1&quot;");
    }

    @Test
    void offersARehearsalWhereEveryClusterIsReal() {
        fakes.clusters.add(Fakes.aCluster("prod", false, Fakes.aNode("cp-1", Role.CONTROL_PLANE, "10.0.0.1")));
        assertThat(front())
                .contains(
                        "/api/recoveries",
                        "&quot;scenario&quot;:&quot;node-failure&quot;",
                        "&quot;mode&quot;:&quot;rehearsal&quot;")
                .doesNotContain("/api/alerts/alertmanager", "twin only");
    }

    @Test
    void showsWhereAClusterDoesNotFollowGit() {
        fakes.clusters.add(Fakes.aCluster("prod", false, Fakes.aNode("cp-1", Role.CONTROL_PLANE, "10.0.0.1")));
        var apps = new FluxId("Kustomization", "flux-system", "cluster-apps");
        var root = new Drift.Root(apps, Cause.BUILD, EVIL, "", "", "", List.of(apps));
        fakes.flux.put(
                "prod",
                new FluxLooks.Seen(
                        NOON,
                        FluxLooks.Api.ANSWERED,
                        new Drift(23, List.of(root), List.of(), List.of()),
                        null,
                        Map.of()));
        assertThat(front())
                .contains("1 of 23 objects of Flux do not follow Git", "/api/clusters/prod/drift", "12:00")
                .contains("Kustomization flux-system/cluster-apps: its manifests do not build")
                .doesNotContain(EVIL);
    }

    @Test
    void saysWhenNobodyCanTellWhetherAClusterFollowsGit() {
        fakes.clusters.add(Fakes.aCluster("prod", false, Fakes.aNode("cp-1", Role.CONTROL_PLANE, "10.0.0.1")));
        fakes.flux.put(
                "prod",
                new FluxLooks.Seen(NOON, FluxLooks.Api.SILENT, null, "its Kubernetes API does not answer", Map.of()));
        assertThat(front()).contains("Unknown: its Kubernetes API does not answer");
    }

    @Test
    void showsWhatTheVolumesOfAClusterAreWorth() {
        fakes.clusters.add(
                Fakes.aCluster("prod", false, Volumes.DECLARED, Fakes.aNode("cp-1", Role.CONTROL_PLANE, "10.0.0.1")));
        assertThat(front())
                .contains("href=\"/clusters/prod\"", "1 not protected, 1 backed up, according to the repository");
        assertThat(person.get("/clusters/prod").body())
                .contains(
                        "there was no look at it yet", "office/<strong>notes</strong>", "VolSync (restic, 0 * * * *)");

        fakes.protections.put("prod", Volumes.live(clock.instant()));
        assertThat(front()).contains("1 of 2 can be restored to a state of the last 24 h");
        assertThat(person.get("/clusters/prod").body())
                .contains("Velero, 2 h ago", "not protected", "recent enough")
                .doesNotContain("there was no look at it yet");
    }

    @Test
    void showsWhatAClusterWouldSurvive() {
        fakes.clusters.add(Fakes.aCluster("prod", false, Fakes.aNode("cp-1", Role.CONTROL_PLANE, "10.0.0.1")));
        assertThat(person.get("/clusters/prod").body()).contains("Not known: nothing was proven yet");

        fakes.readiness.put(
                "prod",
                new KnownReadiness(List.of(
                        item("age key", Prerequisite.proven("it opens")),
                        item("Store", Prerequisite.missing("log in to " + EVIL)))));
        assertThat(person.get("/clusters/prod").body())
                .contains("cluster-loss", "not ready", "proven 2026-11-23 12:00", "it opens", "missing")
                .contains("gitops-drift", "not proven")
                .doesNotContain(EVIL);
    }

    @Test
    void showsTheDrillsAndTheChannelsOfACluster() {
        fakes.clusters.add(Fakes.aCluster("prod", false, Fakes.aNode("cp-1", Role.CONTROL_PLANE, "10.0.0.1")));
        assertThat(person.get("/clusters/prod").body()).doesNotContain("Messages</h2>", "Drills</h2>");

        fakes.channels.add(channel("ops", 0, null, null));
        fakes.channels.add(channel("team", 2, NOON, null));
        fakes.channels.add(channel("hook", 1, NOON, "it answers with 404 " + EVIL));
        fakes.drills.add(drill("drill-cold-start", null, 0));
        fakes.drills.add(drill("drill-namespace-restore", NOON, 12));
        assertThat(person.get("/clusters/prod").body())
                .contains("nothing waits", "nothing was sent yet", "2 messages waiting", "since 2026-11-23 12:00")
                .contains("stopped", "it answers with 404 " + TAMED)
                .contains("due on 2026-11-11", "never done")
                .contains("overdue for 12 days, since 2026-11-11", "last done 2026-11-23 12:00, signed off by paula")
                .doesNotContain(EVIL);
    }

    private static ChannelState channel(
            String name, long pending, @Nullable Instant oldest, @Nullable String stoppedBecause) {
        return new ChannelState(
                "prod",
                name,
                "mattermost",
                List.of(),
                false,
                null,
                pending,
                oldest,
                null,
                stoppedBecause == null ? null : NOON,
                stoppedBecause,
                0,
                null,
                List.of());
    }

    private static ScheduledDrill drill(String name, @Nullable Instant last, long overdueDays) {
        return new ScheduledDrill(
                "prod",
                name,
                "P1Y",
                last == null ? null : "r-1",
                last,
                false,
                last == null ? null : "paula",
                last,
                LocalDate.of(2026, 11, 11),
                overdueDays > 0,
                overdueDays,
                NOON);
    }

    private static RecordedItem item(String label, Prerequisite found) {
        return new RecordedItem(label, label, Set.of(Disaster.CLUSTER_LOSS), found, NOON, NOON);
    }

    @Test
    void namesOfVolumesAreNoMarkup() {
        fakes.clusters.add(Fakes.aCluster(
                "prod", false, Volumes.named(EVIL), Fakes.aNode("cp-1", Role.CONTROL_PLANE, "10.0.0.1")));
        fakes.protections.put("prod", Volumes.live(clock.instant(), EVIL));

        assertThat(person.get("/clusters/prod").body()).contains(TAMED).doesNotContain(EVIL);
        assertThat(front()).doesNotContain(EVIL);
    }

    @Test
    void thereIsNoPageOfAnotherCluster() {
        assertThat(person.get("/clusters/none").statusCode()).isEqualTo(404);
    }

    @Test
    void saysOfEachClusterWhatWasDrilled() {
        fakes.clusters.add(Fakes.aCluster("homelab", false, Fakes.aNode("wk-1", Role.WORKER, "192.0.2.31")));
        fakes.recoveries.add(aRecovery("r-3", State.RECOVERED, Duration.ofMinutes(2), "nightly"));
        assertThat(front()).contains("No drill yet.");

        fakes.recoveries.add(aRecovery("r-2", Mode.DRILL, State.ABORTED, Duration.ofMinutes(5), "spring"));
        assertThat(front()).contains("node-failure: never recovered, 0 of 1 recovered");

        fakes.recoveries.add(aRecovery("r-1", Mode.DRILL, State.RECOVERED, Duration.ofMinutes(50), "autumn"));
        assertThat(front())
                .contains("node-failure: last on 2026-11-23 12:50, 1 of 2 recovered, half of them within 50 min")
                .doesNotContain("No drill yet.");
    }

    @Test
    void showsWhatRunsBeforeWhatHasEnded() {
        fakes.recoveries.add(aRecovery("r-2", State.RECOVERED, Duration.ofMinutes(50), "done"));
        fakes.recoveries.add(aRecovery("r-1", State.WAITING, Duration.ofMinutes(72), "wk-2 is silent"));
        fakes.tasks.add(new HumanTasks.Open(
                "t 1", "r-1", Subject.node("wk-2"), "flashNode", "provision-node", "Flash the node", NOON));
        String page = front();
        assertThat(page.indexOf("/recoveries/r-1")).isBetween(0, page.indexOf("/recoveries/r-2"));
        assertThat(page)
                .contains("1 h 12 min of 4 h for the control plane", "2 h 48 min left", "waiting for a person")
                .contains("#/?task&#x3D;t+1", "Flash the node", "value=\"30\"")
                .contains("Took 50 min.", "/api/recoveries/r-2/report");
    }

    @Test
    void showsWhatAlertsPropose() {
        fakes.proposals.add(new Proposals.Proposed(
                "flux.00000000000000aa.1", "prod", "gitops-drift", null, EVIL, NOON, List.of(choice(null, "{}")), ""));
        assertThat(front())
                .contains("Proposed by alerts", "the cluster · prod", TAMED, "2026-11-23 12:00")
                .contains("action=\"/proposals/flux.00000000000000aa.1/start\"", "Start gitops-drift, live")
                .doesNotContain(EVIL);
    }

    @Test
    void whoMayNotStartARecoveryGetsNoButtonForIt() {
        fakes.proposals.add(new Proposals.Proposed(
                "flux.00000000000000aa.1", "prod", "gitops-drift", null, EVIL, NOON, List.of(choice(null, "{}")), ""));
        try (var people = HostPeople.on(database, transactions)) {
            people.add("vera", PersonRole.OBSERVER, "correct horse battery");
            var answer = Visitor.at(person.port())
                    .as("vera", "correct horse battery")
                    .get("/");
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body())
                    .contains("Proposed by alerts", TAMED, "An operator can start it.")
                    .doesNotContain("<form method=\"post\" action=\"/proposals", "Start gitops-drift", "curl -X POST");
            people.remove("vera");
        }
    }

    @Test
    void sixtyAlertsThatAskForOneRecoveryAreOneProposal() {
        for (int number = 0; number < 60; number++) {
            fakes.proposals.add(new Proposals.Proposed(
                    "flux.00000000000000aa." + number,
                    "prod",
                    "gitops-drift",
                    null,
                    "Flux: Kustomization apps/app-" + number + ": BuildFailed",
                    NOON.minusSeconds(number * 60L),
                    List.of(choice(null, "{\"number\":" + number + "}")),
                    ""));
        }
        fakes.proposals.add(new Proposals.Proposed(
                "flux.00000000000000aa.99",
                "prod",
                "node-failure",
                "wk-1",
                "a node",
                NOON,
                List.of(choice("wk-1", "{}")),
                ""));
        assertThat(front())
                .contains("apps/app-0:", "apps/app-4:", "and 55 more", "{&quot;number&quot;:59}", "wk-1 · prod")
                .doesNotContain("apps/app-5:", "{&quot;number&quot;:0}");
    }

    @Test
    void aButtonStartsAProposalInThePersonsName() {
        HttpResponse<String> answer = person.send("POST", "/proposals/alertmanager.00000000000000aa.1/start/cp-1", "");

        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(answer.headers().firstValue("Location").orElse("")).endsWith("/recoveries/r-started");
        assertThat(fakes.started).containsExactly("alertmanager.00000000000000aa.1 cp-1 admin");
    }

    @Test
    void anotherSitesPageStartsNothing() {
        var answer = person.with("Origin", "http://evil.example")
                .with("Sec-Fetch-Site", "cross-site")
                .send("POST", "/proposals/alertmanager.00000000000000aa.1/start", "");

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(fakes.started).isEmpty();
    }

    @Test
    void offersOneButtonForEachNodeThatCanBeMeant() {
        fakes.proposals.add(new Proposals.Proposed(
                "alertmanager.00000000000000aa.1",
                "prod",
                "node-failure",
                null,
                "etcdMembersDown",
                NOON,
                List.of(choice("cp-1", "{\"subject\":\"cp-1\"}"), choice("cp-2", "{\"subject\":\"cp-2\"}")),
                "Choose."));
        assertThat(front())
                .contains("a node · prod", "Choose.")
                .contains("/proposals/alertmanager.00000000000000aa.1/start/cp-1\"", "Start node-failure of cp-1, live")
                .contains("/proposals/alertmanager.00000000000000aa.1/start/cp-2\"");
    }

    @Test
    void whatNothingCanStartHasNoButtonAndNoCommand() {
        fakes.proposals.add(new Proposals.Proposed(
                "alertmanager.00000000000000aa.1",
                "prod",
                "cluster-loss",
                null,
                "KubeletDown",
                NOON,
                List.of(),
                "Kaltstart has no model of cluster-loss yet: recover by hand."));
        assertThat(front())
                .contains("no model of cluster-loss yet")
                .doesNotContain("/proposals/", "curl -X POST 'http://localhost:" + person.port() + "/api/recoveries");
    }

    @Test
    void showsWhatIsIgnoredAndRefusedAndWhy() {
        fakes.ignored.add(new IgnoredAlerts.Ignored("prod", EVIL, IgnoreReason.UNKNOWN_NAME, 12_345, NOON));
        fakes.refused.add(new IgnoredAlerts.Refused("No alert was accepted: two nodes named.", 7, NOON));
        assertThat(front())
                .contains(TAMED, "12345", "map it in kaltstart.yaml", "two nodes named", "· 7 ·")
                .doesNotContain(EVIL);
    }

    @Test
    void aClusterWhoseRepositoryCannotBeParsedIsShownWithFileAndLine() {
        fakes.unreadable.add(new Clusters.Unreadable("prod", "talos/talconfig.yaml:7: error: " + EVIL));
        assertThat(front())
                .contains("not protected", "talos/talconfig.yaml:7", TAMED)
                .doesNotContain(EVIL, "None is configured.", "Name a cluster");
    }

    @Test
    void showsTheNodesThatTheLiveClusterHasShownAndWhatToDeclare() {
        var cluster = Fakes.aCluster("prod", false);
        fakes.clusters.add(new Clusters.Protected(
                "prod",
                false,
                List.of(),
                cluster.inventory(),
                List.of("cp-2: address is not known"),
                new Clusters.LiveRecord(
                        List.of(
                                Seen.proven("cp-1", Role.CONTROL_PLANE, "10.0.0.11", Seen.MONDAY),
                                Seen.claimed("cp-2", Role.CONTROL_PLANE, "10.0.0.12", Seen.TUESDAY)),
                        List.of("cp-2: only Kubernetes names this node " + EVIL),
                        List.of("nodes:", "  cp-2: { role: control-plane, address: 10.0.0.12 }"))));

        assertThat(front())
                .contains(
                        "cp-1</strong> 10.0.0.11 · last seen 2026-11-23 10:00 UTC</li>",
                        "cp-2</strong> 10.0.0.12 · last seen 2026-11-24 10:00 UTC · only named by Kubernetes</li>",
                        "cp-2: only Kubernetes names this node " + TAMED,
                        "<pre>nodes:\n  cp-2: { role: control-plane, address: 10.0.0.12 }\n</pre>")
                .doesNotContain(EVIL);
    }

    private static Proposals.Choice choice(@Nullable String subject, String request) {
        return new Proposals.Choice(subject, "live", request);
    }

    @Test
    void showsWhatStandsStillInFluxForWhomAndUntilWhen() {
        fakes.clusters.add(Fakes.aCluster("prod", false, Fakes.aNode("cp-1", Role.CONTROL_PLANE, "10.0.0.1")));
        fakes.recoveries.add(aRecovery("r-1", State.RUNNING, Duration.ofMinutes(1), "wk-2 is silent"));
        var apps = new FluxId("Kustomization", "flux-system", "cluster-apps");
        var media = new FluxId("HelmRelease", "media", "mediabox");
        fakes.standing.add(new Standstill(apps, "r-1", EVIL, Instant.parse("2999-01-01T00:00:00Z")));
        fakes.standing.add(new Standstill(apps, "r-0", null, Instant.parse("2000-01-01T00:00:00Z")));
        fakes.standing.add(new Standstill(media, null, null, null));
        assertThat(front()).contains("for r-1 (" + TAMED + "), until 2999-01-01 00:00 unless it is renewed");
        assertThat(page("r-1")).contains("for this recovery (" + TAMED + "), until 2999-01-01");
        for (String page : List.of(front(), page("r-1"))) {
            assertThat(page)
                    .contains("Suspended in Flux", "Kustomization flux-system/cluster-apps")
                    .contains("for r-0, not renewed since 2000-01-01 00:00")
                    .contains("HelmRelease media/mediabox", "by someone else; Kaltstart leaves it suspended");
        }
    }

    @Test
    void aRunningRecoveryComesAnewByItselfAndAnEndedOneDoesNot() {
        fakes.recoveries.add(aRecovery("r-1", State.RUNNING, Duration.ofHours(5), "wk-2 is silent"));
        assertThat(page("r-1"))
                .contains("http-equiv=\"refresh\" content=\"5\"", "over by 1 h", "3 h left")
                .doesNotContain("/report");
        fakes.recoveries.set(0, aRecovery("r-1", State.FAILED, Duration.ofHours(5), "wk-2 is silent"));
        assertThat(page("r-1")).contains("failed", "/api/recoveries/r-1/report").doesNotContain("refresh");
    }

    @Test
    void marksThePhasesThatAreDoneSkippedCurrentAndToCome() {
        fakes.recoveries.add(aRecovery("r-1", State.RUNNING, Duration.ofMinutes(1), "wk-2 is silent"));
        fakes.phases.add(new Phase("diagnose", "Diagnose", Progress.DONE, NOON, NOON.plusSeconds(75)));
        fakes.phases.add(new Phase("evacuate", EVIL, Progress.SKIPPED, null, null));
        fakes.phases.add(new Phase("verifyRecovery", "Verify", Progress.NOW, NOON, null));
        fakes.phases.add(new Phase("closeRecovery", "Close", Progress.TO_COME, null, null));
        String page = page("r-1");
        assertThat(page)
                .containsSubsequence(
                        "Diagnose", "done", "1 min 15 s", TAMED, "skipped", "Verify", "now", "Close", "to come")
                .containsOnlyOnce("aria-current=\"step\"")
                .doesNotContain(EVIL);

        fakes.recoveries.set(0, aRecovery("r-1", State.ABORTED, Duration.ofMinutes(1), "wk-2 is silent"));
        assertThat(page("r-1")).contains("not reached").doesNotContain("to come");
    }

    @Test
    void showsTheMilestonesAndCountsToTheObjectiveThatIsOpen() {
        Duration hour = Duration.ofHours(1);
        fakes.recoveries.add(withMilestones(
                aRecovery("r-1", State.RUNNING, hour.multipliedBy(5), "the cluster is gone"),
                List.of(
                        new Milestone("online", NOON, hour, "controlPlane", hour.multipliedBy(4)),
                        new Milestone("in sync", NOON, hour.multipliedBy(2), "controlPlane", hour.multipliedBy(1)),
                        new Milestone(EVIL, null, null, "criticalApps", hour.multipliedBy(8)))));
        String page = page("r-1");
        assertThat(page)
                .containsSubsequence("4 h for the control plane", "met, reached after 2 h")
                .containsSubsequence("8 h for the critical applications", "3 h left")
                .containsSubsequence("Milestones</h2>", "online", "reached", "after 1 h", "objective 4 h: met")
                .containsSubsequence("in sync", "reached late", "after 2 h", "objective 1 h: missed")
                .containsSubsequence(TAMED, "to come", "objective 8 h")
                .doesNotContain(EVIL);
        assertThat(front()).contains("5 h of 8 h for the critical applications", "3 h left");
    }

    @Test
    void tellsStepsAndTimelineNewestFirst() {
        fakes.recoveries.add(aRecovery("r-1", State.RUNNING, Duration.ofMinutes(1), "wk-2 is silent"));
        fakes.steps.add(new StepState(
                "probeNode", "wk-2", "Probe node", "done", NOON, NOON.plusSeconds(75), "dead", null, null, List.of()));
        fakes.steps.add(new StepState(
                "drainNode", "wk-2", "Drain node", "running", NOON, null, "3 pods left", null, 0.7, List.of()));
        fakes.timeline.add(new Entry(NOON, "started", null, "an alert came", null, "alertmanager", null));
        fakes.timeline.add(new Entry(NOON.plusSeconds(61), "step", "probeNode", "wk-2 is dead", null, null, "wk-2"));
        String page = page("r-1");
        assertThat(page).contains("Probe node", "1 min 15 s", "3 pods left", "70 %", "2026-11-23 12:01:01");
        assertThat(page.indexOf("wk-2 is dead")).isLessThan(page.indexOf("an alert came"));
    }

    @Test
    void nothingThatSomebodyWroteBecomesMarkup() {
        fakes.clusters.add(Fakes.aCluster(EVIL, true, Fakes.aNode("wk-1", Role.WORKER, EVIL)));
        fakes.recoveries.add(aRecovery("r-1", State.WAITING, Duration.ofMinutes(1), EVIL));
        fakes.tasks.add(new HumanTasks.Open("\"><script>", "r-1", Subject.node("wk-2"), "flashNode", "m", EVIL, NOON));
        fakes.steps.add(new StepState("s", EVIL, EVIL, EVIL, NOON, null, EVIL, EVIL, null, List.of()));
        fakes.timeline.add(new Entry(NOON, EVIL, null, EVIL, EVIL, EVIL, EVIL));
        assertThat(front()).contains(TAMED).doesNotContainIgnoringCase("<script");
        assertThat(page("r-1")).contains(TAMED).doesNotContainIgnoringCase("<script");
    }

    @Test
    void aRecoveryThatIsNotThereIsNotFound() {
        assertThat(person.get("/recoveries/none").statusCode()).isEqualTo(404);
        assertThat(Visitor.at(person.port()).get("/recoveries/none").statusCode())
                .isEqualTo(401);
    }

    @Test
    void showsAPlanWholeAsPlainText() {
        var subject = Subject.node("wk-2");
        List<String> effects = IntStream.range(0, 500)
                .mapToObj(n -> "deleted: pod media/pod-" + n)
                .toList();
        fakes.plans.add(plan("resetNode", new Plan(subject, List.of(), List.of("talosctl reset"), effects)));
        fakes.plans.add(plan(
                "deleteNode",
                new Plan(subject, List.of(), List.of("kubectl delete node wk-2"), List.of(EVIL, "a\u202eb"))));

        String page = person.get("/recoveries/r-1/plans/b-1").body();

        assertThat(page)
                .contains("$ talosctl reset", "pod-0", "pod-499", "$ kubectl delete node wk-2", "a\\u202eb")
                .contains(TAMED)
                .doesNotContainIgnoringCase("<script");
    }

    @Test
    void aPlanOfAnotherRecoveryOrForAStrangerIsNotShown() {
        fakes.plans.add(plan("resetNode", Plan.nothing(Subject.node("wk-2"), "done")));

        assertThat(person.get("/recoveries/r-2/plans/b-1").statusCode()).isEqualTo(404);
        assertThat(person.get("/recoveries/r-1/plans/b-2").statusCode()).isEqualTo(404);
        assertThat(Visitor.at(person.port()).get("/recoveries/r-1/plans/b-1").statusCode())
                .isEqualTo(401);
    }

    @Test
    void showsWhenWhatOnePersonApprovedRunsAndHowToCancelIt() {
        fakes.recoveries.add(aRecovery("r-1", State.RUNNING, Duration.ofMinutes(1), "wk-2 is silent"));
        fakes.plans.add(plan("resetNode", Plan.nothing(Subject.node("wk-2"), "done")));
        fakes.pending.add(pending(true, clock.instant().plusSeconds(42)));

        for (String page :
                List.of(page("r-1"), person.get("/recoveries/r-1/plans/b-1").body())) {
            assertThat(page)
                    .contains("unless cancelled</strong>, in 42 s", "Reset node, Delete node", "wk-2")
                    .contains("Approved by admin alone")
                    .contains("<form method=\"post\" action=\"/recoveries/r-1/plans/b-1/withdraw\">")
                    .contains("http-equiv=\"refresh\" content=\"5\"")
                    .doesNotContainIgnoringCase("<script", "<input");
        }

        fakes.pending.set(0, pending(false, clock.instant()));
        assertThat(page("r-1"))
                .contains("Approved and not begun", "Cancel</button>")
                .doesNotContain("alone", "Runs at");
        fakes.pending.clear();
        assertThat(page("r-1")).doesNotContain("Cancel</button>");
    }

    @Test
    void oneClickCancels() {
        fakes.plans.add(plan("resetNode", Plan.nothing(Subject.node("wk-2"), "done")));
        fakes.pending.add(pending(true, clock.instant().plusSeconds(42)));

        var answer = person.send("POST", "/recoveries/r-1/plans/b-1/withdraw", "");

        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(answer.headers().firstValue("Location"))
                .hasValueSatisfying(to -> assertThat(to).endsWith("/recoveries/r-1"));
        assertThat(fakes.cancelled).containsExactly("r-1 b-1 admin: cancelled on its page");

        var late = person.send("POST", "/recoveries/r-1/plans/b-1/withdraw", "");
        String next = late.headers().firstValue("Location").orElseThrow();
        assertThat(person.get(next.substring(next.indexOf("/recoveries"))).body())
                .contains("Nothing was left to cancel");
    }

    /** Attacks: without a login, from another site, by a link, with a body, with a plan of another recovery. */
    @Test
    void nothingElseCancels() {
        fakes.plans.add(plan("resetNode", Plan.nothing(Subject.node("wk-2"), "done")));
        String button = "/recoveries/r-1/plans/b-1/withdraw";

        assertThat(Visitor.at(person.port()).send("POST", button, "").statusCode())
                .isEqualTo(401);
        assertThat(person.with("Origin", "http://evil.example")
                        .send("POST", button, "")
                        .statusCode())
                .isEqualTo(403);
        assertThat(person.with("Origin", "null").send("POST", button, "").statusCode())
                .isEqualTo(403);
        assertThat(person.with("Sec-Fetch-Site", "cross-site")
                        .send("POST", button, "")
                        .statusCode())
                .isEqualTo(403);
        assertThat(person.get(button).statusCode()).isEqualTo(404);
        assertThat(person.with("Content-Type", "application/x-www-form-urlencoded")
                        .send("POST", button, "a=b")
                        .statusCode())
                .isEqualTo(415);
        assertThat(person.send("POST", "/recoveries/r-2/plans/b-1/withdraw", "").statusCode())
                .isEqualTo(404);
        assertThat(fakes.cancelled).isEmpty();
        assertThat(person.get("/recoveries/r-1/plans/b-1").headers().firstValue("Referrer-Policy"))
                .as("without it a browser's own form comes from the origin null")
                .hasValue("same-origin");
    }

    private static PendingApprovals.Pending pending(boolean solo, Instant from) {
        return new PendingApprovals.Pending(
                "b-1", "node/wk-2", List.of("Reset node", "Delete node"), "admin", solo, from);
    }

    private static ShownPlan plan(String step, Plan plan) {
        return new ShownPlan(step, "b-1", "r-1", "node/wk-2", step, "live", "m:1", plan, "", NOON);
    }

    @Test
    void theStyleSheetIsThere() {
        assertThat(person.get("/kaltstart.css").headers().firstValue("Content-Type"))
                .hasValue("text/css");
    }

    private String front() {
        return person.get("/").body();
    }

    private String page(String id) {
        return person.get("/recoveries/" + id).body();
    }

    private static Recovery aRecovery(String id, State state, Duration elapsed, String reason) {
        return aRecovery(id, Mode.REHEARSAL, state, elapsed, reason);
    }

    private static Recovery aRecovery(String id, Mode mode, State state, Duration elapsed, String reason) {
        boolean recovered = mode == Mode.DRILL && state == State.RECOVERED;
        return new Recovery(
                id,
                "homelab",
                "node-failure",
                mode,
                "wk-2",
                reason,
                "alertmanager",
                state,
                NOON,
                NOON,
                recovered ? NOON.plus(elapsed) : null,
                state.ended() ? NOON.plus(elapsed) : null,
                elapsed,
                recovered ? elapsed : null,
                false,
                List.of(
                        Recoveries.Target.atTheEnd("control plane", Duration.ofHours(4)),
                        Recoveries.Target.atTheEnd("critical applications", Duration.ofHours(8))),
                List.of());
    }

    private static Recovery withMilestones(Recovery recovery, List<Milestone> milestones) {
        return new Recovery(
                recovery.id(),
                recovery.cluster(),
                "cluster-loss",
                recovery.mode(),
                null,
                recovery.reason(),
                recovery.person(),
                recovery.state(),
                recovery.startedAt(),
                recovery.createdAt(),
                recovery.greenAt(),
                recovery.endedAt(),
                recovery.elapsed(),
                recovery.rto(),
                recovery.unattended(),
                List.of(
                        new Recoveries.Target("control plane", Duration.ofHours(4), true, Duration.ofHours(2)),
                        new Recoveries.Target("critical applications", Duration.ofHours(8), false, null)),
                milestones);
    }
}
