package dev.kaltstart.approval;

import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Fact;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.engine.Plan;
import dev.kaltstart.engine.Plans;
import dev.kaltstart.engine.RecoveryRecord;
import dev.kaltstart.engine.RecoveryRecords;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Stores what the approver is about to see. A step that would refuse to act is not put before a person. */
@Component
class PreviewAction extends Step {

    private final Plans plans;
    private final PlanRows rows;
    private final RecoveryRecords recoveries;
    private final Clock clock;

    PreviewAction(Plans plans, PlanRows rows, RecoveryRecords recoveries, Clock clock) {
        this.plans = plans;
        this.rows = rows;
        this.recoveries = recoveries;
        this.clock = clock;
    }

    @Override
    public Set<Fact<?>> writes() {
        return Set.of(ApprovalFacts.BUNDLE, ApprovalFacts.PREVIEW);
    }

    @Override
    public Check check(Run run) {
        List<ShownPlan> bundle = bundle(run);
        rows.insert(bundle);
        String id = bundle.get(0).bundle();
        run.set(ApprovalFacts.BUNDLE, id);
        run.set(ApprovalFacts.PREVIEW, PlanText.summary(bundle, page(run.recovery(), id)));
        return Check.met("plan stored: " + page(run.recovery(), id));
    }

    static String page(String recovery, String bundle) {
        return "/recoveries/" + recovery + "/plans/" + bundle;
    }

    private List<ShownPlan> bundle(Run run) {
        String model = model(run);
        String id = UUID.randomUUID().toString();
        var bundle = new ArrayList<ShownPlan>();
        for (String step : ApprovalFacts.steps(run)) {
            Plans.Answer answer = plans.of(step, run);
            if (answer instanceof Plans.Refused refused) {
                throw new Failure.NeedsHuman(
                        refused.code(),
                        StepLabel.of(step) + " cannot be approved, because it would refuse to act: "
                                + refused.reason());
            }
            bundle.add(shown(run, id, model, step, answer));
        }
        return bundle;
    }

    private ShownPlan shown(Run run, String bundle, String model, String step, Plans.Answer answer) {
        @Nullable Plan plan = answer instanceof Plans.Ready ready ? ready.plan() : null;
        String reason = answer instanceof Plans.NotNeeded notNeeded ? notNeeded.reason() : "";
        return new ShownPlan(
                UUID.randomUUID().toString(),
                bundle,
                run.recovery(),
                run.subject().text(),
                step,
                run.mode().word(),
                model,
                plan,
                reason,
                clock.instant());
    }

    private String model(Run run) {
        String model =
                recoveries.find(run.recovery()).map(RecoveryRecord::model).orElse(null);
        if (model == null) {
            throw new Failure.NeedsHuman(
                    "EARLIER_VERSION",
                    "this recovery was started by an earlier version of Kaltstart, and its model does not fit the"
                            + " approvals of this one. Abort it and start it again: finished steps are detected");
        }
        return model;
    }
}
