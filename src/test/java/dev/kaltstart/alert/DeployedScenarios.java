package dev.kaltstart.alert;

import dev.kaltstart.engine.Fact;
import dev.kaltstart.engine.Processes;
import dev.kaltstart.engine.StepAddress;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The scenarios under {@code processes/}, of which nothing runs here. */
public class DeployedScenarios implements Processes {

    private static final Set<String> DEPLOYED = Set.of("node-failure", "gitops-drift");

    private static final Map<String, String> SUBJECTS =
            Map.of("node-failure", "node", "cluster-loss", Processes.WHOLE_CLUSTER);

    @Override
    public boolean exists(String model) {
        return DEPLOYED.contains(model);
    }

    @Override
    public Optional<String> subject(String model) {
        return Optional.ofNullable(SUBJECTS.get(model));
    }

    @Override
    public Optional<String> objective(String model) {
        return Optional.empty();
    }

    @Override
    public boolean drill(String model) {
        return false;
    }

    @Override
    public Optional<String> fault(String model) {
        return Optional.empty();
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
