package dev.kaltstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.kaltstart.git.RealGit;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * Five disasters against real controllers, noticed by a Kaltstart with the settings it has where nothing is set. Each is
 * proposed without a person, and ends recovered in the world. Prints how long each took, and how long it takes by hand.
 */
@Tag("lab")
@Tag("real-time")
@Timeout(900)
class FiveDisastersLabIT {

    private static final Duration NOTICED = Duration.ofSeconds(60);
    private static final Function<String, Map<String, Object>> EXAMPLES = activity -> Map.of();

    private static final List<String> TIMES = new ArrayList<>();

    @TempDir
    static Path world;

    private static DisasterLab disasters;
    private static OneKaltstart kaltstart;

    private final Set<String> before = new TreeSet<>();

    @BeforeAll
    static void open() throws Exception {
        disasters = DisasterLab.open(world);
        kaltstart = disasters.lab.watchfulKaltstart(world);
        // who asks for a recovery does not approve it: with one person alone each approval waits a minute
        kaltstart.kill();
        kaltstart.addPerson("olga", "operator");
        kaltstart.start();
    }

    @AfterAll
    static void close() throws Exception {
        String table = String.join("\n", TIMES);
        LoggerFactory.getLogger(FiveDisastersLabIT.class).info("seconds on this machine\n{}", table);
        if (kaltstart != null) {
            kaltstart.close();
        }
        if (disasters != null) {
            disasters.close();
        }
    }

    @BeforeEach
    void allIsWell() throws Exception {
        disasters.pull();
        DisasterLab.until("all is well", disasters::well);
        DisasterLab.until("Kaltstart says so", () -> alerts().stream().noneMatch(FiveDisastersLabIT::open));
        // two looks later Kaltstart knows the cluster as it is
        Thread.sleep(Duration.ofSeconds(45).toMillis());
        alerts().forEach(alert -> before.add(id(alert)));
    }

    @Test
    void aCommitDeletesAnApplicationWithItsClaim() throws Exception {
        var clock = new DisasterClock();
        String bad = disasters.deletePaperless();
        DisasterLab.until("the claim is deleted", () -> !disasters.bound(DisasterLab.CLAIM));
        clock.damaged();

        String recovery = accept(clock, "FluxPruned");
        end(recovery, clock, EXAMPLES);

        assertThat(disasters.onTheBranch(bad)).isTrue();
        double byHand = hand(() -> {
            String again = disasters.deletePaperless();
            DisasterLab.until("the claim is deleted", () -> !disasters.bound(DisasterLab.CLAIM));
            disasters.revert(again);
            disasters.pushRevert();
            reconcile();
        });
        print(clock, "A a commit deletes an app with its claim", byHand);
    }

    @Test
    void aCommitDoesNotBuildAndKaltstartIsKilledTwice() throws Exception {
        var clock = new DisasterClock();
        String bad = disasters.breakMediabox();
        String good = disasters.colleagueChangesTheDashboard();
        DisasterLab.until("it fails", () -> disasters.lab.broken("mediabox"));
        clock.damaged();

        String recovery = accept(clock, "FluxKustomizationNotReady");
        String task = kaltstart.awaitTaskOf(recovery, "chooseRevision");
        Set<String> held = Set.copyOf(disasters.lab.suspended());
        assertThat(held).isNotEmpty();
        killed(clock);
        assertThat(disasters.lab.suspended()).containsExactlyInAnyOrderElementsOf(held);
        assertThat(kaltstart.awaitTaskOf(recovery, "chooseRevision")).isEqualTo(task);
        var asked = new ArrayList<String>();
        DisasterLab.until("the push is approved", () -> {
            kaltstart.attend(recovery, activity -> {
                asked.add(activity);
                return Map.of();
            });
            return asked.contains("approve_action");
        });
        killed(clock);
        end(recovery, clock, activity -> {
            asked.add(activity);
            return Map.of();
        });

        assertThat(asked).as("nothing is asked twice").containsOnlyOnce("chooseRevision", "approve_action");
        assertThat(disasters.onTheBranch(bad)).isTrue();
        assertThat(disasters.onTheBranch(good)).isTrue();
        assertThat(disasters.dashboardIsNew()).isTrue();
        assertThat(commitsSince(good)).as("pushed once").isEqualTo(1);
        double byHand = hand(() -> {
            String again = disasters.breakMediabox();
            disasters.colleagueChangesTheDashboard();
            DisasterLab.until("it fails", () -> disasters.lab.broken("mediabox"));
            disasters.revert(again);
            disasters.pushRevert();
            reconcile();
        });
        print(clock, "B a commit does not build; kill -9 twice", byHand);
    }

    @Test
    void peopleChangeAndDeleteByHand() throws Exception {
        String head = disasters.head();
        var clock = new DisasterClock();
        disasters.changeByHand();
        clock.damaged();

        String recovery = accept(clock, "FluxManualChange");
        end(recovery, clock, EXAMPLES);

        assertThat(disasters.head()).as("no commit").isEqualTo(head);
        double byHand = hand(() -> {
            disasters.changeByHand();
            reconcile();
        });
        print(clock, "C kubectl edit and kubectl delete", byHand);
    }

    @Test
    void theAgeKeyIsReplaced() throws Exception {
        var clock = new DisasterClock();
        disasters.holdKey("wrong.agekey");
        String good = disasters.colleagueChangesTheDashboard();
        DisasterLab.until("it fails", () -> disasters.says("paperless").contains("cannot get sops data key"));
        clock.damaged();

        String recovery = accept(clock, "FluxKustomizationNotReady");
        var asked = new ArrayList<String>();
        end(recovery, clock, activity -> {
            asked.add(activity);
            if (activity.equals("giveKey")) {
                disasters.holdKey("right.agekey");
                disasters.lab.reconcile("kustomization", "paperless", "-n", disasters.lab.namespace());
            }
            return Map.of();
        });

        assertThat(asked).containsOnlyOnce("giveKey").doesNotContain("chooseRevision");
        assertThat(disasters.head()).as("no commit is reverted").isEqualTo(good);
        double byHand = hand(() -> {
            disasters.holdKey("wrong.agekey");
            disasters.colleagueChangesTheDashboard();
            DisasterLab.until("it fails", () -> disasters.says("paperless").contains("cannot get sops data key"));
            disasters.holdKey("right.agekey");
            reconcile();
        });
        print(clock, "D the age key is another one", byHand);
    }

    /** The prefilled answers are taken as they are. */
    @Test
    void twoPeoplePushABadCommitEachTheSecondWhileTheFirstIsDecided() throws Exception {
        var clock = new DisasterClock();
        String first = disasters.scaleMediaboxToMany();
        DisasterLab.until("it is refused", () -> disasters.says("mediabox").contains("expected numeric"));
        clock.damaged();

        String recovery = accept(clock, "FluxKustomizationNotReady");
        var second = new ArrayList<String>();
        end(recovery, clock, activity -> {
            if (activity.equals("chooseRevision") && second.isEmpty()) {
                second.add(disasters.colleagueBreaksPaperless());
            }
            return activity.startsWith("resolve_")
                    ? Map.of("decision", "diagnoseAgain", "resolveReason", "a newer commit is on the branch")
                    : Map.of();
        });

        assertThat(disasters.onTheBranch(first)).isTrue();
        assertThat(second).hasSize(1).allMatch(disasters::onTheBranch);
        assertThat(disasters.dashboardIsNew())
                .as("the good half of the second commit")
                .isTrue();
        double byHand = hand(() -> {
            String again = disasters.scaleMediaboxToMany();
            DisasterLab.until("it is refused", () -> disasters.says("mediabox").contains("expected numeric"));
            disasters.colleagueBreaksPaperless();
            DisasterLab.until("it fails", () -> disasters.lab.broken("paperless"));
            disasters.revert(again);
            disasters.restorePaperless(again);
            disasters.commit("Olga", "Restore paperless");
            reconcile();
        });
        print(clock, "E two bad commits of two people", byHand);
    }

    private static void reconcile() {
        disasters.lab.reconcile("source", "git", "flux-system", "-n", "flux-system");
        disasters.lab.reconcile("kustomization", "cluster-apps", "-n", "flux-system");
        for (String app : DisasterLab.APPS) {
            DisasterLab.until(
                    app + " is there", () -> disasters.lab.kustomization(app).get() != null);
            disasters.lab.reconcile("kustomization", app, "-n", disasters.lab.namespace());
        }
    }

    /** Without Kaltstart in between. @return seconds until all is well */
    private static double hand(DisasterClock.Action action) throws Exception {
        disasters.pull();
        DisasterLab.until("all is well", disasters::well);
        long begun = System.nanoTime();
        action.run();
        DisasterLab.until("all is well by hand", disasters::well);
        return DisasterClock.seconds(System.nanoTime() - begun);
    }

    /** The first new proposal, taken as it is. @return id of the recovery */
    private String accept(DisasterClock clock, String alertname) throws Exception {
        JsonNode proposal = await("a recovery is proposed")
                .atMost(NOTICED.multipliedBy(2))
                .pollInterval(Duration.ofMillis(200))
                .until(this::proposed, found -> !found.isMissingNode());
        clock.noticed();
        assertThat(proposal.path("alertname").asText()).as(proposal.toString()).isEqualTo(alertname);
        assertThat(clock.noticedAfter()).isLessThan(NOTICED.toSeconds());
        var started =
                kaltstart.post("/api/recoveries", proposal.path("accept").toString(), "olga", OneKaltstart.PASSWORD);
        assertThat(started.statusCode()).as(started.body()).isEqualTo(201);
        clock.accepted();
        return new ObjectMapper().readTree(started.body()).path("id").asText();
    }

    private JsonNode proposed() throws Exception {
        return alerts().stream()
                .filter(alert -> !before.contains(id(alert)))
                .filter(alert -> alert.path("decision").asText().equals("proposed"))
                .findFirst()
                .orElse(MissingNode.getInstance());
    }

    private static List<JsonNode> alerts() throws Exception {
        var all = new ArrayList<JsonNode>();
        kaltstart.read("/api/alerts").forEach(all::add);
        return all;
    }

    private static boolean open(JsonNode alert) {
        return alert.path("decision").asText().equals("proposed") && !alert.has("resolvedAt");
    }

    private static String id(JsonNode alert) {
        return alert.path("fingerprint").asText() + alert.path("startsAt").asText();
    }

    private static void end(String recovery, DisasterClock clock, Function<String, Map<String, Object>> person)
            throws Exception {
        try {
            await(recovery)
                    .atMost(Duration.ofMinutes(5))
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> {
                        clock.healthyWhen(disasters::well);
                        return kaltstart.attend(recovery, person);
                    });
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(kaltstart.answer("/api/recoveries/" + recovery + "/steps"), e);
        }
        clock.healthyWhen(disasters::well);
        assertThat(kaltstart.state(recovery)).isEqualTo("recovered");
        assertThat(disasters.well()).as("the world says so too").isTrue();
        assertThat(disasters.lab.suspended()).isEmpty();
    }

    private static int commitsSince(String commit) {
        return Integer.parseInt(RealGit.git(disasters.lab.repository().bare(), "rev-list", "--count", commit + "..main")
                .strip());
    }

    private static void killed(DisasterClock clock) throws Exception {
        clock.wait(() -> {
            kaltstart.kill();
            kaltstart.start();
        });
    }

    private static void print(DisasterClock clock, String what, double byHand) {
        TIMES.add(clock.line(what, byHand));
    }
}
