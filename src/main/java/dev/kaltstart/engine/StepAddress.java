package dev.kaltstart.engine;

/** Which of several executions of a step is meant: {@code resetNode@wk-2}. */
public record StepAddress(String step, Subject subject) {

    @Override
    public String toString() {
        return subject.label().isEmpty() ? step : step + "@" + subject.label();
    }
}
