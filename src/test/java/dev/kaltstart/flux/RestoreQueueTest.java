package dev.kaltstart.flux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.engine.FakeRun;
import dev.kaltstart.engine.StepHistory.Execution;
import dev.kaltstart.engine.Subject;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Some namespaces at a time, the critical ones first; what waits for a person holds up no other. */
@EnableKubernetesMockClient(https = false, crud = true)
@SuppressWarnings("NullAway.Init")
class RestoreQueueTest {

    private static final Instant NOON = Instant.parse("2026-11-28T12:00:00Z");

    KubernetesClient client;

    private final List<Execution> steps = new ArrayList<>();
    private DriftFixture drift;

    @BeforeEach
    void fiveNamespacesAreLost() {
        drift = new DriftFixture(client);
        drift.evidence.keep(
                drift.run,
                "lost-claims.json",
                Stream.of("a", "b", "c", "d", "vault")
                        .map(name -> "{\"namespace\": \"" + name
                                + "\", \"name\": \"data\", \"trouble\": \"is gone\", \"owner\": \"flux-system/app-"
                                + name
                                + "\"}")
                        .collect(Collectors.joining(",", "[", "]")));
    }

    @Test
    void whatIsRestoredTakesAPlaceUntilItsDataIsRead() {
        for (String step : List.of("stopWriters", "restoreVolumes", "proveData")) {
            steps.clear();
            began("a", step, "waiting");
            began("b", step, "running");
            assertThat(waits("c")).as(step).isTrue();
            assertThat(queue(3, "c")).as(step).isEmpty();
        }
        steps.clear();
        began("a", "restoreVolumes", "waiting");
        began("b", "proveData", "done");
        assertThat(waits("c")).isFalse();
    }

    @Test
    void aStepThatIsToFollowAtOnceTakesAPlace() {
        began("a", "fenceNamespace", "done");
        began("b", "stopWriters", "done");

        assertThat(waits("c")).isTrue();
    }

    /** Else one restore that waits for a person stops all the others. */
    @Test
    void whatWaitsForAPersonTakesNoPlace() {
        began("a", "restoreVolumes", "failed");
        began("b", "restoreVolumes", "failed");
        began("b", "findRestorePoints", "done");
        began("d", "previewAction", "waiting");

        assertThat(waits("c")).isFalse();
    }

    @Test
    void aFenceThatHasBegunTakesAPlace() {
        fenced("a");
        fenced("b");

        assertThat(waits("c")).isTrue();
    }

    @Test
    void ofThoseThatWaitTheCriticalOnesGoFirst() {
        for (String name : List.of("a", "b", "c", "d", "vault")) {
            began(name, "fenceNamespace", "waiting");
        }

        assertThat(Stream.of("a", "b", "c", "d", "vault").filter(name -> !waits(name)))
                .as("vault as a namespace, c by its application")
                .containsExactly("c", "vault");
    }

    @Test
    void exactlyOneGoesIntoAPlaceThatIsFree() {
        began("a", "restoreVolumes", "waiting");
        for (String name : List.of("b", "c", "d", "vault")) {
            began(name, "fenceNamespace", "waiting");
        }

        assertThat(Stream.of("b", "c", "d", "vault").filter(name -> !waits(name)))
                .containsExactly("c");
    }

    @Test
    void oneAtATimeComeToAnEnd() {
        var left = new ArrayList<>(List.of("a", "b", "c", "d", "vault"));
        left.forEach(name -> began(name, "fenceNamespace", "waiting"));
        var order = new ArrayList<String>();

        while (!left.isEmpty()) {
            List<String> go =
                    left.stream().filter(name -> queue(1, name).isEmpty()).toList();
            assertThat(go).as("after " + order).hasSize(1);
            began(go.get(0), "proveData", "done");
            order.addAll(go);
            left.removeAll(go);
        }

        assertThat(order).containsExactly("c", "vault", "a", "b", "d");
    }

    private void fenced(String namespace) {
        began(namespace, "fenceNamespace", "running");
        drift.evidence.keep(run(namespace), "fence.json", "[]");
    }

    private boolean waits(String namespace) {
        return queue(2, namespace).isPresent();
    }

    private Optional<String> queue(int limit, String namespace) {
        return new RestoreQueue(
                        recovery -> List.copyOf(steps),
                        new NamespaceFence(drift.suspensions, drift.evidence),
                        drift.evidence,
                        new OneCluster(drift.cluster, false, List.of("vault", "app-c")),
                        new ParallelRestores(limit))
                .waitsFor(run(namespace));
    }

    private FakeRun run(String namespace) {
        return FakeRun.on(drift.cluster).about(new Subject.OfNamespace(namespace));
    }

    private void began(String namespace, String step, String state) {
        steps.add(new Execution(
                "e-" + steps.size(),
                new Subject.OfNamespace(namespace),
                "restore-namespace",
                step,
                step,
                state,
                "",
                null,
                null,
                List.of(),
                NOON.plusSeconds(steps.size()),
                null));
    }
}
