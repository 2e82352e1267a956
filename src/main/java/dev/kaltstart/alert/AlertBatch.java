package dev.kaltstart.alert;

import dev.kaltstart.alert.payload.Alert;
import dev.kaltstart.alert.payload.AlertRefusal;
import dev.kaltstart.api.Problem;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.transaction.CannotCreateTransactionException;

/** Takes the alerts of one request, each separately: an invalid alert must not block the valid ones. */
@Component
class AlertBatch {

    private static final Logger log = LoggerFactory.getLogger(AlertBatch.class);

    private static final String IGNORED = "kaltstart.alerts.ignored";

    private final AlertDecider intake;
    private final MeterRegistry meters;

    AlertBatch(AlertDecider intake, MeterRegistry meters) {
        this.intake = intake;
        this.meters = meters;
    }

    /**
     * @param sent read one by one; each may be refused
     * @throws Problem when all of them are refused
     */
    AlertResponse receive(List<Supplier<Alert>> sent, List<String> warnings) {
        var round = new Round();
        for (int index = 0; index < sent.size(); index++) {
            round.take(index, sent.get(index));
        }
        return round.answer(warnings);
    }

    /**
     * Takes a request that is one message about one alert, several, or none.
     *
     * @throws Problem when it is refused
     */
    AlertResponse receiveOne(Supplier<List<Alert>> sent) {
        var round = new Round();
        round.takeAll(sent);
        return round.answer(List.of());
    }

    private final class Round {

        private final List<AlertAnswer> decisions = new ArrayList<>();
        private final List<AlertResponse.Refused> refused = new ArrayList<>();
        private @Nullable RuntimeException failure;

        void take(int index, Supplier<Alert> sent) {
            carefully(index, () -> decide(sent.get()));
        }

        void takeAll(Supplier<List<Alert>> sent) {
            carefully(0, () -> {
                List<Alert> alerts = sent.get();
                alerts.forEach(this::decide);
                if (alerts.isEmpty()) {
                    count(IGNORED, "reason", "irrelevant-event");
                }
            });
        }

        private void decide(Alert alert) {
            AlertAnswer decided = intake.take(alert);
            decisions.add(decided);
            count("kaltstart.alerts", "decision", decided.decision().word());
            if (decided.reason() != null) {
                count(IGNORED, "reason", decided.reason().word());
            }
            log.info("alert {}: {}, recovery {}", decided.fingerprint(), decided.decision(), decided.recovery());
        }

        private void carefully(int index, Runnable work) {
            try {
                work.run();
            } catch (AlertRefusal.Refused e) {
                refused.add(new AlertResponse.Refused(index, e.refusal().message()));
                count("kaltstart.alerts.refused", "reason", e.refusal().code());
                log.warn("alert refused: {}", e.refusal().message());
            } catch (DataAccessResourceFailureException | CannotCreateTransactionException e) {
                // each of the others would wait just as long for the database
                throw e;
            } catch (RuntimeException e) {
                log.error("alert failed", e);
                failure = failure == null ? e : failure;
            }
        }

        /** A failure makes the sender retry; alerts that were decided on are duplicates then. */
        AlertResponse answer(List<String> warnings) {
            if (failure != null) {
                throw failure;
            }
            if (decisions.isEmpty() && !refused.isEmpty()) {
                throw allRefused();
            }
            return new AlertResponse(decisions, refused, warnings);
        }

        private Problem allRefused() {
            String reasons = String.join(
                    "; ",
                    refused.stream()
                            .map(AlertResponse.Refused::reason)
                            .distinct()
                            .toList());
            return new Problem(
                            HttpStatus.UNPROCESSABLE_ENTITY,
                            "alerts-refused",
                            "No alert was accepted: " + reasons + ".")
                    .with("refused", refused);
        }
    }

    private void count(String name, String tag, String value) {
        meters.counter(name, tag, value).increment();
    }
}
