package dev.kaltstart.backup.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaltstart.backup.RestoreProperties;
import dev.kaltstart.backup.proof.EgressPod;
import dev.kaltstart.backup.proof.EndedPods;
import dev.kaltstart.cluster.FakeCluster;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.engine.FakeRun;
import dev.kaltstart.engine.Subject;
import dev.kaltstart.engine.Turn;
import dev.kaltstart.recovery.EvidenceInMemory;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A policy is an object; whether the network obeys it is seen. */
@EnableKubernetesMockClient(https = false, crud = true)
@SuppressWarnings("NullAway.Init")
class IsolateCopyTest {

    private static final String COPY = "office-restore-test";

    KubernetesClient client;

    private final EvidenceInMemory evidence = new EvidenceInMemory();
    private FakeRun run;
    private IsolateCopy step;

    @BeforeEach
    void begin() {
        run = FakeRun.on(FakeCluster.homelab().with(client)).about(new Subject.OfNamespace("office"));
        new Drill("uid", COPY, List.of(), List.of()).keep(run, evidence);
        step = new IsolateCopy(evidence, new RestoreProperties("docker.io/library/busybox:1.37"));
        Turn.perform(step, run);
        Turn.perform(step, run);
    }

    @Test
    void isIsolatedWhenOnlyThePodThatThePolicyLeavesOutReachesAnything() {
        assertThat(Turn.check(step, run)).isInstanceOf(Check.NotYet.class);
        ended(EgressPod.OPEN, "Succeeded", "reached=5");
        assertThat(Turn.check(step, run)).isInstanceOf(Check.NotYet.class);
        ended(EgressPod.CLOSED, "Succeeded", "reached=0");

        assertThat(Turn.check(step, run)).isInstanceOf(Check.Met.class);
        assertThat(client.pods().inNamespace(COPY).list().getItems()).isEmpty();
    }

    /** Flannel, the default of Talos. */
    @Test
    void startsNothingWhereTheNetworkDoesNotObey() {
        ended(EgressPod.OPEN, "Succeeded", "reached=5");
        ended(EgressPod.CLOSED, "Succeeded", "reached=1");

        assertThatThrownBy(() -> Turn.check(step, run))
                .isInstanceOfSatisfying(
                        Failure.NeedsHuman.class,
                        failure -> assertThat(failure.code()).isEqualTo("NOT_ISOLATED"));
    }

    @Test
    void aTryThatReachesNothingAnywhereProvesNothing() {
        ended(EgressPod.OPEN, "Succeeded", "reached=0");
        ended(EgressPod.CLOSED, "Succeeded", "reached=0");

        assertThatThrownBy(() -> Turn.check(step, run))
                .isInstanceOfSatisfying(
                        Failure.NeedsHuman.class,
                        failure -> assertThat(failure.code()).isEqualTo("ISOLATION_UNKNOWN"));
    }

    @Test
    void believesNoPodThatFailedOrSaysAnythingElse() {
        ended(EgressPod.OPEN, "Succeeded", "reached=5");
        ended(EgressPod.CLOSED, "Succeeded", "reached=");
        assertThat(Turn.check(step, run)).isInstanceOf(Check.NotYet.class);
        ended(EgressPod.CLOSED, "Failed", "reached=0");

        assertThatThrownBy(() -> Turn.check(step, run)).hasMessageContaining("has failed");
    }

    @Test
    void thePolicyHoldsForEveryOtherPod() {
        var policy = client.network()
                .networkPolicies()
                .inNamespace(COPY)
                .list()
                .getItems()
                .get(0)
                .getSpec();
        assertThat(policy.getPolicyTypes()).containsExactlyInAnyOrder("Ingress", "Egress");
        assertThat(policy.getPodSelector().getMatchLabels()).isEmpty();
        assertThat(policy.getPodSelector().getMatchExpressions())
                .singleElement()
                .satisfies(rule -> assertThat(rule.getKey() + " " + rule.getOperator())
                        .isEqualTo("kaltstart.dev/egress-open DoesNotExist"));
        assertThat(policy.getEgress())
                .hasSize(2)
                .allSatisfy(rule -> assertThat(rule.getTo()).isNotEmpty());
    }

    private void ended(String label, String phase, String message) {
        client.pods()
                .inNamespace(COPY)
                .withLabel(label)
                .list()
                .getItems()
                .forEach(pod -> new EndedPods(client, Instant.EPOCH).end(pod, phase, 0, message));
    }
}
