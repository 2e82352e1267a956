package dev.kaltstart.drill;

import dev.kaltstart.api.Problem;
import dev.kaltstart.cluster.Mode;
import dev.kaltstart.engine.Processes;
import dev.kaltstart.recovery.Recoveries;
import dev.kaltstart.recovery.Recoveries.Recovery;
import dev.kaltstart.recovery.Recoveries.State;
import dev.kaltstart.shell.Redaction;
import io.swagger.v3.oas.annotations.Operation;
import java.security.Principal;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
class DrillsController {

    private static final MediaType CALENDAR = MediaType.parseMediaType("text/calendar;charset=UTF-8");

    private final DrillCalendar calendar;
    private final SignOffRows signOffs;
    private final Recoveries recoveries;
    private final Processes processes;
    private final Redaction redaction;
    private final TransactionTemplate transaction;
    private final Clock clock;

    DrillsController(
            DrillCalendar calendar,
            SignOffRows signOffs,
            Recoveries recoveries,
            Processes processes,
            Redaction redaction,
            TransactionTemplate transaction,
            Clock clock) {
        this.calendar = calendar;
        this.signOffs = signOffs;
        this.recoveries = recoveries;
        this.processes = processes;
        this.redaction = redaction;
        this.transaction = transaction;
        this.clock = clock;
    }

    @Operation(
            summary = "The calendar of drills",
            description =
                    "For each real cluster and each drill: when it was last done and signed off, and when it is due."
                            + " A drill counts when it has ended as recovered; a rehearsal does not. Dates are in UTC.")
    @GetMapping("/api/drills")
    Drills drills() {
        return new Drills(calendar.all());
    }

    @Operation(summary = "The drills that are due, as a calendar to subscribe to (iCalendar)")
    @GetMapping("/api/drills.ics")
    ResponseEntity<String> calendar() {
        return ResponseEntity.ok().contentType(CALENDAR).body(IcsCalendar.of(calendar.all(), calendar.today()));
    }

    @Operation(
            summary = "Sign a drill off",
            description = "By an approver, once, when it has ended as recovered; the text is recorded with the name.")
    @PostMapping(path = "/api/drills/{recovery}/sign-off", consumes = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.CREATED)
    SignedOff signOff(@PathVariable String recovery, @RequestBody SignOffRequest sent, Principal person) {
        Recovery drill = recoveries
                .find(recovery)
                .filter(found -> found.mode() == Mode.DRILL && processes.drill(found.scenario()))
                .orElseThrow(() -> Problem.notFound("There is no drill of this id."));
        if (drill.state() != State.RECOVERED) {
            throw new Problem(
                    HttpStatus.CONFLICT,
                    "not-recovered",
                    "Only a drill that has ended as recovered can be signed off: this one is "
                            + drill.state().name().toLowerCase(Locale.ROOT) + ".");
        }
        String text = sent.given(redaction);
        try {
            var signOff = new SignOffRows.SignOff(person.getName(), text, clock.instant());
            transaction.executeWithoutResult(status -> {
                signOffs.insert(drill.id(), signOff);
                recoveries.note(drill.id(), "signed-off", text, person.getName());
            });
            return new SignedOff(drill.id(), signOff.person(), signOff.at().toString());
        } catch (DuplicateKeyException e) {
            throw new Problem(HttpStatus.CONFLICT, "signed-off", "This drill was signed off before.");
        }
    }

    record Drills(List<ScheduledDrill> drills) {}

    record SignedOff(String recovery, String person, String at) {}
}
