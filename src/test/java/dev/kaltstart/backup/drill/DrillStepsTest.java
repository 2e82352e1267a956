package dev.kaltstart.backup.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaltstart.backup.RestoreProperties;
import dev.kaltstart.backup.method.CopyMethod;
import dev.kaltstart.backup.method.CopyOrder;
import dev.kaltstart.backup.proof.EndedPods;
import dev.kaltstart.cluster.FakeCluster;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.engine.FakeRun;
import dev.kaltstart.engine.Plan;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Subject;
import dev.kaltstart.engine.Turn;
import dev.kaltstart.recovery.EvidenceInMemory;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a drill may touch, and what it leaves alone. */
@EnableKubernetesMockClient(https = false, crud = true)
@SuppressWarnings("NullAway.Init")
class DrillStepsTest {

    private static final String COPY = "office-restore-test";
    private static final RestoreProperties IMAGES = new RestoreProperties("docker.io/library/busybox:1.37");
    private static final Instant WRITTEN = Instant.parse("2026-11-28T11:59:00Z");

    KubernetesClient client;

    private final EvidenceInMemory evidence = new EvidenceInMemory();
    private final FakeCopies tape = new FakeCopies();
    private FakeCluster cluster;
    private FakeRun run;

    @BeforeEach
    void begin() {
        create("{ apiVersion: v1, kind: Namespace, metadata: { name: kube-system } }");
        create("""
                apiVersion: v1
                kind: Namespace
                metadata: { name: office, labels: { pod-security.kubernetes.io/enforce: privileged, team: paper } }
                """);
        claim("data");
        claim("cache");
        cluster = FakeCluster.homelab().with(client);
        run = FakeRun.on(cluster).about(new Subject.OfNamespace("office"));
    }

    @Test
    void plansOnlyWhatCanBeRestoredBesideTheOriginalAndNamesTheRest() {
        assertThat(plan().message())
                .isEqualTo(
                        "1 claim of office will be restored into office-restore-test; left out: office/cache: no backup"
                                + " of it can be restored beside the original");
        assertThat(run.get(DrillFacts.TABLE)).startsWith("office/data: by tape\noffice/cache: no backup");
        assertThat(drill().claims()).hasSize(1);
    }

    @Test
    void aNameThatWouldBeTooLongStaysUniqueAndAName() {
        String one = Drill.copyOf("a".repeat(62) + "b");
        assertThat(one)
                .hasSizeLessThanOrEqualTo(63)
                .endsWith("-restore-test")
                .isNotEqualTo(Drill.copyOf("a".repeat(63)));
        assertThat(Drill.copyOf("office")).isEqualTo(COPY);
    }

    @Test
    void touchesNoNamespaceThatWasThereBefore() {
        create("{ apiVersion: v1, kind: Namespace, metadata: { name: office-restore-test } }");

        assertThatThrownBy(this::plan)
                .isInstanceOf(Failure.NeedsHuman.class)
                .hasMessageContaining("is not of this drill");
        assertThat(Turn.check(new RemoveCopy(evidence), run)).isInstanceOf(Check.Met.class);
        Turn.perform(new RemoveCopy(evidence), run);
        assertThat(namespace()).isNotNull();
    }

    @Test
    void aNamespaceWithoutABackupHasNothingToDrill() {
        tape.knows.clear();

        assertThatThrownBy(this::plan)
                .isInstanceOf(Failure.NeedsHuman.class)
                .hasMessageContaining("no claim that can be restored beside the original")
                .hasMessageContaining("Methods that can: tape");
    }

    @Test
    void theApproverSeesTheWholeDrillAndTheSameTwice() {
        plan();
        Plan plan = Turn.plan(seed(), run);

        assertThat(plan.lines())
                .anyMatch(line -> line.contains("writes .kaltstart/sentinel to data"))
                .anyMatch(line -> line.contains("kubectl create namespace office-restore-test"))
                .anyMatch(line -> line.contains("tape office/data into office-restore-test"))
                .anyMatch(line -> line.contains("kubectl delete namespace office-restore-test"))
                .anyMatch(line ->
                        line.startsWith("- written: the file .kaltstart/sentinel on the claim office/data (uid "))
                .anyMatch(line -> line.startsWith("- left out: office/cache"));
        assertThat(Turn.plan(seed(), run).digest()).isEqualTo(plan.digest());
    }

    @Test
    void writesToNoOtherClaimThanTheApprovedOne() {
        plan();
        Plan approved = Turn.plan(seed(), run);
        client.persistentVolumeClaims().inNamespace("office").withName("data").delete();
        claim("data");

        Turn.perform(seed(), run, approved);

        assertThat(client.pods().inNamespace("office").list().getItems()).isEmpty();
    }

    @Test
    void doesNothingOnAnotherCluster() {
        plan();
        client.namespaces().withName("kube-system").delete();
        create("{ apiVersion: v1, kind: Namespace, metadata: { name: kube-system } }");

        assertThat(Turn.identity(seed(), run)).isInstanceOf(Check.Unknown.class);
        for (var step : List.of(new CreateCopy(evidence), new RemoveCopy(evidence), remove())) {
            assertThatThrownBy(() -> Turn.perform(step, run))
                    .isInstanceOf(Failure.NeedsHuman.class)
                    .hasMessageContaining("not the cluster for which the drill was planned");
        }
        assertThat(namespace()).isNull();
    }

    @Test
    void aSentinelThatCannotBeWrittenAnywhereIsAQuestionForAPerson() {
        plan();
        Turn.perform(seed(), run, Turn.plan(seed(), run));
        assertThat(Turn.check(seed(), run)).isInstanceOf(Check.NotYet.class);
        cluster.pass(Duration.ofMinutes(11));

        assertThatThrownBy(() -> Turn.check(seed(), run))
                .isInstanceOf(Failure.NeedsHuman.class)
                .hasMessageContaining("no sentinel could be written");
    }

    @Test
    void triesAgainWhatAnEarlierAttemptCouldNotWrite() {
        plan();
        Turn.perform(seed(), run, Turn.plan(seed(), run));
        cluster.pass(Duration.ofMinutes(11));
        assertThatThrownBy(() -> Turn.check(seed(), run)).isInstanceOf(Failure.NeedsHuman.class);
        // nothing was written, so there is nothing to remove
        assertThat(Turn.check(remove(), run)).isInstanceOf(Check.Met.class);

        run.began(cluster.clock().instant());
        assertThat(Turn.check(seed(), run)).isInstanceOf(Check.NotYet.class);
        Turn.perform(seed(), run, Turn.plan(seed(), run));

        assertThat(Turn.check(remove(), run)).as("the pod may write now").isInstanceOf(Check.NotYet.class);
        ended("sentinel=" + drill().claims().get(0).sentinel());
        assertThat(Turn.check(seed(), run)).isInstanceOf(Check.Met.class);
    }

    @Test
    void takesTheTimeOfTheSentinelFromTheNode() {
        plan();
        Turn.perform(seed(), run, Turn.plan(seed(), run));
        ended("sentinel=" + drill().claims().get(0).sentinel());

        assertThat(Turn.check(seed(), run).message()).isEqualTo("1 sentinel written");
        assertThat(Drill.seeds(run, evidence)).containsEntry("data", new Drill.SeedResult(WRITTEN, "", run.began()));
        assertThat(client.pods().inNamespace("office").list().getItems()).isEmpty();
        Turn.perform(new BackUpSentinels(new CopyMethods(List.of(tape)), evidence), run);
        assertThat(tape.asked).containsExactly(WRITTEN);
    }

    @Test
    void makesTheCopyWithThePodSecurityOfTheOriginalAndNothingElseOfIt() {
        plan();
        Turn.perform(new CreateCopy(evidence), run);
        Turn.perform(new CreateCopy(evidence), run);

        assertThat(namespace().getMetadata().getLabels())
                .containsEntry("pod-security.kubernetes.io/enforce", "privileged")
                .containsEntry("kaltstart.dev/drill", run.recovery())
                .doesNotContainKey("team");
        assertThat(Turn.check(new CreateCopy(evidence), run)).isInstanceOf(Check.Met.class);
        var claim = client.persistentVolumeClaims()
                .inNamespace(COPY)
                .withName("data")
                .get();
        assertThat(claim.getSpec().getVolumeName()).isNull();
        assertThat(claim.getSpec().getStorageClassName()).isEqualTo("longhorn");
    }

    @Test
    void usesNoNamespaceThatAppearedAfterThePlan() {
        plan();
        create("{ apiVersion: v1, kind: Namespace, metadata: { name: office-restore-test } }");

        assertThatThrownBy(() -> Turn.check(new CreateCopy(evidence), run))
                .isInstanceOf(Failure.NeedsHuman.class)
                .hasMessageContaining("was not made by this drill");
    }

    @Test
    void removesItsNamespaceAndVolumesThatWouldStay() {
        plan();
        Turn.perform(new CreateCopy(evidence), run);
        Turn.check(new CreateCopy(evidence), run);
        bind("pv-copy", uidOf("data"));
        volume("pv-of-another", "another-uid");

        Turn.perform(new RemoveCopy(evidence), run);

        assertThat(namespace()).isNull();
        assertThat(policy("pv-copy")).isEqualTo("Delete");
        assertThat(policy("pv-of-another")).isEqualTo("Retain");
        assertThat(Turn.check(new RemoveCopy(evidence), run).message()).contains("still there: pv-copy, pv-of-another");
        client.persistentVolumes().delete();
        assertThat(Turn.check(new RemoveCopy(evidence), run)).isInstanceOf(Check.Met.class);
    }

    /** Killed between the namespace and the note of its UID; and someone else took the name after it was removed. */
    @Test
    void knowsItsNamespaceByItsLabelUntilItKnowsTheUidAndThenByThatAlone() {
        plan();
        Turn.perform(new CreateCopy(evidence), run);
        assertThat(Turn.check(new RemoveCopy(evidence), run)).isInstanceOf(Check.NotYet.class);
        Turn.check(new CreateCopy(evidence), run);
        client.namespaces().withName(COPY).delete();
        create("""
                apiVersion: v1
                kind: Namespace
                metadata: { name: office-restore-test, labels: { kaltstart.dev/drill: "%s" } }
                """.formatted(run.recovery()));

        Turn.perform(new RemoveCopy(evidence), run);

        assertThat(namespace()).isNotNull();
    }

    @Test
    void removesOnlySentinelsThatItHasTried() {
        plan();
        assertThat(Turn.check(remove(), run)).isInstanceOf(Check.Met.class);
        Turn.perform(seed(), run, Turn.plan(seed(), run));
        assertThat(Turn.check(remove(), run)).isInstanceOf(Check.NotYet.class);
    }

    private Check plan() {
        return Turn.check(new PlanDrill(List.of(tape), evidence), run);
    }

    private SeedSentinels seed() {
        return new SeedSentinels(new CopyMethods(List.of(tape)), evidence, IMAGES);
    }

    private RemoveSentinels remove() {
        return new RemoveSentinels(new CopyMethods(List.of(tape)), evidence, IMAGES);
    }

    private Drill drill() {
        return Drill.of(run, evidence);
    }

    private Namespace namespace() {
        return client.namespaces().withName(COPY).get();
    }

    private String uidOf(String claim) {
        return client.persistentVolumeClaims()
                .inNamespace(COPY)
                .withName(claim)
                .get()
                .getMetadata()
                .getUid();
    }

    private void bind(String volume, String uid) {
        client.persistentVolumeClaims()
                .inNamespace(COPY)
                .withName("data")
                .edit(claim ->
                        claim.edit().editSpec().withVolumeName(volume).endSpec().build());
        volume(volume, uid);
    }

    private void volume(String name, String uid) {
        create("""
                apiVersion: v1
                kind: PersistentVolume
                metadata: { name: %s }
                spec:
                  persistentVolumeReclaimPolicy: Retain
                  claimRef: { namespace: office-restore-test, name: data, uid: %s }
                """.formatted(name, uid));
    }

    private String policy(String volume) {
        return client.persistentVolumes().withName(volume).get().getSpec().getPersistentVolumeReclaimPolicy();
    }

    private void claim(String name) {
        create("""
                apiVersion: v1
                kind: PersistentVolumeClaim
                metadata: { name: %s, namespace: office }
                spec:
                  accessModes: [ReadWriteOnce]
                  storageClassName: longhorn
                  volumeName: pv-%s
                  resources: { requests: { storage: 1Gi } }
                status: { phase: Bound }
                """.formatted(name, name));
    }

    private void ended(String message) {
        client.pods()
                .inNamespace("office")
                .list()
                .getItems()
                .forEach(pod -> new EndedPods(client, WRITTEN).succeed(pod, message));
    }

    private void create(String manifest) {
        client.resource(Serialization.<HasMetadata>unmarshal("---\n" + manifest))
                .create();
    }

    private static final class FakeCopies implements CopyMethod {

        private final Set<String> knows = new HashSet<>(Set.of("data"));
        private final List<Instant> asked = new ArrayList<>();

        @Override
        public String word() {
            return "tape";
        }

        @Override
        public boolean saves(KubernetesClient any, String namespace, String claim) {
            return knows.contains(claim);
        }

        @Override
        public List<String> requests(Run run, CopyOrder order) {
            return List.of("tape " + order.label() + " into " + order.copy());
        }

        @Override
        public void backUp(Run run, CopyOrder order, Instant seeded) {
            asked.add(seeded);
        }

        @Override
        public Check backedUp(Run run, CopyOrder order, Instant seeded) {
            return Check.notYet("no");
        }

        @Override
        public void restore(Run run, CopyOrder order) {}

        @Override
        public Check restored(Run run, CopyOrder order) {
            return Check.notYet("no");
        }
    }
}
