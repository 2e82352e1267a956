package dev.kaltstart.recovery.web;

import dev.kaltstart.api.Problem;
import dev.kaltstart.engine.StepAddress;
import dev.kaltstart.engine.StepHistory;
import dev.kaltstart.shell.StepLog;
import io.swagger.v3.oas.annotations.Operation;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Shows what the commands of a step say, also while they run. */
@RestController
class StepLogController {

    private static final MediaType PLAIN = MediaType.parseMediaType("text/plain;charset=UTF-8");

    private final StepHistory steps;
    private final StepLog log;

    StepLogController(StepHistory steps, StepLog log) {
        this.steps = steps;
        this.log = log;
    }

    @Operation(
            summary = "The commands of a step and what they wrote so far, redacted",
            description = "At most the last 256 KiB of each execution of the step. Ask again for more while it runs.")
    @GetMapping("/api/recoveries/{id}/steps/{step}/log")
    ResponseEntity<String> log(@PathVariable String id, @PathVariable String step) {
        List<StepHistory.Execution> executions = steps.of(id).stream()
                .filter(execution -> execution.step().equals(step)
                        || new StepAddress(execution.step(), execution.subject())
                                .toString()
                                .equals(step))
                .toList();
        if (executions.isEmpty()) {
            throw Problem.notFound("No step of this name has begun in a recovery of this id.");
        }
        String text = executions.stream()
                .map(execution -> log.tail(id, execution.id()))
                .collect(Collectors.joining());
        return ResponseEntity.ok().contentType(PLAIN).body(text);
    }
}
