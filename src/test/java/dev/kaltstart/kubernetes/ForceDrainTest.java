package dev.kaltstart.kubernetes;

import static dev.kaltstart.kubernetes.KubernetesFixture.about;
import static dev.kaltstart.kubernetes.KubernetesFixture.create;
import static dev.kaltstart.kubernetes.KubernetesFixture.hasNode;
import static dev.kaltstart.kubernetes.KubernetesFixture.pod;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Plan;
import dev.kaltstart.engine.Turn;
import dev.kaltstart.recovery.KnownMachines;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import java.util.List;
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient(https = false, crud = true)
@SuppressWarnings("NullAway.Init")
class ForceDrainTest {

    KubernetesClient client;

    private final ForceDrain step = new ForceDrain(KubernetesFixture.identity());

    @Test
    void plansEachPodAndWhatIsLostWithIt() {
        create(client, pod("mediabox", "ReplicaSet"));
        create(
                client,
                pod("alone", "ReplicaSet")
                        .editMetadata()
                        .withOwnerReferences(List.<OwnerReference>of())
                        .endMetadata());

        Plan plan = Turn.plan(step, about(client));

        assertThat(plan.requests())
                .hasSize(2)
                .allMatch(request -> request.matches("kubectl delete pod -n media (alone|mediabox) # uid \\S+"));
        assertThat(plan.effects())
                .containsExactly("deleted: pod media/alone, FOR GOOD: nothing owns it", "deleted: pod media/mediabox");
    }

    @Test
    void deletesThePodsOfThePlanAndNoOther() {
        create(client, pod("mediabox", "ReplicaSet"));
        Plan approved = Turn.plan(step, about(client));
        create(client, pod("latecomer", "ReplicaSet"));

        Turn.perform(step, about(client), approved);

        assertThat(client.pods().inNamespace("media").list().getItems())
                .singleElement()
                .satisfies(left -> assertThat(left.getMetadata().getName()).isEqualTo("latecomer"));
    }

    @Test
    void aPodMoreIsAnotherPlan() {
        create(client, pod("mediabox", "ReplicaSet"));
        Plan approved = Turn.plan(step, about(client));
        create(client, pod("latecomer", "ReplicaSet"));

        assertThat(Turn.plan(step, about(client)).digest()).isNotEqualTo(approved.digest());
    }

    @Test
    void refusesTheNodeOfAnotherMachine() {
        hasNode(client);
        var other = new ForceDrain(new NodeObjectIdentity(KnownMachines.of("11111111-2222-3333-4444-555555555555")));

        assertThat(Turn.identity(step, about(client))).isInstanceOf(Check.Met.class);
        assertThat(Turn.identity(other, about(client))).isInstanceOf(Check.NotYet.class);
    }

    @Test
    void isDoneWhenNoPodIsLeft() {
        assertThat(Turn.check(step, about(client))).isInstanceOf(Check.Met.class);
        assertThat(Turn.plan(step, about(client)).isNothing()).isTrue();
    }
}
