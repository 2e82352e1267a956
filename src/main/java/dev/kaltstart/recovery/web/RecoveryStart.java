package dev.kaltstart.recovery.web;

import dev.kaltstart.api.ControlCharacters;
import dev.kaltstart.api.Problem;
import dev.kaltstart.recovery.Recoveries;
import dev.kaltstart.recovery.Recoveries.Recovery;
import java.util.Objects;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Starts a recovery in a transaction of its own, and says in problems why it does not. */
@Component
class RecoveryStart {

    private static final int ATTEMPTS = 5;
    private static final int LONGEST = 1000;

    private final Recoveries recoveries;
    private final TransactionTemplate transaction;

    RecoveryStart(Recoveries recoveries, PlatformTransactionManager transactions) {
        this.recoveries = recoveries;
        this.transaction = new TransactionTemplate(transactions);
    }

    Recovery start(Recoveries.Request request) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            try {
                return Objects.requireNonNull(transaction.execute(status -> recoveries.start(request)));
            } catch (DuplicateKeyException | TransientDataAccessException raced) {
                // another request with the same key, or for the same cluster, was faster: look again
            } catch (Recoveries.Busy busy) {
                throw new Problem(HttpStatus.CONFLICT, "busy", message(busy)).with("holder", busy.holder());
            } catch (Recoveries.Unacceptable unacceptable) {
                throw Problem.invalid(message(unacceptable));
            }
        }
        throw Problem.unavailable("Too many start something for this cluster; nothing was started.");
    }

    private static String message(RuntimeException refusal) {
        return ControlCharacters.text(String.valueOf(refusal.getMessage()), LONGEST);
    }
}
