package dev.kaltstart.engine.task;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.camunda.bpm.engine.impl.interceptor.Session;
import org.camunda.bpm.engine.impl.interceptor.SessionFactory;
import org.jspecify.annotations.Nullable;

/** The answers that were checked and are being given, by task; it ends with the command that completes the task. */
public final class GivenAnswers implements Session {

    private final Map<String, Map<String, @Nullable Object>> byTask = new HashMap<>();

    void put(String task, Map<String, @Nullable Object> answers) {
        byTask.put(task, answers);
    }

    /** Empty when the task is completed by a way that checks no answers. */
    Optional<Map<String, @Nullable Object>> of(String task) {
        return Optional.ofNullable(byTask.get(task));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}

    public static final class Factory implements SessionFactory {

        @Override
        public Class<?> getSessionType() {
            return GivenAnswers.class;
        }

        @Override
        public Session openSession() {
            return new GivenAnswers();
        }
    }
}
