package dev.kaltstart.recovery.web;

import dev.kaltstart.api.Problem;
import dev.kaltstart.engine.Processes;
import dev.kaltstart.engine.StepAddress;
import dev.kaltstart.recovery.Recoveries;
import dev.kaltstart.recovery.Recoveries.Recovery;
import dev.kaltstart.recovery.RecoveryGuard;
import dev.kaltstart.shell.Redaction;
import io.swagger.v3.oas.annotations.Operation;
import java.net.URI;
import java.security.Principal;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Starts recoveries and changes their course. */
@RestController
@RequestMapping(path = "/api/recoveries", consumes = MediaType.APPLICATION_JSON_VALUE)
class RecoveryCommands {

    private final Recoveries recoveries;
    private final Processes processes;
    private final RecoveryRequests requests;
    private final RecoveryStart starts;
    private final Redaction redaction;
    private final TransactionTemplate transaction;

    RecoveryCommands(
            Recoveries recoveries,
            Processes processes,
            RecoveryRequests requests,
            RecoveryStart starts,
            Redaction redaction,
            PlatformTransactionManager transactions) {
        this.recoveries = recoveries;
        this.processes = processes;
        this.requests = requests;
        this.starts = starts;
        this.redaction = redaction;
        this.transaction = new TransactionTemplate(transactions);
    }

    @Operation(
            summary = "Starts a recovery",
            description = "The same Idempotency-Key again gives the recovery of the first request."
                    + " 409 when the cluster already has a live one; 'holder' names it.")
    @PostMapping
    ResponseEntity<RecoveryView> start(
            @RequestBody NewRecovery sent,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String idempotencyKey,
            Principal caller) {
        Recovery recovery = starts.start(requests.of(sent, caller.getName(), idempotencyKey));
        return ResponseEntity.created(URI.create("/api/recoveries/" + recovery.id()))
                .body(RecoveryView.of(recovery, null));
    }

    @Operation(summary = "Takes the abort path; what was done is not undone")
    @PostMapping("/{id}/abort")
    @ResponseStatus(HttpStatus.ACCEPTED)
    void abort(@PathVariable String id, @RequestBody Reason reason, Principal caller) {
        RecoveryGuard.requireRunning(recoveries, id);
        recoveries.abort(id, reason.given(redaction), caller.getName());
    }

    @Operation(
            summary = "Lets a step that failed for good try again",
            description = "The step is its id, with its subject behind an at sign where it has one: resetNode@wk-2."
                    + " The bare id is enough while only one execution of the step has failed.")
    @PostMapping("/{id}/steps/{step}/retry")
    @ResponseStatus(HttpStatus.ACCEPTED)
    void retry(@PathVariable String id, @PathVariable String step, @RequestBody Reason reason, Principal caller) {
        RecoveryGuard.requireRunning(recoveries, id);
        String why = reason.given(redaction);
        StepAddress address = failed(id, step);
        try {
            retryNoted(id, address, why, caller.getName());
        } catch (NoSuchElementException e) {
            throw notBlocked();
        }
    }

    private StepAddress failed(String id, String step) {
        List<StepAddress> meant = processes.incidents(id).keySet().stream()
                .filter(address ->
                        address.step().equals(step) || address.toString().equals(step))
                .toList();
        if (meant.size() > 1) {
            throw new Problem(
                    HttpStatus.CONFLICT,
                    "ambiguous",
                    "Several executions of this step have failed. Name one: "
                            + meant.stream().map(StepAddress::toString).sorted().collect(Collectors.joining(", "))
                            + ".");
        }
        return meant.stream().findFirst().orElseThrow(RecoveryCommands::notBlocked);
    }

    private void retryNoted(String id, StepAddress step, String why, String person) {
        transaction.executeWithoutResult(status -> {
            recoveries.note(id, "retry", step + " is tried again: " + why, person);
            processes.retry(id, step);
        });
    }

    private static Problem notBlocked() {
        return new Problem(HttpStatus.CONFLICT, "not-blocked", "This step has not failed, so it cannot be retried.");
    }
}
