package dev.kaltstart.approval;

import static dev.kaltstart.approval.ApprovalFacts.APPROVED;
import static dev.kaltstart.approval.ApprovalFacts.BUNDLE;
import static dev.kaltstart.approval.ApprovalFacts.REASON;
import static dev.kaltstart.approval.ApprovalFacts.TYPED_CLUSTER;

import dev.kaltstart.engine.Fact;
import dev.kaltstart.engine.Facts;
import dev.kaltstart.engine.HumanTask;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Subject;
import dev.kaltstart.recovery.Recoveries;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;

/** Nothing is destroyed without a person. */
@Component
@EnableConfigurationProperties(ApprovalProperties.class)
class Approve extends HumanTask {

    private static final int LONGEST_REASON = 2000;

    private final ApprovalRows rows;
    private final PlanRows plans;
    private final Recoveries recoveries;
    private final FourEyes fourEyes;
    private final ApprovalProperties properties;

    Approve(
            ApprovalRows rows,
            PlanRows plans,
            Recoveries recoveries,
            FourEyes fourEyes,
            ApprovalProperties properties) {
        this.rows = rows;
        this.plans = plans;
        this.recoveries = recoveries;
        this.fourEyes = fourEyes;
        this.properties = properties;
    }

    @Override
    public Set<Fact<?>> writes() {
        return Set.of(APPROVED);
    }

    @Override
    public Brief brief(Run run) {
        String cluster = run.cluster().name();
        return new Brief(
                "These steps cannot be undone: " + steps(run) + ". Your approval covers one attempt of exactly the plan"
                        + " below, within " + properties.validity().toMinutes() + " minutes."
                        + fourEyes.notice(run),
                List.of(),
                "Kaltstart makes the plan again right before each step. If it differs, the step does not run and you are asked"
                        + " again.",
                compare(run) + " To approve, type the name of the cluster, which is " + cluster
                        + ", and give the reason.");
    }

    private static String compare(Run run) {
        return run.subject() instanceof Subject.OfNode
                ? "Compare addresses and serial numbers with the labels on the machines, and everything else with the"
                        + " cluster."
                : "Compare the objects and the lines below with the cluster and Git.";
    }

    private static String steps(Run run) {
        return ApprovalFacts.steps(run).stream().map(StepLabel::of).collect(Collectors.joining(", "));
    }

    @Override
    public void accept(Run run, Facts answers) {
        boolean approved = answer(answers, APPROVED)
                .orElseThrow(() -> new Refused("say whether it is approved: the field 'approved' is missing"));
        String reason = answer(answers, REASON).orElse("").strip();
        if (reason.isEmpty()) {
            throw new Refused("say why: an approval needs a reason, and so does a refusal");
        }
        if (reason.length() > LONGEST_REASON) {
            throw new Refused("the reason is too long: at most " + LONGEST_REASON + " characters");
        }
        if (!approved) {
            return;
        }
        if (!answer(answers, TYPED_CLUSTER).orElse("").equals(run.cluster().name())) {
            throw new Refused("the typed name is not that of the cluster: nothing was approved");
        }
        bundle(run);
    }

    /** What the person has seen: the rows, whatever the variables of the task say. */
    private List<ShownPlan> bundle(Run run) {
        List<ShownPlan> bundle =
                run.find(BUNDLE).map(id -> plans.bundle(run.recovery(), id)).orElse(List.of());
        boolean ours = !bundle.isEmpty()
                && bundle.stream()
                        .allMatch(shown -> shown.subject().equals(run.subject().text())
                                && shown.mode().equals(run.mode().word()));
        if (!ours) {
            throw new Refused("there is no stored plan behind this task, so it cannot be approved. It was opened by an"
                    + " earlier version of Kaltstart: abort the recovery and start it again");
        }
        return bundle;
    }

    /** Whether this very person may approve is judged before anything is written. */
    @Override
    public void accepted(Run run, Facts answers, String person) {
        boolean approved = answers.is(APPROVED);
        Optional<Duration> solo = approved ? fourEyes.soloDelay(run, person) : Optional.empty();
        String reason = answers.get(REASON).strip();
        ApprovalFacts.steps(run)
                .forEach(step -> rows.withdraw(run.recovery(), run.subject().text(), step));
        if (approved) {
            approve(run, person, reason, solo);
        } else {
            recoveries.note(run.recovery(), "refused", steps(run) + ": " + reason, person);
        }
        run.set(APPROVED, approved);
    }

    private void approve(Run run, String person, String reason, Optional<Duration> solo) {
        List<ShownPlan> bundle = bundle(run);
        String id = bundle.get(0).bundle();
        Instant from = rows.insert(bundle, person, reason, properties.validity(), solo.orElse(null));
        recoveries.note(run.recovery(), "approved", steps(run) + " (plan " + id + "): " + reason, person);
        solo.ifPresent(delay -> recoveries.note(
                run.recovery(),
                "approved-alone",
                person + " approved alone: runs at " + from.truncatedTo(ChronoUnit.SECONDS) + ", in "
                        + delay.toSeconds() + " s. Until then it can be cancelled at "
                        + PreviewAction.page(run.recovery(), id),
                person));
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
