package dev.kaltstart.ui;

import dev.kaltstart.approval.PendingApprovals;
import dev.kaltstart.approval.PlanText;
import dev.kaltstart.approval.ShownPlan;
import dev.kaltstart.approval.ShownPlans;
import dev.kaltstart.approval.StepLabel;
import java.security.Principal;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.util.UriUtils;

/** The plans that an approver was shown together, whole, to read or to print. */
@Controller
class PlanPage {

    private final ShownPlans plans;
    private final PendingApprovals approvals;
    private final Clock clock;

    PlanPage(ShownPlans plans, PendingApprovals approvals, Clock clock) {
        this.plans = plans;
        this.approvals = approvals;
        this.clock = clock;
    }

    @GetMapping("/recoveries/{id}/plans/{bundle}")
    String show(
            @PathVariable String id,
            @PathVariable String bundle,
            @RequestParam(required = false) @Nullable String late,
            Model page,
            Principal person) {
        List<ShownPlan> shown = existing(id, bundle);
        Instant now = clock.instant();
        List<PendingLine> pending = approvals.unused(id).stream()
                .filter(one -> one.bundle().equals(bundle))
                .map(one -> PendingLine.of(id, one, now))
                .toList();
        page.addAttribute("title", "Plan of " + id);
        page.addAttribute("person", person.getName());
        page.addAttribute("tasklist", OpenTask.TASKLIST);
        page.addAttribute("refresh", pending.stream().anyMatch(PendingLine::waits));
        page.addAttribute("pending", pending);
        page.addAttribute("late", late != null && pending.isEmpty());
        page.addAttribute("recovery", id);
        page.addAttribute("made", TimeFormat.second(shown.get(0).madeAt()));
        page.addAttribute("mode", shown.get(0).mode());
        page.addAttribute(
                "digests",
                shown.stream()
                        .filter(plan -> plan.plan() != null)
                        .map(PlanLine::of)
                        .toList());
        page.addAttribute("text", PlanText.whole(shown));
        return "plan";
    }

    /** One click and no reason: there may be seconds left. It is a form of ours without fields, so nothing is read. */
    @PostMapping("/recoveries/{id}/plans/{bundle}/withdraw")
    String cancel(@PathVariable String id, @PathVariable String bundle, Principal person) {
        ShownPlan shown = existing(id, bundle).get(0);
        String recovery = "redirect:/recoveries/" + UriUtils.encodePathSegment(shown.recovery(), "UTF-8");
        boolean cancelled = !approvals
                .cancel(shown.recovery(), shown.bundle(), person.getName(), "cancelled on its page")
                .isEmpty();
        return cancelled
                ? recovery
                : recovery + "/plans/" + UriUtils.encodePathSegment(shown.bundle(), "UTF-8") + "?late=";
    }

    private List<ShownPlan> existing(String id, String bundle) {
        List<ShownPlan> shown = plans.bundle(id, bundle);
        if (shown.isEmpty()) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND);
        }
        return shown;
    }

    /** @param digest first digits of it, enough to compare by eye */
    record PlanLine(String step, String digest) {

        static PlanLine of(ShownPlan shown) {
            return new PlanLine(
                    StepLabel.of(shown.step()),
                    String.valueOf(shown.plan() == null ? "" : shown.plan().digest()));
        }
    }
}
