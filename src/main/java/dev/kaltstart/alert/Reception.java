package dev.kaltstart.alert;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kaltstart.api.Problem;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.transaction.CannotCreateTransactionException;

/** Takes the alerts of one notification, each for itself: a bad one must not lose the good ones. */
@Component
class Reception {

    private static final Logger log = LoggerFactory.getLogger(Reception.class);

    private final AlertReader reader;
    private final Intake intake;
    private final MeterRegistry meters;

    Reception(AlertReader reader, Intake intake, MeterRegistry meters) {
        this.reader = reader;
        this.intake = intake;
        this.meters = meters;
    }

    /** @throws Problem when all of them are refused */
    Answer receive(Notification notification) {
        var round = new Round();
        for (int index = 0; index < notification.alerts().size(); index++) {
            round.take(index, notification.alerts().get(index));
        }
        return round.answer(notification.truncated());
    }

    private final class Round {

        private final List<Decided> decisions = new ArrayList<>();
        private final List<Answer.Refused> refused = new ArrayList<>();
        private @Nullable RuntimeException failure;

        void take(int index, JsonNode sent) {
            try {
                Decided decided = intake.take(reader.read(sent));
                decisions.add(decided);
                count("kaltstart.alerts", "decision", decided.decision().word());
                log.info("alert {}: {}, recovery {}", decided.fingerprint(), decided.decision(), decided.recovery());
            } catch (Refusal.Refused e) {
                refused.add(new Answer.Refused(index, e.refusal().words()));
                count("kaltstart.alerts.refused", "reason", e.refusal().code());
                log.warn("alert refused: {}", e.refusal().words());
            } catch (DataAccessResourceFailureException | CannotCreateTransactionException e) {
                // each of the others would wait for the database just as long
                throw e;
            } catch (RuntimeException e) {
                log.error("alert failed", e);
                failure = failure == null ? e : failure;
            }
        }

        /** A failure makes the sender come back; those that were decided on are duplicates then. */
        Answer answer(long truncated) {
            if (failure != null) {
                throw failure;
            }
            if (decisions.isEmpty() && !refused.isEmpty()) {
                throw allRefused();
            }
            return new Answer(decisions, refused, warnings(truncated));
        }

        private Problem allRefused() {
            String reasons = String.join(
                    "; ",
                    refused.stream().map(Answer.Refused::reason).distinct().toList());
            return new Problem(
                            HttpStatus.UNPROCESSABLE_ENTITY,
                            "alerts-refused",
                            "No alert was accepted: " + reasons + ".")
                    .with("refused", refused);
        }

        private static List<String> warnings(long truncated) {
            return truncated <= 0
                    ? List.of()
                    : List.of(
                            truncated + " more alerts were cut off by the sender (truncatedAlerts); raise max_alerts.");
        }
    }

    private void count(String name, String tag, String value) {
        meters.counter(name, tag, value).increment();
    }
}
