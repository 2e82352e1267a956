package dev.kaltstart.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.kaltstart.cluster.Mode;
import dev.kaltstart.engine.EngineEvent;
import dev.kaltstart.engine.EngineFixture;
import dev.kaltstart.engine.Processes;
import dev.kaltstart.engine.RunFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.camunda.bpm.engine.ExternalTaskService;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.externaltask.ExternalTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.event.EventListener;

/** A step has ended and the engine is writing that down when the worker notices that another one has the step. */
@Timeout(120)
@SpringBootTest(
        classes = {EngineFixture.class, ConcludedStepTest.TakenOver.class},
        properties = {
            "spring.datasource.url=jdbc:h2:mem:concluded;DB_CLOSE_DELAY=-1",
            "kaltstart.processes=engine-models/",
            "kaltstart.worker.lease=2s",
            "camunda.bpm.authorization.enabled=false"
        })
class ConcludedStepTest {

    private static final String ANOTHER = "another-kaltstart";

    @Autowired
    Processes processes;

    @Autowired
    EngineFixture.World world;

    @Autowired
    TakenOver takenOver;

    @Test
    void theStopSignalDoesNotInterruptTheTransactionOfTheEngine() {
        String recovery = "concluded";
        processes.start(
                "straight",
                recovery,
                Map.of(RunFacts.RECOVERY, recovery, RunFacts.CLUSTER, "any", RunFacts.MODE, Mode.REHEARSAL));

        // the engine refuses the result of the step, and this worker gets it again
        assertThat(world.awaitEnd(recovery)).isEqualTo("recovered");

        assertThat(takenOver.stops).as("stop signals while the engine wrote").hasValueGreaterThanOrEqualTo(2);
        assertThat(takenOver.interrupted).isFalse();
        assertThat(world.happened)
                .as("the end of the step that another one had is rolled back")
                .filteredOn(EngineEvent.StepDone.class::isInstance)
                .extracting(event -> ((EngineEvent.StepDone) event).step())
                .containsExactly("countOnce", "repeatFact");
    }

    /** Takes the first step away from its worker while the end of it is being written, and waits for the stop signals. */
    static class TakenOver {

        final AtomicBoolean interrupted = new AtomicBoolean();
        final AtomicInteger stops = new AtomicInteger();
        private final AtomicBoolean first = new AtomicBoolean(true);
        private final ExternalTaskService steps;
        private final RuntimeService runtime;

        TakenOver(ExternalTaskService steps, RuntimeService runtime) {
            this.steps = steps;
            this.runtime = runtime;
        }

        @EventListener
        void on(EngineEvent.StepDone event) {
            if (!first.getAndSet(false)) {
                return;
            }
            var stopping = new Stopping(stops);
            stopping.start();
            Logger log = (Logger) LoggerFactory.getLogger(StepWorker.class);
            log.addAppender(stopping);
            ExternalTask task = aside(() -> taken(event.recovery()));
            Instant patience = Instant.now().plus(Duration.ofSeconds(60));
            // the second signal is logged after the first one was sent
            while (stops.get() < 2 && Instant.now().isBefore(patience)) {
                LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
                interrupted.compareAndSet(false, Thread.currentThread().isInterrupted());
            }
            log.detachAppender(stopping);
            aside(() -> {
                steps.lock(task.getId(), ANOTHER, 1);
                return task;
            });
        }

        private ExternalTask taken(String recovery) {
            String instance = runtime.createProcessInstanceQuery()
                    .processInstanceBusinessKey(recovery)
                    .singleResult()
                    .getId();
            ExternalTask task =
                    steps.createExternalTaskQuery().processInstanceId(instance).singleResult();
            steps.unlock(task.getId());
            steps.lock(task.getId(), ANOTHER, 60_000);
            return task;
        }

        /** In a transaction of its own, as another Kaltstart would; the worker renews its lease and fetches meanwhile. */
        private static <T> T aside(Supplier<T> work) {
            return CompletableFuture.supplyAsync(() -> outlasting(work)).join();
        }

        private static <T> T outlasting(Supplier<T> work) {
            for (int tries = 1; ; tries++) {
                try {
                    return work.get();
                } catch (ProcessEngineException e) {
                    if (tries == 50) {
                        throw e;
                    }
                }
            }
        }
    }

    private static final class Stopping extends AppenderBase<ILoggingEvent> {

        private final AtomicInteger stops;

        Stopping(AtomicInteger stops) {
            this.stops = stops;
        }

        @Override
        protected void append(ILoggingEvent event) {
            if (event.getFormattedMessage().startsWith("stopping a step that is no longer ours")
                    && event.getFormattedMessage().contains(ANOTHER)) {
                stops.incrementAndGet();
            }
        }
    }
}
