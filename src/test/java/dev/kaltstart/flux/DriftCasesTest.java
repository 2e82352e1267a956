package dev.kaltstart.flux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.flux.object.Cause;
import dev.kaltstart.flux.object.Drift;
import dev.kaltstart.flux.object.DriftLook;
import dev.kaltstart.git.CommitId;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Objects of real clusters that were misread once. */
@EnableKubernetesMockClient(https = false, crud = true)
@SuppressWarnings("NullAway.Init")
class DriftCasesTest {

    private static final CommitId GOOD = new CommitId("b".repeat(40));

    KubernetesClient client;

    private DriftFixture drift;

    @BeforeEach
    void begin() {
        drift = new DriftFixture(client);
        drift.world.controllers("source-controller", "kustomize-controller", "helm-controller");
    }

    @Test
    void aCircleIsOneRootThatNamesAllThatWaitForEachOther() {
        at("circle.json", GOOD);

        assertThat(look().roots()).singleElement().satisfies(root -> {
            assertThat(root.cause()).isEqualTo(Cause.CIRCLE);
            assertThat(root.says()).isEqualTo("flux-system/a -> flux-system/b -> flux-system/a");
            assertThat(root.victims()).hasSize(2);
        });
        assertThat(drift.scope()).contains("circle of dependencies (flux-system/a -> flux-system/b -> flux-system/a)");
        assertThat(drift.way()).isEqualTo("judge");
    }

    @ParameterizedTest
    @CsvSource({
        "suspended-kustomization.json, Kustomization flux-system/db",
        "suspended-release.json, HelmRelease office/db"
    })
    void aSuspendedDependencyThatIsReadyHoldsNothingUp(String file, String root) {
        at(file, GOOD);

        assertThat(look().roots()).extracting(one -> one.id().label()).containsExactly(root);
        assertThat(look().suspended()).extracting(id -> id.name()).containsExactly("cache");
        assertThat(drift.scope())
                .doesNotContain("others wait for it")
                .contains("suspended, so Flux does not apply Git");
    }

    @ParameterizedTest
    @ValueSource(strings = {"same-objects-webhook.json", "same-objects-timeout.json"})
    void aCommitThatBuiltWhatWentWellBeforeIsNotToBlame(String file) {
        at(file, new CommitId("c".repeat(40)));

        assertThat(look().roots())
                .singleElement()
                .satisfies(root -> assertThat(root.good()).isEmpty());
        assertThat(drift.scope())
                .contains("built the same objects at " + GOOD.abbreviated(), "went well", "no commit is to blame");
        assertThat(drift.way()).isEqualTo("judge");
        assertThat(drift.run.find(DriftFacts.GOOD)).isEmpty();
        assertThat(drift.affected().stop()).as("Flux is not to blame").isEmpty();
    }

    @Test
    void aWebhookThatDoesNotAnswerIsACauseOfItsOwn() {
        at("same-objects-webhook.json", new CommitId("c".repeat(40)));

        assertThat(drift.scope()).contains("an admission webhook does not answer", "no endpoints available");
        assertThat(look().roots()).extracting(Drift.Root::cause).containsExactly(Cause.WEBHOOK);
    }

    private void at(String file, CommitId head) {
        drift.world.read(file);
        drift.run.set(DriftFacts.HEAD, head);
        drift.differs(head);
    }

    private Drift look() {
        return DriftLook.at(client).orElseThrow();
    }
}
