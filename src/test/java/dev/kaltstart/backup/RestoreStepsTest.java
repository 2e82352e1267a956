package dev.kaltstart.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaltstart.backup.method.RestoreMethod;
import dev.kaltstart.backup.method.RestoreOrder;
import dev.kaltstart.backup.method.RestorePoint;
import dev.kaltstart.backup.method.Search;
import dev.kaltstart.backup.proof.VolumeProbe;
import dev.kaltstart.cluster.FakeCluster;
import dev.kaltstart.cluster.Mode;
import dev.kaltstart.cluster.RestoreChoice;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.FakeRun;
import dev.kaltstart.engine.HumanTask.Refused;
import dev.kaltstart.engine.Measurement;
import dev.kaltstart.engine.Plan;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Subject;
import dev.kaltstart.engine.Turn;
import dev.kaltstart.recovery.EvidenceInMemory;
import dev.kaltstart.storage.LostClaim;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a person chooses is one of what was found; what was restored is proven, or a person is asked. */
@EnableKubernetesMockClient(https = false, crud = true)
@SuppressWarnings("NullAway.Init")
class RestoreStepsTest {

    private static final Instant NOON = Instant.parse("2026-11-28T12:00:00Z");

    KubernetesClient client;

    private final EvidenceInMemory evidence = new EvidenceInMemory();
    private final FakeMethod tape = new FakeMethod("tape", 2);
    private final FakeMethod disk = new FakeMethod("volume", 1);
    private final FakeMethod nas = new FakeMethod("nas", 1);
    private FakeCluster cluster;
    private FakeRun run;

    @BeforeEach
    void begin() {
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName("kube-system")
                        .endMetadata()
                        .build())
                .create();
        cluster = FakeCluster.homelab().with(client);
        run = FakeRun.on(cluster).about(new Subject.OfNamespace("office"));
        evidence.keep(FakeRun.on(cluster), "lost-claims.json", """
                [{"namespace": "office", "name": "data", "trouble": "is gone", "owner": "flux-system/paperless"},
                 {"namespace": "office", "name": "cache", "trouble": "is gone"},
                 {"namespace": "media", "name": "films", "trouble": "is gone"}]""");
    }

    @Test
    void findsThePointsOfItsOwnNamespaceTheBestMethodFirst() {
        disk.knows.add("data");
        tape.knows.addAll(List.of("data", "cache", "films"));
        find(Map.of());

        assertThat(run.get(RestoreFacts.TABLE))
                .isEqualTo("office/data: volume 0 of data (and 2 more)\noffice/cache: tape 0 of cache (and 1 more)");
        assertThat(options()).containsExactly("best", "volume", "tape", "tape-1");
    }

    @Test
    void usesOnlyTheMethodThatTheConfigurationNames() {
        disk.knows.add("data");
        tape.knows.addAll(List.of("data", "cache"));
        find(Map.of("paperless", "tape"));

        assertThat(options()).containsExactly("best", "tape-1");
        find(Map.of("office", RestoreChoice.NONE));
        assertThat(options()).isEmpty();
        assertThat(run.get(RestoreFacts.TABLE))
                .contains("office/data: no restore point found by 'none', the only method that kaltstart.yaml allows");
    }

    @Test
    void offersNothingInARehearsalThatTheTwinDoesNotPlay() {
        tape.played = false;
        tape.knows.add("data");
        find(Map.of());
        assertThat(options()).isEmpty();

        run.in(Mode.DRILL);
        find(Map.of());
        assertThat(options()).contains("tape-1");
    }

    @Test
    void takesNoChoiceThatWasNotOffered() {
        find(Map.of());

        assertThatThrownBy(() -> Turn.complete(
                        new ChooseRestore(evidence),
                        run.with(RestoreFacts.WAY, "restore").with(RestoreFacts.REASON, "now")))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("no restore point");
        tape.knows.add("data");
        find(Map.of());
        run.with(RestoreFacts.POINT, "another");
        assertThat(Turn.identity(restore(), run)).isInstanceOf(Check.Unknown.class);
        assertThat(Turn.check(restore(), run)).isInstanceOf(Check.Unknown.class);
        assertThat(Turn.check(prove(), run)).isInstanceOf(Check.Unknown.class);
    }

    @Test
    void refusesToActOnAnotherCluster() {
        tape.knows.add("data");
        find(Map.of());
        run.with(RestoreFacts.POINT, "best");
        assertThat(Turn.identity(restore(), run)).isInstanceOf(Check.Met.class);

        evidence.keep(run, ClusterUid.NAME, "that of another cluster");

        assertThat(Turn.identity(restore(), run)).isInstanceOf(Check.Unknown.class);
    }

    @Test
    void restoresAllOrWaitsAndMeasuresTheOldestPoint() {
        tape.knows.addAll(List.of("data", "cache"));
        find(Map.of());
        run.with(RestoreFacts.POINT, "best");
        Plan plan = Turn.plan(restore(), run);
        assertThat(plan.requests()).containsExactly("tape data", "tape cache");
        assertThat(Turn.check(restore(), run)).isInstanceOf(Check.NotYet.class);

        Turn.perform(restore(), run, plan);

        assertThat(Turn.check(restore(), run))
                .isInstanceOfSatisfying(
                        Check.Met.class,
                        met -> assertThat(met.measured())
                                .containsExactly(
                                        Measurement.count("volumesRestored", 2),
                                        Measurement.moment("restorePoint", NOON.minus(Duration.ofHours(5)))));
    }

    @Test
    void runsNothingThatTheApprovedPlanDoesNotName() {
        tape.knows.addAll(List.of("data", "cache"));
        find(Map.of());
        run.with(RestoreFacts.POINT, "best");

        Turn.perform(restore(), run, new Plan(run.subject(), List.of(), List.of("tape data"), List.of()));

        assertThat(tape.begun).containsExactly("data");
    }

    @Test
    void anEmptyVolumeIsNotProven() {
        chosen(disk);
        Turn.perform(prove(), run);
        assertThat(Turn.check(prove(), run)).isInstanceOf(Check.NotYet.class);

        ended("files=0\nbytes=4096\n");

        assertThat(Turn.check(prove(), run).message()).contains("empty: nothing was restored");
        assertThat(run.get(RestoreFacts.PROVEN)).isFalse();
        assertThat(client.pods().inNamespace("office").list().getItems()).isEmpty();
    }

    @Test
    void filesOnTheFormerVolumeAreProvenThoseOfABackupAreNot() {
        chosen(disk);
        Turn.perform(prove(), run);
        ended("files=12\nbytes=4096\n");
        Turn.check(prove(), run);
        assertThat(run.get(RestoreFacts.PROVEN)).isTrue();

        chosen(nas);
        Turn.perform(prove(), run);
        ended("files=12\nbytes=4096\n");
        assertThat(Turn.check(prove(), run).message()).contains("12 files, 4096 bytes, on the former volume itself");
        assertThat(run.get(RestoreFacts.PROVEN)).isTrue();

        chosen(tape);
        Turn.perform(prove(), run);
        ended("files=12\nbytes=4096\n");
        assertThat(Turn.check(prove(), run).message()).contains("12 files", "is not proven");
        assertThat(run.get(RestoreFacts.PROVEN)).isFalse();
    }

    @Test
    void aPodThatNeverEndsLeavesTheDataToAPerson() {
        chosen(disk);
        Turn.perform(prove(), run);
        cluster.pass(Duration.ofMinutes(11));

        assertThat(Turn.check(prove(), run).message()).contains("unreadable: the pod office/kaltstart-probe-");
        assertThat(run.get(RestoreFacts.PROVEN)).isFalse();
    }

    private void chosen(FakeMethod method) {
        disk.knows.clear();
        nas.knows.clear();
        tape.knows.clear();
        method.knows.add("data");
        find(Map.of());
        run.with(RestoreFacts.POINT, "best");
    }

    private void find(Map<String, String> methods) {
        Turn.check(
                new FindRestorePoints(
                        List.of(disk, nas, tape), evidence, any -> NOON, name -> new RestoreChoice(methods)),
                run);
    }

    private RestoreVolumes restore() {
        return new RestoreVolumes(new RestoreMethods(List.of(disk, nas, tape)), evidence);
    }

    private ProveData prove() {
        return new ProveData(evidence, new RestoreProperties("docker.io/library/busybox:1.37"));
    }

    private Stream<String> options() {
        return Turn.options(new ChooseRestore(evidence), run).getOrDefault(RestoreFacts.POINT, List.of()).stream()
                .map(option -> option.value());
    }

    private void ended(String message) {
        client.pods()
                .inNamespace("office")
                .withLabel(VolumeProbe.LABEL)
                .list()
                .getItems()
                .forEach(pod -> {
                    pod.setStatus(new PodStatusBuilder()
                            .withPhase("Succeeded")
                            .withContainerStatuses(new ContainerStatusBuilder()
                                    .withNewState()
                                    .withNewTerminated()
                                    .withExitCode(0)
                                    .withMessage(message)
                                    .endTerminated()
                                    .endState()
                                    .build())
                            .build());
                    client.resource(pod).updateStatus();
                });
    }

    /** Restores at once what it is asked to. */
    private static final class FakeMethod implements RestoreMethod {

        private final String word;
        private final int points;
        private final List<String> knows = new ArrayList<>();
        private final List<String> begun = new ArrayList<>();
        private boolean played = true;

        FakeMethod(String word, int points) {
            this.word = word;
            this.points = points;
        }

        @Override
        public String word() {
            return word;
        }

        @Override
        public boolean playedByTwin() {
            return played;
        }

        @Override
        public List<RestorePoint> points(Search search, LostClaim claim) {
            return knows.contains(claim.name())
                    ? Stream.iterate(0, n -> n + 1)
                            .limit(points)
                            .map(n -> new RestorePoint(
                                    word,
                                    "" + n,
                                    NOON.minus(Duration.ofHours(claim.name().length() + n)),
                                    word + " " + n + " of " + claim.name()))
                            .toList()
                    : List.of();
        }

        @Override
        public Plan plan(Run run, RestoreOrder order) {
            return new Plan(
                    run.subject(), List.of(), List.of(word + " " + order.claim().name()), List.of());
        }

        @Override
        public void begin(Run run, RestoreOrder order) {
            begun.add(order.claim().name());
        }

        @Override
        public Check state(Run run, RestoreOrder order) {
            return begun.contains(order.claim().name()) ? Check.met("restored") : Check.notYet("not begun");
        }

        @Override
        public Check protectedAgain(Run run, RestoreOrder order) {
            return Check.met("backed up");
        }
    }
}
