package dev.kaltstart.ui;

import dev.kaltstart.approval.PendingApprovals;
import dev.kaltstart.engine.HumanTasks;
import dev.kaltstart.engine.PhaseHistory;
import dev.kaltstart.flux.lease.Standstills;
import dev.kaltstart.recovery.Recoveries;
import dev.kaltstart.recovery.Recoveries.Recovery;
import java.security.Principal;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.server.ResponseStatusException;

/** One recovery, as it goes. */
@Controller
class RecoveryPage {

    private final Recoveries recoveries;
    private final HumanTasks tasks;
    private final PhaseHistory phases;
    private final Standstills standstills;
    private final PendingApprovals approvals;
    private final Clock clock;

    RecoveryPage(
            Recoveries recoveries,
            HumanTasks tasks,
            PhaseHistory phases,
            Standstills standstills,
            PendingApprovals approvals,
            Clock clock) {
        this.recoveries = recoveries;
        this.tasks = tasks;
        this.phases = phases;
        this.standstills = standstills;
        this.approvals = approvals;
        this.clock = clock;
    }

    @GetMapping("/recoveries/{id}")
    String show(@PathVariable String id, Model page, Principal person) {
        Recovery recovery = recoveries.find(id).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        Instant now = clock.instant();
        page.addAttribute("title", recovery.scenario() + " on " + recovery.cluster());
        page.addAttribute("person", person.getName());
        page.addAttribute("tasklist", OpenTask.TASKLIST);
        page.addAttribute("refresh", !recovery.state().ended());
        page.addAttribute("recovery", RecoverySummary.of(recovery, tasks.open(id), now));
        page.addAttribute("linked", true);
        page.addAttribute(
                "pending",
                approvals.unused(id).stream()
                        .map(pending -> PendingLine.of(id, pending, now))
                        .toList());
        page.addAttribute("objectives", Objective.of(recovery));
        page.addAttribute(
                "milestones",
                recovery.milestones().stream()
                        .map(milestone ->
                                MilestoneLine.of(milestone, recovery.state().ended()))
                        .toList());
        page.addAttribute(
                "phases",
                phases.of(id).stream()
                        .map(phase -> PhaseLine.of(phase, recovery.state().ended(), now))
                        .toList());
        page.addAttribute(
                "steps",
                recoveries.steps(id).stream()
                        .map(step -> StepLine.of(step, recovery.subject(), now))
                        .toList());
        page.addAttribute("standing", StandstillLine.of(standstills.during(id), id, now));
        page.addAttribute("timeline", newestFirst(recoveries.timeline(id)));
        return "recovery";
    }

    private static List<TimelineLine> newestFirst(List<Recoveries.Entry> entries) {
        var lines = new ArrayList<>(entries.stream().map(TimelineLine::of).toList());
        Collections.reverse(lines);
        return lines;
    }
}
