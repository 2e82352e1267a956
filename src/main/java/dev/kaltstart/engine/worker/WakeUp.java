package dev.kaltstart.engine.worker;

import java.time.Duration;
import org.camunda.bpm.engine.impl.ProcessEngineImpl;
import org.camunda.bpm.engine.impl.util.SingleConsumerCondition;
import org.jspecify.annotations.Nullable;

/** Wakes the worker when the engine in this JVM has made a step. Rests on the engine's internal hook for long polling. */
class WakeUp {

    private @Nullable SingleConsumerCondition condition;

    /** Called by the thread that will wait. */
    synchronized void listen() {
        condition = new SingleConsumerCondition(Thread.currentThread());
        ProcessEngineImpl.EXT_TASK_CONDITIONS.addConsumer(condition);
    }

    void await(Duration limit) {
        var current = condition;
        if (current != null) {
            current.await(limit.toMillis());
        }
    }

    void signal() {
        var current = condition;
        if (current != null) {
            current.signal();
        }
    }

    synchronized void silence() {
        if (condition != null) {
            ProcessEngineImpl.EXT_TASK_CONDITIONS.removeConsumer(condition);
            condition = null;
        }
    }
}
