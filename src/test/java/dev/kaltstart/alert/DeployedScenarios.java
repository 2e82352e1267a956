package dev.kaltstart.alert;

import dev.kaltstart.engine.Fact;
import dev.kaltstart.engine.Processes;
import dev.kaltstart.engine.StepAddress;
import java.util.Map;
import java.util.Optional;

/** The scenarios under {@code processes/}, of which nothing runs here. */
class DeployedScenarios implements Processes {

    private static final Map<String, Optional<String>> SUBJECTS =
            Map.of("node-failure", Optional.of("node"), "gitops-drift", Optional.empty());

    @Override
    public boolean exists(String model) {
        return SUBJECTS.containsKey(model);
    }

    @Override
    public Optional<String> subject(String model) {
        return SUBJECTS.getOrDefault(model, Optional.empty());
    }

    @Override
    public String start(String model, String recovery, Map<Fact<?>, ?> facts) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void abort(String recovery, String reason) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean blocked(String recovery) {
        return false;
    }

    @Override
    public Map<StepAddress, String> incidents(String recovery) {
        return Map.of();
    }

    @Override
    public void retry(String recovery, StepAddress step) {
        throw new UnsupportedOperationException();
    }
}
