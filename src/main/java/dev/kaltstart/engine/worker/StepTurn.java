package dev.kaltstart.engine.worker;

import dev.kaltstart.cluster.Cluster;
import dev.kaltstart.cluster.KubernetesTrouble;
import dev.kaltstart.engine.Approvals;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.engine.Plan;
import dev.kaltstart.engine.RecoveryRecord;
import dev.kaltstart.engine.Step;
import dev.kaltstart.engine.model.ActivityNames;
import dev.kaltstart.shell.Shell;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.camunda.bpm.engine.BadUserRequestException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One look at one step, and the one act it may lead to: check, act, check. A step that is not there yet gets its next
 * turn after a pause in which it holds no thread.
 */
class StepTurn {

    private static final Logger LOG = LoggerFactory.getLogger(StepTurn.class);

    private final Context context;
    private final String execution;
    private final String activity;
    private final Step step;
    private final TaskRun run;
    private final Limits limits;
    private final StepExecutions memory;
    private final Approvals approvals;
    private final Supplier<Cluster> acting;
    private final Runnable lease;
    private final OutcomeRedactor message;
    private final ApprovalWait approvalWait;
    private StepDeadline patience;
    private boolean acted;
    private boolean performed;
    private boolean tryFailed;
    private @Nullable Check said;

    /**
     * @param execution names this execution of the step
     * @param refusal why nothing may be done, not even looked at; null when all is well
     */
    record Context(
            String execution,
            String activity,
            RecoveryRecord recovery,
            @Nullable String refusal) {}

    StepTurn(
            Context context,
            Step step,
            TaskRun run,
            Limits limits,
            StepExecutions.State state,
            StepExecutions memory,
            Approvals approvals,
            Supplier<Cluster> acting,
            Runnable lease,
            OutcomeRedactor message) {
        this.context = context;
        this.execution = context.execution();
        this.activity = context.activity();
        this.step = step;
        this.run = run;
        this.limits = limits;
        this.memory = memory;
        this.approvals = approvals;
        this.acting = acting;
        this.lease = lease;
        this.message = message;
        this.approvalWait = new ApprovalWait(approvals);
        this.patience = StepDeadline.of(run, limits);
        run.own(step.writes());
        this.acted = state.acted();
        this.performed = state.performed();
    }

    Outcome take() {
        return message.of(attempt());
    }

    private Outcome attempt() {
        if (context.refusal() != null) {
            return new Outcome.Blocked("FACTS_DIFFER", context.refusal());
        }
        try {
            return inTime();
        } catch (Failure.NeedsHuman e) {
            return new Outcome.Thrown(false, e.code(), e.message());
        } catch (Failure.Fatal e) {
            return new Outcome.Thrown(true, e.code(), e.message());
        } catch (Failure.Retryable e) {
            return new Outcome.NotReady(e.code(), e.message());
        } catch (EarlierVersion e) {
            return new Outcome.Blocked("EARLIER_VERSION", String.valueOf(e.getMessage()));
        } catch (Shell.MissingTool e) {
            return new Outcome.Thrown(false, "MISSING_TOOL", String.valueOf(e.getMessage()));
        } catch (Cluster.UnusableCredentials e) {
            return new Outcome.Thrown(false, "UNUSABLE_CREDENTIALS", String.valueOf(e.getMessage()));
        } catch (Shell.Interrupted | BadUserRequestException e) {
            LOG.info("{} of {} was stopped: {}", activity, run.recovery(), e.getMessage());
            return new Outcome.Stopped();
        } catch (KubernetesClientException e) {
            String message = "the Kubernetes API " + KubernetesTrouble.message(e);
            return KubernetesTrouble.refused(e)
                    ? new Outcome.Thrown(false, "KUBERNETES_REFUSED", message)
                    : new Outcome.NotReady("KUBERNETES_API", message);
        } catch (UncheckedIOException e) {
            return new Outcome.NotReady("DISK", String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            if (DatabaseOutage.behind(e)) {
                // what was done is in the journal, or in the world: the lease runs out, and the step is taken up again
                LOG.warn(
                        "{} of {} is dropped, the database does not answer: {}",
                        activity,
                        run.recovery(),
                        e.toString());
                return new Outcome.Stopped();
            }
            return new Outcome.NotReady("BUG", e.getClass().getName() + ": " + e.getMessage());
        }
    }

    /** While people can still cancel, or others have to end first, neither the world nor the plan is checked. */
    private Outcome inTime() {
        Optional<Outcome> pause = approvalWait.pause().or(this::queue);
        if (pause.isEmpty()) {
            return look();
        }
        // the time in which it may not act is not time that it takes
        patience = patience.restarted();
        return pause.get();
    }

    /** A step that was killed while it acted has had its turn. */
    private Optional<Outcome> queue() {
        if (acted) {
            return Optional.empty();
        }
        return step.waitsFor(run).map(others -> {
            Check waits = message.of(Check.notYet("waits for " + others));
            if (!waits.equals(said)) {
                memory.waiting(execution, waits.message(), null);
                said = waits;
            }
            return new Outcome.Again(run.cluster().pace(limits.poll()));
        });
    }

    private Outcome await(Approvals.NotYet approval) {
        memory.waiting(execution, approvalWait.begin(approval), null);
        patience = patience.restarted();
        return approvalWait.pause().orElseGet(() -> new Outcome.Again(Duration.ZERO));
    }

    private Outcome look() {
        try {
            return looked();
        } catch (NotValidYet e) {
            return await(e.approval);
        }
    }

    private Outcome looked() {
        Check seen = check();
        if (seen instanceof Check.NotYet && !performed) {
            Optional<Check> cut = act();
            seen = cut.isPresent() ? cut.get() : check();
        }
        if (seen instanceof Check.Met met) {
            return new Outcome.Done(met.message(), met.measured(), run.toWrite(), run.lists());
        }
        return later(seen);
    }

    private Check check() {
        try {
            return message.of(step.check(run));
        } catch (KubernetesClientException e) {
            if (KubernetesTrouble.refused(e)) {
                throw e;
            }
            return message.of(away(e));
        }
    }

    /** @return why it could not act to its end, when the API was away meanwhile and may come back */
    private Optional<Check> act() {
        Runnable effect =
                step instanceof Step.Destructive destructive ? approved(destructive) : () -> step.perform(run);
        // the laptop may have slept since the last look
        lease.run();
        memory.acting(execution);
        acted = true;
        try {
            run.acting(acting.get(), effect);
        } catch (Shell.Interrupted e) {
            throw e;
        } catch (RuntimeException e) {
            if (DatabaseOutage.behind(e)) {
                throw e;
            }
            if (!(step instanceof Step.Destructive)) {
                if (e instanceof KubernetesClientException api && KubernetesTrouble.mayPass(api)) {
                    // the same try goes on later; a control plane that restarts uses up no attempts
                    return Optional.of(message.of(away(api)));
                }
                tryFailed = true;
                throw e;
            }
            if (forAPerson(e)) {
                // still the same attempt: its commands are never issued again
                throw e;
            }
            // one approval, one attempt: whatever went wrong, from here on only the check can tell
            LOG.warn("{} of {} failed while it acted: {}", activity, run.recovery(), e.toString());
        }
        memory.performed(execution);
        performed = true;
        return Optional.empty();
    }

    private static Check away(KubernetesClientException e) {
        return Check.unknown("the Kubernetes API " + KubernetesTrouble.message(e));
    }

    private static boolean forAPerson(RuntimeException e) {
        return e instanceof Failure.NeedsHuman
                || e instanceof Failure.Fatal
                || e instanceof Shell.MissingTool
                || e instanceof Cluster.UnusableCredentials
                || (e instanceof KubernetesClientException api && KubernetesTrouble.refused(api));
    }

    /** After a crash in the middle of it, the plan that was approved goes on, whatever the world looks like by now. */
    private Runnable approved(Step.Destructive destructive) {
        Plan plan = acted
                ? approvals
                        .taken(execution)
                        .orElseThrow(() -> new Failure.NeedsHuman(
                                "NOT_APPROVED", "the plan that was being carried out is not in the database any more"))
                : allow(destructive);
        return () -> destructive.perform(run, plan);
    }

    /** Nothing is destroyed without a person, nor before it is certain what is about to be hit. */
    private Plan allow(Step.Destructive destructive) {
        if (context.recovery().model() == null) {
            throw new EarlierVersion();
        }
        Check identity = destructive.identity(run);
        if (!(identity instanceof Check.Met)) {
            throw new Failure.NeedsHuman("IDENTITY", "refused before any command: " + identity.message());
        }
        Plan plan = message.of(destructive.plan(run));
        Approvals.Answer answer = approvals.take(context.recovery(), ActivityNames.bean(activity), execution, plan);
        if (answer instanceof Approvals.Missing missing) {
            throw new Failure.NeedsHuman("NOT_APPROVED", "refused before any command: " + missing.reason());
        }
        if (answer instanceof Approvals.Changed changed) {
            throw new Failure.NeedsHuman(
                    "PLAN_CHANGED",
                    "refused before any command: this is not what was approved any more. "
                            + PlanDifference.of(changed.approved(), plan));
        }
        if (answer instanceof Approvals.NotYet notYet) {
            throw new NotValidYet(notYet);
        }
        if (!(answer instanceof Approvals.Granted)) {
            // an answer that is added later must not be taken for a yes
            throw new IllegalStateException("not a grant: " + answer);
        }
        return plan;
    }

    /** Its approvals were given for names of steps and not for plans. */
    private static final class EarlierVersion extends RuntimeException {
        EarlierVersion() {
            super("this recovery was started by an earlier version of Kaltstart, whose approvals do not say what they"
                    + " allow. Abort it and start it again: finished steps are detected");
        }
    }

    /** Leaves the turn before anything is begun: neither lease nor memory says that the step acts. */
    private static final class NotValidYet extends RuntimeException {

        private final transient Approvals.NotYet approval;

        NotValidYet(Approvals.NotYet approval) {
            super("approved, and not valid yet");
            this.approval = approval;
        }
    }

    private Outcome later(Check seen) {
        if (!seen.equals(said)) {
            memory.waiting(
                    execution,
                    seen.message() + " (waits until " + until() + " at most, then asks a person)",
                    seen instanceof Check.NotYet not ? not.progress() : null);
            said = seen;
        }
        if (patience.isOver()) {
            throw new Failure.NeedsHuman(
                    "TIMED_OUT", "not there after " + text(limits.timeout()) + ": " + seen.message());
        }
        return new Outcome.Again(run.cluster().pace(limits.poll()));
    }

    /** On the clock of the cluster, as the step's other times; a machine that slept waits longer. */
    private Instant until() {
        return run.began().plus(limits.timeout()).truncatedTo(ChronoUnit.SECONDS);
    }

    private static String text(Duration duration) {
        return duration.toString().substring(2).toLowerCase(Locale.ROOT);
    }

    /**
     * The try ended with a result: the next one issues its commands again. To be written down together with what
     * it came to; a kill in between would do again what was done.
     */
    boolean tryFailed() {
        return tryFailed;
    }

    TaskRun run() {
        return run;
    }
}
