package dev.kaltstart.secrets.value;

import static dev.kaltstart.secrets.value.ReplacementFacts.DONE;
import static dev.kaltstart.secrets.value.ReplacementFacts.EVIDENCE;
import static dev.kaltstart.secrets.value.ReplacementFacts.SKIP_REASON;

import dev.kaltstart.engine.Facts;
import dev.kaltstart.engine.HumanTask;
import dev.kaltstart.engine.Run;
import dev.kaltstart.recovery.Answers;
import dev.kaltstart.secrets.exposure.ExposedValue.State;
import dev.kaltstart.secrets.exposure.ExposedValues;
import dev.kaltstart.shell.Redaction;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;

/** One credential that leaked: make a new one, deploy it, see it used, revoke the old one. */
@Component
class ReplaceValue extends HumanTask {

    private static final int SHORTEST = 10;

    private static final Set<String> CHOICES =
            Set.of(ReplacementFacts.REPLACED, ReplacementFacts.NO_SECRET, ReplacementFacts.SKIP);

    private final ExposedValues rows;
    private final Redaction redaction;

    ReplaceValue(ExposedValues rows, Redaction redaction) {
        this.rows = rows;
        this.redaction = redaction;
    }

    @Override
    public Brief brief(Run run) {
        return Credential.find(run, rows)
                .map(ReplacementGuide::new)
                .map(guide -> new Brief(guide.why(), guide.commands(), guide.expect(), guide.check()))
                .orElseGet(() -> new Brief(
                        "No exposed value belongs to " + run.subject().text() + ": there is nothing to replace.",
                        List.of(),
                        "The list of exposed values has another credential, or none.",
                        "GET /api/recoveries/" + run.recovery() + "/exposure"));
    }

    @Override
    public void accept(Run run, Facts facts) {
        var answers = new Answers(facts);
        String done = answers.text(DONE, "say whether it is replaced, no secret, or skipped");
        if (!CHOICES.contains(done)) {
            throw new Refused("'valueDone' is none of the choices: replaced, noSecret, skip");
        }
        if (done.equals(ReplacementFacts.SKIP)) {
            String reason =
                    answers.text(SKIP_REASON, "give the reason: the report lists every value that stays exposed");
            if (reason.length() < SHORTEST) {
                throw new Refused("give a reason that others understand: the report quotes it");
            }
            return;
        }
        String evidence = answers.text(EVIDENCE, "say what you saw: where the old one was refused, and when");
        if (redaction.hasSecret(evidence)) {
            throw new Refused("the evidence looks as if it had a secret in it: leave the value out");
        }
        if (evidence.length() < SHORTEST) {
            throw new Refused(
                    done.equals(ReplacementFacts.NO_SECRET)
                            ? "say why it is no secret, or since when it is dead"
                            : "say what you saw: where the old one was refused, and when");
        }
    }

    /** In the transaction of the completion: who said what is never lost, and no variable can change it. */
    @Override
    public void accepted(Run run, Facts facts, String person) {
        var answers = new Answers(facts);
        String done = answers.text(DONE, "");
        String said = done.equals(ReplacementFacts.SKIP)
                ? ReplacementFacts.SKIPPED + answers.optional(SKIP_REASON).orElse("")
                : (done.equals(ReplacementFacts.NO_SECRET) ? "no secret, or long dead: " : "replaced: ")
                        + answers.optional(EVIDENCE).orElse("");
        State state = done.equals(ReplacementFacts.REPLACED) ? State.OPEN : State.SKIPPED;
        rows.answer(
                run.recovery(),
                Credential.of(run, rows).name(),
                state,
                redaction.clean(said),
                person,
                run.cluster().clock().instant());
    }
}
