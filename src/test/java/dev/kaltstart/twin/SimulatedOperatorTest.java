package dev.kaltstart.twin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.engine.HumanTask;
import dev.kaltstart.engine.HumanTasks;
import dev.kaltstart.engine.Subject;
import dev.kaltstart.twin.world.Stage;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The person in an unattended rehearsal. */
class SimulatedOperatorTest {

    private static final Subject WK_2 = Subject.node("wk-2");

    @TempDir
    Path directory;

    private static final class FakeTasks implements HumanTasks {
        final List<Open> open = new ArrayList<>();
        final List<Map<String, Object>> answered = new ArrayList<>();
        final List<String> givenUp = new ArrayList<>();
        Map<String, Object> examples = Map.of();
        int refusals;

        void opens(String activity) {
            open.add(new Open(
                    "task-" + activity, TwinFixture.RECOVERY, WK_2, activity, "node-failure", activity, Instant.EPOCH));
        }

        @Override
        public List<Open> open(String recovery) {
            return List.copyOf(open);
        }

        @Override
        public void complete(String task, String person, Map<String, Object> answers) {
            assertThat(person).isEqualTo("rehearsal");
            answered.add(answers);
            if (refusals-- > 0) {
                throw new HumanTask.Refused("no");
            }
            open.removeIf(one -> one.id().equals(task));
        }

        @Override
        public void giveUp(String task, String person, String reason) {
            givenUp.add(reason);
            open.removeIf(one -> one.id().equals(task));
        }

        @Override
        public Map<String, Object> exampleAnswers(Open task) {
            return examples;
        }
    }

    private final FakeTasks tasks = new FakeTasks();

    private static void rounds(TwinFixture twin, SimulatedOperator person, int minutes) {
        for (int minute = 0; minute < minutes; minute++) {
            person.goRound();
            twin.after(1);
        }
        person.goRound();
    }

    @Test
    void answersAfterAMinuteWithTheExamplesAndWhatTheOrderSaysInstead() {
        var ordered = Map.of(
                "resolve", Map.<String, Object>of("decision", "retry"),
                "resolve_drainNode", Map.<String, Object>of("resolveReason", "the budget is known"));
        try (var twin = TwinFixture.homelab(directory).ordered("wk-2", ordered)) {
            var person = new SimulatedOperator(twin.twins(), tasks);
            twin.twin();
            tasks.examples = Map.of("decision", "abort", "resolveReason", "example");
            tasks.opens("resolve_drainNode");
            person.goRound();
            assertThat(tasks.answered).isEmpty();
            twin.after(1);
            person.goRound();
            assertThat(tasks.answered)
                    .containsExactly(Map.of("decision", "retry", "resolveReason", "the budget is known"));
        }
    }

    @Test
    void takesTwentyMinutesToFlashAndTheMachineBoots() {
        try (var twin = TwinFixture.homelab(directory).losing("wk-2")) {
            var world = twin.twin().world();
            var person = new SimulatedOperator(twin.twins(), tasks);
            tasks.opens("flashNode");
            rounds(twin, person, 19);
            assertThat(tasks.answered).isEmpty();
            assertThat(world.machine("wk-2").orElseThrow().stage()).isEqualTo(Stage.OFF);
            rounds(twin, person, 1);
            assertThat(tasks.answered).hasSize(1);
            // no event was sent: a task that is no longer open is enough
            rounds(twin, person, 3);
            assertThat(world.machine("wk-2").orElseThrow().stage()).isEqualTo(Stage.MAINTENANCE);
        }
    }

    @Test
    void readsTheUuidOffNewHardware() {
        try (var twin = TwinFixture.homelab(directory).losing("wk-2")) {
            twin.twin();
            tasks.examples = Map.of("flashed", true, "hardwareReplaced", true);
            tasks.opens("flashNode");
            rounds(twin, new SimulatedOperator(twin.twins(), tasks), 24);
            var seen = twin.run("talosctl -n 10.20.0.22 get systeminformation -o json --insecure");
            assertThat(tasks.answered.get(0))
                    .containsEntry(
                            "newMachineUuid",
                            TwinFixture.spec(seen).path("uuid").asText());
        }
    }

    @Test
    void whoLooksIntoAStrangeMachineSaysSoAndReadsItsUuid() {
        try (var twin = TwinFixture.homelab(directory).losing("wk-2", "other-machine")) {
            twin.twin();
            tasks.examples = Map.of("decision", "retry");
            tasks.opens("resolve_identifyMachine");
            rounds(twin, new SimulatedOperator(twin.twins(), tasks), 1);
            assertThat(tasks.answered.get(0)).containsEntry("decision", "retry");
            twin.flash();
            twin.after(3);
            tasks.opens("resolve_identifyMachine");
            rounds(twin, new SimulatedOperator(twin.twins(), tasks), 1);
            assertThat(tasks.answered.get(1)).containsEntry("decision", "replaceMachine");
            tasks.examples = Map.of("flashed", true, "hardwareReplaced", false);
            tasks.opens("flashNode");
            rounds(twin, new SimulatedOperator(twin.twins(), tasks), 24);
            var seen = twin.run("talosctl -n 10.20.0.22 get systeminformation -o json --insecure");
            assertThat(tasks.answered.get(2))
                    .containsEntry(
                            "newMachineUuid",
                            TwinFixture.spec(seen).path("uuid").asText());
        }
    }

    @Test
    void triesThreeTimesAndThenGivesUp() {
        try (var twin = TwinFixture.homelab(directory).losing("wk-2")) {
            twin.twin();
            tasks.refusals = 10;
            tasks.opens("approve");
            rounds(twin, new SimulatedOperator(twin.twins(), tasks), 10);
            assertThat(tasks.answered).hasSize(3);
            assertThat(tasks.givenUp).singleElement().asString().contains("refused 3 times");
        }
    }

    @Test
    void givesUpWhenTheSameAnswerLeadsBackToTheSameTaskSixTimes() {
        try (var twin = TwinFixture.homelab(directory).losing("wk-2")) {
            twin.twin();
            var operator = new SimulatedOperator(twin.twins(), tasks);
            for (int round = 0; round < 8 && tasks.givenUp.isEmpty(); round++) {
                tasks.opens("judgeDrift");
                rounds(twin, operator, 3);
            }
            assertThat(tasks.answered).hasSize(6);
            assertThat(tasks.givenUp).singleElement().asString().contains("answered 6 times in the same way");
        }
    }

    @Test
    void goesOnAfterARestart() {
        try (var twin = TwinFixture.homelab(directory).losing("wk-2")) {
            twin.twin();
            tasks.opens("flashNode");
            new SimulatedOperator(twin.twins(), tasks).goRound();
            twin.restart();
            twin.twins().start();
            tasks.open.clear();
            new SimulatedOperator(twin.twins(), tasks).goRound();
            twin.after(Duration.ofMinutes(3));
            assertThat(twin.twin().world().machine("wk-2").orElseThrow().stage())
                    .isEqualTo(Stage.MAINTENANCE);
        }
    }

    @Test
    void aConfirmedPowerOffIsOne() {
        try (var twin = TwinFixture.homelab(directory).losing("wk-2", "kubelet-dead")) {
            var hands = new ManualTaskListener(twin.twins());
            hands.completed(new dev.kaltstart.engine.EngineEvent.TaskCompleted(
                    TwinFixture.RECOVERY, Instant.EPOCH, WK_2, "confirmPowerOff", "", "p", "", List.of()));
            hands.completed(new dev.kaltstart.engine.EngineEvent.TaskCompleted(
                    "another", Instant.EPOCH, WK_2, "flashNode", "", "p", "", List.of()));
            assertThat(twin.run("talosctl -n 10.20.0.22 version").exitCode()).isEqualTo(1);
        }
    }
}
