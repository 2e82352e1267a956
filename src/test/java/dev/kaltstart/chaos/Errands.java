package dev.kaltstart.chaos;

import dev.kaltstart.cluster.Mode;
import dev.kaltstart.engine.Fact;
import dev.kaltstart.engine.HumanTasks;
import dev.kaltstart.engine.Processes;
import dev.kaltstart.engine.RunFacts;
import dev.kaltstart.engine.StepAddress;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.history.HistoricProcessInstance;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;

/**
 * What people and other programs would do from outside: starts what is wanted, approves, hands questions on to the
 * harness, which sees the world and is not killed, and tells how each recovery ended.
 */
class Errands {

    private static final Logger LOG = LoggerFactory.getLogger(Errands.class);
    private static final Map<String, Object> APPROVAL =
            Map.of("approved", true, "typedCluster", ChaosKaltstart.CLUSTER, "approvalReason", "a mark may be made");

    private final Processes processes;
    private final HumanTasks tasks;
    private final HistoryService history;
    private final Scene scene;
    private final boolean starts;
    private final Set<String> over = new HashSet<>();

    Errands(Processes processes, HumanTasks tasks, HistoryService history, Scene scene, Environment environment) {
        this.processes = processes;
        this.tasks = tasks;
        this.history = history;
        this.scene = scene;
        this.starts = environment.getProperty("chaos.starts", Boolean.class, true);
    }

    @EventListener
    void begin(ApplicationReadyEvent ready) throws IOException {
        scene.say("ready", String.valueOf(ProcessHandle.current().pid()), "");
        new Thread(this::runForEver, "errands").start();
    }

    private void runForEver() {
        while (true) {
            try {
                for (int n = 0; n < wanted(); n++) {
                    serve("r" + n);
                }
                Thread.sleep(100);
            } catch (InterruptedException e) {
                return;
            } catch (IOException | RuntimeException e) {
                // the database is away, or the other instance was faster
                LOG.info("trying again: {}", e.toString());
            }
        }
    }

    private int wanted() throws IOException {
        return scene.said("", "wanted").map(Integer::valueOf).orElse(0);
    }

    private void serve(String recovery) throws IOException {
        if (over.contains(recovery)) {
            return;
        }
        List<HistoricProcessInstance> runs = history.createHistoricProcessInstanceQuery()
                .processInstanceBusinessKey(recovery)
                .list();
        if (runs.isEmpty() && starts) {
            start(recovery);
        } else if (!runs.isEmpty() && runs.stream().allMatch(run -> run.getEndTime() != null)) {
            List<String> ends = runs.stream()
                    .map(run -> String.valueOf(run.getEndActivityId()))
                    .toList();
            scene.say("ends", recovery, String.join(",", ends));
            over.add(recovery);
        } else {
            for (HumanTasks.Open task : tasks.open(recovery)) {
                answer(task);
            }
            for (StepAddress step : processes.incidents(recovery).keySet()) {
                processes.retry(recovery, step);
            }
        }
    }

    private void start(String recovery) {
        processes.start(
                "chaos",
                recovery,
                Map.of(
                        RunFacts.RECOVERY,
                        recovery,
                        RunFacts.CLUSTER,
                        ChaosKaltstart.CLUSTER,
                        RunFacts.MODE,
                        Mode.REHEARSAL,
                        Fact.text("approvalFor"),
                        Marks.DESTROY));
    }

    private void answer(HumanTasks.Open task) throws IOException {
        if (task.activity().startsWith("approve")) {
            scene.say("approved", task.recovery(), "yes");
            complete(task, APPROVAL);
            return;
        }
        Optional<String> answer = scene.said("answers", task.id());
        if (answer.isPresent()) {
            boolean again =
                    Boolean.parseBoolean(answer.get()) && task.activity().equals("resolve_" + Marks.DESTROY);
            complete(task, Map.of("decision", again ? "again" : "retry", "resolveReason", "looked at the marks"));
        } else if (scene.said("questions", task.id()).isEmpty()) {
            String step = task.activity().substring(task.activity().indexOf('_') + 1);
            scene.say("questions", task.id(), task.recovery() + " " + step);
        }
    }

    private void complete(HumanTasks.Open task, Map<String, Object> answers) {
        try {
            tasks.complete(task.id(), "olga", answers);
        } catch (IllegalStateException e) {
            LOG.info("answered already: {}", e.getMessage());
        }
    }
}
