package dev.kaltstart.approval;

import static dev.kaltstart.approval.ApprovalFacts.APPROVED;
import static dev.kaltstart.approval.ApprovalFacts.APPROVER;
import static dev.kaltstart.approval.ApprovalFacts.PREVIEW;
import static dev.kaltstart.approval.ApprovalFacts.REASON;
import static dev.kaltstart.approval.ApprovalFacts.TYPED_CLUSTER;

import dev.kaltstart.engine.Fact;
import dev.kaltstart.engine.Facts;
import dev.kaltstart.engine.HumanTask;
import dev.kaltstart.engine.Run;
import dev.kaltstart.recovery.Recoveries;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Nothing is destroyed without a person. */
@Component
class Approve extends HumanTask {

    private static final int LONGEST_REASON = 2000;

    private final ApprovalRows rows;
    private final Recoveries recoveries;

    Approve(ApprovalRows rows, Recoveries recoveries) {
        this.rows = rows;
        this.recoveries = recoveries;
    }

    @Override
    protected Set<Fact<?>> writes() {
        return Set.of(APPROVED, APPROVER);
    }

    @Override
    protected Brief brief(Run run) {
        String cluster = run.cluster().name();
        String steps = String.join(", ", ApprovalFacts.steps(run));
        return new Brief(
                "The next steps cannot simply be taken back: " + steps
                        + ". Nothing of it happens unless you allow it; what you allow may be tried once.",
                List.of(),
                "The preview shows the exact commands and what becomes of what. A step that finds another machine, or"
                        + " another state, than the one that was looked at still refuses to act.",
                "Compare what the preview names with what you mean: machines by the addresses and serial numbers on"
                        + " their labels, everything else in the cluster and in Git. To allow it, type the name of the"
                        + " cluster, which is " + cluster + ", and say why.");
    }

    @Override
    protected void accept(Run run, Facts answers) {
        boolean approved = answer(answers, APPROVED)
                .orElseThrow(() -> new Refused("say whether it is approved: the field 'approved' is missing"));
        String reason = answer(answers, REASON).orElse("").strip();
        if (reason.isEmpty()) {
            throw new Refused("say why: an approval needs a reason, and so does a refusal");
        }
        if (reason.length() > LONGEST_REASON) {
            throw new Refused("the reason is too long: at most " + LONGEST_REASON + " characters");
        }
        if (approved
                && !answer(answers, TYPED_CLUSTER)
                        .orElse("")
                        .equals(run.cluster().name())) {
            throw new Refused("the typed name is not that of the cluster: nothing was approved");
        }
    }

    @Override
    protected void accepted(Run run, Facts answers, String person) {
        boolean approved = answers.is(APPROVED);
        String reason = answers.get(REASON).strip();
        List<String> steps = ApprovalFacts.steps(run);
        steps.forEach(step -> rows.withdraw(run.recovery(), step));
        if (approved) {
            rows.insert(run.recovery(), steps, person, reason, run.get(PREVIEW));
        }
        recoveries.note(
                run.recovery(), approved ? "approved" : "refused", String.join(", ", steps) + ": " + reason, person);
        run.set(APPROVED, approved);
        run.set(APPROVER, person);
    }

    /** Whoever completes the task without the form may send a text where a truth value belongs. */
    private static <T> Optional<T> answer(Facts answers, Fact<T> field) {
        try {
            return answers.find(field);
        } catch (ClassCastException e) {
            throw new Refused("the field '" + field.name() + "' has the wrong type");
        }
    }
}
