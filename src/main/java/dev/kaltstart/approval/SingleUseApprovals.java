package dev.kaltstart.approval;

import dev.kaltstart.engine.Approvals;
import dev.kaltstart.engine.Plan;
import dev.kaltstart.engine.RecoveryRecord;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * One approval allows one attempt of one plan, in one mode, by one model, for some time. Thread-safe, also between
 * several Kaltstarts on one database.
 */
@Component
class SingleUseApprovals implements Approvals {

    private static final String NONE = "there is no unused approval for this step; one approval allows one attempt";

    private final ApprovalRows rows;
    private final DelayClock delays;
    private final TransactionTemplate ownTransaction;

    @Autowired
    SingleUseApprovals(ApprovalRows rows, PlatformTransactionManager transactions, Clock clock) {
        this(rows, transactions, new DelayClock(clock, System::nanoTime));
    }

    SingleUseApprovals(ApprovalRows rows, PlatformTransactionManager transactions, DelayClock delays) {
        this.rows = rows;
        this.delays = delays;
        // used up before anything is destroyed, even if a surrounding transaction rolls back
        this.ownTransaction = new TransactionTemplate(transactions);
        this.ownTransaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    }

    @Override
    public Answer take(RecoveryRecord recovery, String step, String execution, Plan plan) {
        while (true) {
            Optional<ApprovalRows.Stored> taken = rows.takenBy(recovery.recovery(), step, execution);
            if (taken.isPresent()) {
                return compared(taken.get(), plan);
            }
            List<ApprovalRows.Stored> unused =
                    rows.unused(recovery.recovery(), plan.subject().text(), step);
            if (unused.isEmpty()) {
                // the same execution may have asked twice at once, and the other one was faster
                return rows.takenBy(recovery.recovery(), step, execution)
                        .map(other -> compared(other, plan))
                        .orElseGet(
                                () -> none(recovery.recovery(), plan.subject().text(), step));
            }
            Optional<Answer> refusal = refusal(recovery, step, unused.get(0), plan);
            if (refusal.isPresent()) {
                return refusal.get();
            }
            if (take(unused.get(0).id(), execution)) {
                return new Granted();
            }
        }
    }

    private Answer none(String recovery, String subject, String step) {
        return new Missing(rows.cancelledBy(recovery, subject, step)
                .map(person -> person + " cancelled the approval; the timeline says why")
                .orElse(NONE));
    }

    private Optional<Answer> refusal(RecoveryRecord recovery, String step, ApprovalRows.Stored newest, Plan plan) {
        Answer answer = judged(recovery, newest, plan);
        if (answer instanceof Granted) {
            return Optional.empty();
        }
        if (answer instanceof NotYet) {
            return Optional.of(answer);
        }
        // it does not cover the plan that is about to run
        ownTransaction.executeWithoutResult(
                status -> rows.withdraw(recovery.recovery(), plan.subject().text(), step));
        return Optional.of(answer);
    }

    private Answer judged(RecoveryRecord recovery, ApprovalRows.Stored approval, Plan plan) {
        if (!approval.mode().equals(recovery.mode().word())) {
            return new Missing("the approval is for the mode " + approval.mode() + ", this recovery is "
                    + recovery.mode().word());
        }
        if (!approval.model().equals(recovery.model())) {
            return new Missing("the approval is for another version of the model");
        }
        if (!rows.instant().isBefore(approval.expiresAt())) {
            return new Missing("the approval expired at " + approval.expiresAt());
        }
        Answer answer = compared(approval, plan);
        return answer instanceof Granted && !left(approval).isZero()
                ? new NotYet(approval.id(), approval.approver(), approval.validFrom())
                : answer;
    }

    private Answer compared(ApprovalRows.Stored approval, Plan plan) {
        if (approval.digest().equals(plan.digest())) {
            return new Granted();
        }
        return rows.plan(approval)
                .<Answer>map(Changed::new)
                .orElseGet(() -> new Missing("the approved plan is not in the database"));
    }

    @Override
    public Duration left(String approval) {
        Optional<ApprovalRows.Stored> unused = rows.unused(approval);
        if (unused.isEmpty()) {
            delays.forget(approval);
        }
        return unused.map(this::left).orElse(Duration.ZERO);
    }

    private Duration left(ApprovalRows.Stored approval) {
        return delays.left(approval.id(), approval.validFrom());
    }

    @Override
    public Optional<Plan> taken(String execution) {
        return rows.planOf(execution);
    }

    private boolean take(String approval, String execution) {
        try {
            return Boolean.TRUE.equals(ownTransaction.execute(status -> rows.take(approval, execution)));
        } catch (DuplicateKeyException e) {
            // this very execution has just taken another one
            return false;
        }
    }
}
