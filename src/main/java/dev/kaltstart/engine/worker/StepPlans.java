package dev.kaltstart.engine.worker;

import dev.kaltstart.cluster.Cluster;
import dev.kaltstart.cluster.Mode;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Fact;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.engine.Plan;
import dev.kaltstart.engine.Plans;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import dev.kaltstart.engine.Subject;
import dev.kaltstart.engine.model.ActivityNames;
import dev.kaltstart.shell.Command;
import dev.kaltstart.shell.Redaction;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.beans.BeansException;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.stereotype.Component;

@Component
class StepPlans implements Plans {

    // looked up late: the step that shows plans is a step itself
    private final BeanFactory beans;
    private final Redaction redaction;
    private final OutcomeRedactor message;

    StepPlans(BeanFactory beans, Redaction redaction) {
        this.beans = beans;
        this.redaction = redaction;
        this.message = new OutcomeRedactor(redaction);
    }

    @Override
    public Answer of(String step, Run run) {
        Step.Destructive destructive = destructive(step);
        try {
            return prepared(destructive, new ReadOnlyRun(run));
        } catch (Failure.NeedsHuman | Failure.Fatal e) {
            return new Refused(e.code(), redaction.clean(e.message()));
        }
    }

    private Answer prepared(Step.Destructive step, Run run) {
        Plan plan = message.of(step.plan(run));
        Check seen = step.check(run);
        if (seen instanceof Check.Met met) {
            return new NotNeeded(plan.isNothing() ? String.join("; ", plan.effects()) : redaction.clean(met.message()));
        }
        if (plan.isNothing() && !(seen instanceof Check.NotYet)) {
            return new NotNeeded(String.join("; ", plan.effects()));
        }
        Check identity = step.identity(run);
        if (!(identity instanceof Check.Met)) {
            // also where the plan is empty: the step would find something to do, and refuse to do it
            return new Refused("IDENTITY", redaction.clean(identity.message()));
        }
        if (plan.isNothing()) {
            return new NotNeeded(String.join("; ", plan.effects()));
        }
        if (plan.commands().stream().anyMatch(this::hasSecret)) {
            return new Refused(
                    "SECRET_IN_PLAN", "the plan has something in it that looks like a secret; it is not kept");
        }
        return new Ready(plan);
    }

    /** A command is run as it is, so nothing can be taken out of it before it is kept. */
    private boolean hasSecret(Command command) {
        return Stream.concat(command.arguments().stream(), command.environment().values().stream())
                .anyMatch(redaction::hasSecret);
    }

    private Step.Destructive destructive(String step) {
        try {
            return beans.getBean(ActivityNames.bean(step), Step.Destructive.class);
        } catch (BeansException e) {
            throw new IllegalArgumentException("there is no destructive step '" + step + "'", e);
        }
    }

    /** Looking must leave no facts behind. */
    private record ReadOnlyRun(Run run) implements Run {

        @Override
        public String recovery() {
            return run.recovery();
        }

        @Override
        public Subject subject() {
            return run.subject();
        }

        @Override
        public Mode mode() {
            return run.mode();
        }

        @Override
        public Cluster cluster() {
            return run.cluster();
        }

        @Override
        public Instant began() {
            return run.began();
        }

        @Override
        public <T> Optional<T> find(Fact<T> fact) {
            return run.find(fact);
        }

        @Override
        public <T> void set(Fact<T> fact, T value) {}
    }
}
