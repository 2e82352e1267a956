package dev.kaltstart.approval;

import dev.kaltstart.engine.Approvals;
import java.util.Optional;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** One approval allows one attempt. Thread-safe, also between several Kaltstarts on one database. */
@Component
class SingleUseApprovals implements Approvals {

    private final ApprovalRows rows;
    private final TransactionTemplate ownTransaction;

    SingleUseApprovals(ApprovalRows rows, PlatformTransactionManager transactions) {
        this.rows = rows;
        // used up before anything is destroyed, whatever becomes of a transaction around this one
        this.ownTransaction = new TransactionTemplate(transactions);
        this.ownTransaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    }

    @Override
    public boolean take(String recovery, String step, String execution) {
        while (true) {
            if (rows.taken(recovery, step, execution)) {
                return true;
            }
            Optional<String> unused = rows.newestUnused(recovery, step);
            if (unused.isEmpty()) {
                // the same execution may have asked twice at once, and the other one was faster
                return rows.taken(recovery, step, execution);
            }
            if (take(unused.get(), execution)) {
                return true;
            }
        }
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
