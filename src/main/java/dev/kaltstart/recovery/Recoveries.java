package dev.kaltstart.recovery;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.kaltstart.cluster.Mode;
import dev.kaltstart.cluster.Rehearsals;
import dev.kaltstart.engine.Measurement;
import dev.kaltstart.engine.StepHistory;
import dev.kaltstart.engine.Subject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Starts and reads recoveries. */
public interface Recoveries {

    /**
     * Starts a recovery in the caller's transaction.
     *
     * @throws Unacceptable when the request names something that does not exist or is not allowed
     * @throws Busy when the cluster already has a live recovery
     */
    Recovery start(Request request);

    Optional<Recovery> find(String id);

    /** Newest first: each that has not ended, and the newest 200 of those that have; null means any. */
    List<Recovery> list(@Nullable String cluster, @Nullable State state, @Nullable Mode mode);

    /** Those of a cluster that have not ended, newest first. */
    List<Recovery> notEnded(String cluster);

    /** Whether a recovery of this kind was started at this moment or later. */
    boolean startedSince(String cluster, String scenario, @Nullable String subject, Instant since);

    List<Entry> timeline(String id);

    List<StepState> steps(String id);

    /** @throws java.util.NoSuchElementException when there is no such recovery */
    void abort(String id, String reason, String person);

    /** Writes something into the timeline that happened outside the engine. */
    void note(String id, String kind, String message, @Nullable String person);

    /**
     * @param subject the node, for node-failure
     * @param startedAt when the outage began; now when null
     * @param person who or what asked for it
     * @param idempotencyKey a second request with the same key returns the first one's recovery
     */
    record Request(
            String cluster,
            String scenario,
            Mode mode,
            @Nullable String subject,
            @Nullable Instant startedAt,
            String reason,
            String person,
            @Nullable String idempotencyKey,
            Rehearsals.@Nullable Settings rehearsal) {}

    /**
     * @param startedAt when the outage began: the clock starts here
     * @param greenAt when the checks were green: the clock stops here
     * @param elapsed on the clock of the run, which runs faster in a rehearsal
     * @param targets what it is measured against, in the order in which they are due
     * @param milestones of its model, in the order in which they are drawn
     */
    record Recovery(
            String id,
            String cluster,
            String scenario,
            Mode mode,
            @Nullable String subject,
            String reason,
            String person,
            State state,
            Instant startedAt,
            Instant createdAt,
            @Nullable Instant greenAt,
            @Nullable Instant endedAt,
            Duration elapsed,
            @Nullable Duration rto,
            boolean unattended,
            List<Target> targets,
            List<Milestone> milestones) {

        /** The objective that counts now: the first that is open, and after the end the one of the end. */
        public Target due() {
            return targets.stream()
                    .filter(target -> target.reached() == null)
                    .findFirst()
                    .orElseGet(this::end);
        }

        /** What the end of the outage is measured against. */
        public Target end() {
            return targets.stream()
                    .filter(target -> !target.atMilestone())
                    .findFirst()
                    .orElseThrow();
        }

        /** After which time it was reached; empty while it is open. */
        public Optional<Duration> reached(Target target) {
            return Optional.ofNullable(target.reached() == null ? rto : target.reached());
        }

        /** What is not reached in time is missed, even before it is reached. */
        public TargetState state(Target target) {
            Optional<Duration> reached = reached(target);
            if (reached.orElse(elapsed).compareTo(target.allowed()) > 0) {
                return TargetState.MISSED;
            }
            return reached.isPresent() ? TargetState.MET : TargetState.OPEN;
        }
    }

    /**
     * A recovery time objective.
     *
     * @param atMilestone measured at a milestone of the model, and not at the end of the outage
     * @param reached after which time; null while it is open, and in models without milestones of the control plane
     */
    record Target(
            String name,
            Duration allowed,
            boolean atMilestone,
            @Nullable Duration reached) {

        /** The end of the outage decides about it. */
        public static Target atTheEnd(String name, Duration allowed) {
            return new Target(name, allowed, false, null);
        }
    }

    /** What became of an objective. */
    enum TargetState {
        OPEN,
        MET,
        MISSED;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A milestone of the model.
     *
     * @param at when it was reached, on the cluster's clock, which is the twin's in a rehearsal; null before
     * @param elapsed on the clock of the run
     * @param objective the name of the RTO that it has to keep; null for none
     * @param allowed that RTO
     */
    record Milestone(
            String name,
            @Nullable Instant at,
            @Nullable Duration elapsed,
            @Nullable String objective,
            @Nullable Duration allowed) {

        /** Empty when it was not reached, or has no RTO. */
        @JsonProperty
        public Optional<Boolean> met() {
            return elapsed == null || allowed == null ? Optional.empty() : Optional.of(elapsed.compareTo(allowed) <= 0);
        }
    }

    /** The state of a recovery. */
    enum State {
        RUNNING,
        WAITING,
        BLOCKED,
        /** Another Kaltstart continues it; here it is on hold. */
        HANDED_OVER,
        RECOVERED,
        FAILED,
        ABORTED;

        public boolean ended() {
            return this == RECOVERED || this == FAILED || this == ABORTED;
        }
    }

    /**
     * One line of the timeline.
     *
     * @param code the fact behind a failure, {@code DRAIN_BLOCKED}
     * @param subject name of the node or namespace it is about; null for the whole cluster
     */
    record Entry(
            Instant at,
            String kind,
            @Nullable String step,
            String message,
            @Nullable String code,
            @Nullable String person,
            @Nullable String subject) {}

    /**
     * One execution of one step.
     *
     * @param subject name of the node or namespace it is about; null for the whole cluster
     * @param state running, waiting, done, failed
     * @param message the newest evidence or reason
     * @param code the fact behind a failure, {@code DRAIN_BLOCKED}
     * @param measured values of the evidence
     */
    record StepState(
            String step,
            @Nullable String subject,
            String name,
            String state,
            Instant beganAt,
            @Nullable Instant endedAt,
            String message,
            @Nullable String code,
            @Nullable Double progress,
            List<Measurement> measured) {

        /** Done, but something that it was to verify was not checked, or cannot be judged. */
        public boolean notVerified() {
            return state.equals("done") && measured.stream().anyMatch(Measurement::saysNotVerified);
        }

        static StepState of(StepHistory.Execution step) {
            return new StepState(
                    step.step(),
                    shown(step.subject()),
                    step.name(),
                    step.state(),
                    step.beganAt(),
                    step.endedAt(),
                    step.message(),
                    step.code(),
                    step.progress(),
                    step.measured());
        }

        static @Nullable String shown(Subject subject) {
            return subject.label().isEmpty() ? null : subject.label();
        }
    }

    /** The request cannot be accepted as it is. */
    class Unacceptable extends RuntimeException {
        public Unacceptable(String message) {
            super(message);
        }
    }

    /** One cluster has at most one live recovery. */
    class Busy extends RuntimeException {
        private final String holder;

        public Busy(String message, String holder) {
            super(message);
            this.holder = holder;
        }

        /** Id of the recovery that holds the cluster. */
        public String holder() {
            return holder;
        }
    }
}
