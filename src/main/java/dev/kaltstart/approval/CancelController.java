package dev.kaltstart.approval;

import dev.kaltstart.api.Problem;
import dev.kaltstart.recovery.Recoveries;
import dev.kaltstart.recovery.RecoveryGuard;
import dev.kaltstart.shell.Redaction;
import io.swagger.v3.oas.annotations.Operation;
import java.security.Principal;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Cancels what was approved and has not begun. */
@RestController
class CancelController {

    private final Recoveries recoveries;
    private final ShownPlans plans;
    private final PendingApprovals pending;
    private final Redaction redaction;

    CancelController(Recoveries recoveries, ShownPlans plans, PendingApprovals pending, Redaction redaction) {
        this.recoveries = recoveries;
        this.plans = plans;
        this.pending = pending;
        this.redaction = redaction;
    }

    @Operation(
            summary = "Cancels what was approved and has not begun",
            description = "The id is that of the plan, as the timeline and the page of the plan have it. The answer"
                    + " names the steps that are not allowed any more; a person is asked again before they run."
                    + " 409 when there is nothing left to cancel: it has begun, or was withdrawn before.")
    @PostMapping(path = "/api/recoveries/{id}/approvals/{bundle}/withdraw", consumes = MediaType.APPLICATION_JSON_VALUE)
    Cancelled cancel(
            @PathVariable String id, @PathVariable String bundle, @RequestBody Cancellation sent, Principal caller) {
        RecoveryGuard.requireRunning(recoveries, id);
        if (plans.bundle(id, bundle).isEmpty()) {
            throw Problem.notFound("This recovery has no plan of this id.");
        }
        List<String> steps = pending.cancel(id, bundle, caller.getName(), sent.given(redaction));
        if (steps.isEmpty()) {
            throw new Problem(
                    HttpStatus.CONFLICT,
                    "nothing-to-cancel",
                    "No step is left that this plan allows: it has begun, or its approval was withdrawn before, or was"
                            + " never given.");
        }
        return new Cancelled(steps);
    }

    /** @param withdrawn names of steps, as models know them */
    record Cancelled(List<String> withdrawn) {}
}
