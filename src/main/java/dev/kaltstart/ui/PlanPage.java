package dev.kaltstart.ui;

import dev.kaltstart.approval.PlanText;
import dev.kaltstart.approval.ShownPlan;
import dev.kaltstart.approval.ShownPlans;
import java.security.Principal;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.server.ResponseStatusException;

/** The plans that an approver was shown together, whole, to read or to print. */
@Controller
class PlanPage {

    private final ShownPlans plans;

    PlanPage(ShownPlans plans) {
        this.plans = plans;
    }

    @GetMapping("/recoveries/{id}/plans/{bundle}")
    String show(@PathVariable String id, @PathVariable String bundle, Model page, Principal person) {
        List<ShownPlan> shown = plans.bundle(id, bundle);
        if (shown.isEmpty()) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND);
        }
        page.addAttribute("title", "Plan of " + id);
        page.addAttribute("person", person.getName());
        page.addAttribute("tasklist", OpenTask.TASKLIST);
        page.addAttribute("refresh", false);
        page.addAttribute("recovery", id);
        page.addAttribute("made", Words.second(shown.get(0).madeAt()));
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

    /** @param digest first digits of it, enough to compare by eye */
    record PlanLine(String step, String digest) {

        static PlanLine of(ShownPlan shown) {
            return new PlanLine(
                    shown.step(),
                    String.valueOf(shown.plan() == null ? "" : shown.plan().digest()));
        }
    }
}
