package dev.kaltstart.flux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kaltstart.ExampleAnswers;
import dev.kaltstart.cluster.FakeCluster;
import dev.kaltstart.cluster.RealClients;
import dev.kaltstart.engine.FakeRun;
import dev.kaltstart.engine.HumanTask;
import dev.kaltstart.engine.HumanTask.Refused;
import dev.kaltstart.engine.Turn;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DriftTasksTest {

    private final FakeRun run = FakeRun.on(FakeCluster.homelab());

    static Stream<Arguments> tasks() {
        return Stream.of(
                Arguments.of(new GiveKey(), "give-key"),
                Arguments.of(new BringControllers(), "bring-controllers"),
                Arguments.of(new SettleOwners(), "settle-owners"),
                Arguments.of(new JudgeDrift(), "judge-drift"),
                Arguments.of(new DecideOverwrite(), "decide-overwrite"),
                Arguments.of(new ReleaseNamespace(), "release-namespace"));
    }

    @ParameterizedTest
    @MethodSource("tasks")
    void acceptsItsExampleAnswersAndNothingLess(HumanTask task, String form) throws IOException {
        JsonNode answers = ExampleAnswers.of(form);
        for (Map.Entry<String, JsonNode> left : answers.properties()) {
            FakeRun without = FakeRun.on(FakeCluster.homelab());
            answers.properties().stream()
                    .filter(answer -> !answer.equals(left))
                    .forEach(answer -> without.withRaw(answer.getKey(), raw(answer.getValue())));
            assertThatThrownBy(() -> Turn.complete(task, without))
                    .as("without " + left.getKey())
                    .isInstanceOf(Refused.class);
        }
        answers.properties().forEach(answer -> run.withRaw(answer.getKey(), raw(answer.getValue())));

        assertThatCode(() -> Turn.complete(task, run)).doesNotThrowAnyException();
    }

    private static Object raw(JsonNode value) {
        return value.isBoolean() ? value.asBoolean() : value.asText();
    }

    @ParameterizedTest
    @MethodSource("tasks")
    void tellsWhatToTypeWhatToExpectAndHowToCheck(HumanTask task, String form) {
        var brief = Turn.brief(task, run);

        assertThat(brief.why()).isNotBlank();
        assertThat(brief.commands())
                .isNotEmpty()
                .allSatisfy(command -> assertThat(command).matches("(#|kubectl|flux|git|age-keygen|grep) .*"));
        assertThat(brief.expect()).isNotBlank();
        assertThat(brief.check()).isNotBlank();
    }

    @Test
    void refusesAWayThatTheModelDoesNotKnow() {
        run.withRaw("keyEvidence", "put back");

        assertThatThrownBy(() -> Turn.complete(new GiveKey(), run.withRaw("mendDecision", "revert")))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("again, abort");
    }

    @Test
    void namesTheSecretThatTheKeyBelongsInto() {
        run.set(DriftFacts.KEY_SECRETS, "office/sops-age");

        assertThat(Turn.brief(new GiveKey(), run).commands())
                .contains("kubectl -n office get secret sops-age")
                .anyMatch(command -> command.contains("kubectl -n office create secret generic sops-age"));
    }

    @Test
    void hasTheOnesTryAgainThatCannotDecrypt() {
        run.set(DriftFacts.KEY_OWNERS, "flux-system/cluster-apps, office/paperless");

        assertThat(Turn.brief(new GiveKey(), run).commands())
                .contains(
                        "flux reconcile kustomization cluster-apps -n flux-system",
                        "flux reconcile kustomization paperless -n office")
                .noneMatch(command -> command.contains("kustomization flux-system"));
    }

    @Test
    void namesTheObjectsThatHaveTwoOwners() {
        run.set(DriftFacts.CLASHING, "Deployment.apps media/echo | media/echo apps/echo, media/echo-copy apps/copy");

        assertThat(Turn.brief(new SettleOwners(), run).commands())
                .contains(
                        "kubectl -n media get Deployment.apps echo --show-labels",
                        "kubectl -n media annotate Deployment.apps echo kustomize.toolkit.fluxcd.io/prune=disabled"
                                + " --overwrite",
                        "git -C /clusters/homelab grep -n echo -- apps/echo apps/copy",
                        "flux reconcile kustomization echo-copy -n media --with-source",
                        "kubectl -n media annotate Deployment.apps echo kustomize.toolkit.fluxcd.io/prune-");
    }

    @Test
    void namesTheObjectsThatWereChangedByHand() {
        run.set(DriftFacts.CHANGED, "Deployment.apps media/mediabox | media/mediabox apps/mediabox\nNode wk-1 | a/b");

        assertThat(Turn.brief(new DecideOverwrite(), run).commands())
                .contains(
                        "flux diff kustomization mediabox -n media --path=/clusters/homelab/apps/mediabox",
                        "kubectl -n media get Deployment.apps mediabox -o yaml --show-managed-fields --ignore-not-found",
                        "kubectl get Node wk-1 -o yaml --show-managed-fields --ignore-not-found");
    }

    @ParameterizedTest
    @MethodSource("tasks")
    void offersCommandsThatTheRealClientsCanRead(HumanTask task, String form, @TempDir Path directory) {
        assumeTrue(RealClients.installed("kubectl") || RealClients.installed("flux"), "neither kubectl nor flux here");
        run.set(DriftFacts.KEY_OWNERS, "flux-system/cluster-apps");
        run.set(DriftFacts.CONTROLLERS_DOWN, "helm-controller");
        run.set(DriftFacts.CLASHING, "Deployment.apps media/echo | media/echo apps/echo, media/copy apps/copy");
        run.set(DriftFacts.CHANGED, "Deployment.apps media/mediabox | media/mediabox apps/mediabox");
        run.set(DriftFacts.STUCK_WORDS, "media: persistentvolumeclaims. has 1 resource instances");

        RealClients.parse(Turn.brief(task, run).commands(), directory);
    }

    @ParameterizedTest
    @MethodSource("tasks")
    void leavesNoPlaceholderToFillIn(HumanTask task, String form) {
        run.set(DriftFacts.CLASHING, "Deployment.apps media/echo | media/echo apps/echo");
        run.set(DriftFacts.CHANGED, "Deployment.apps media/mediabox | media/mediabox apps/mediabox");
        run.set(DriftFacts.STUCK_WORDS, "media: persistentvolumeclaims. has 1 resource instances");

        assertThat(Turn.brief(task, run).commands())
                .noneMatch(command -> command.matches(
                        "[^#]*(?<![=,])\\b(OWNER|CLAIM|VOLUME|PATH|NAMESPACE|KIND|NAME|BAD_COMMIT)\\b(?!:).*"));
    }

    @Test
    void namesEachControllerThatIsDown() {
        run.set(DriftFacts.CONTROLLERS_DOWN, "helm-controller, source-controller");

        assertThat(Turn.brief(new BringControllers(), run).commands())
                .contains(
                        "kubectl -n flux-system scale deployment helm-controller --replicas=1",
                        "kubectl -n flux-system logs deployment/source-controller --tail=50");
    }

    @Test
    void namesTheNamespaceThatIsStuckAndTheRisk() {
        run.set(
                DriftFacts.STUCK_WORDS,
                "media: Some resources are remaining: persistentvolumeclaims. has 1 resource instances,"
                        + " helmreleases.helm.toolkit.fluxcd.io has 2 resource instances; $(rm -rf /)\n../evil: x");

        var brief = Turn.brief(new ReleaseNamespace(), run);

        assertThat(brief.why()).contains("RISK", "Some resources are remaining");
        assertThat(brief.commands())
                .contains(
                        "kubectl get namespace media -o json",
                        "kubectl -n media get persistentvolumeclaims,helmreleases.helm.toolkit.fluxcd.io -o"
                                + " custom-columns=KIND:.kind,NAME:.metadata.name,FINALIZERS:.metadata.finalizers")
                .noneMatch(command -> command.contains("evil") || command.contains("rm -rf"));
    }
}
