package dev.kaltstart.engine.worker;

import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.HumanTask;
import dev.kaltstart.engine.Plan;
import dev.kaltstart.shell.Redaction;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Takes secrets out of what a step or a task says before anything keeps it: tools and libraries repeat them in their messages. */
public final class OutcomeRedactor {

    private final Redaction redaction;

    public OutcomeRedactor(Redaction redaction) {
        this.redaction = redaction;
    }

    public Check of(Check check) {
        if (check instanceof Check.Met met) {
            return new Check.Met(redaction.clean(met.message()), met.measured());
        }
        if (check instanceof Check.NotYet not) {
            return new Check.NotYet(redaction.clean(not.message()), not.progress());
        }
        return new Check.Unknown(redaction.clean(check.message()));
    }

    public Outcome of(Outcome outcome) {
        if (outcome instanceof Outcome.Done done) {
            return new Outcome.Done(done.evidence(), done.measured(), facts(done.facts()), done.subjects());
        }
        if (outcome instanceof Outcome.Thrown thrown) {
            return new Outcome.Thrown(thrown.fatal(), thrown.code(), redaction.clean(thrown.message()));
        }
        if (outcome instanceof Outcome.NotReady not) {
            return new Outcome.NotReady(not.code(), redaction.clean(not.message()));
        }
        if (outcome instanceof Outcome.Blocked blocked) {
            return new Outcome.Blocked(blocked.code(), redaction.clean(blocked.message()));
        }
        return outcome;
    }

    /** The commands stay as they are: they are run, not only shown. */
    public Plan of(Plan plan) {
        return new Plan(plan.subject(), plan.commands(), all(plan.requests()), all(plan.effects()));
    }

    public HumanTask.Brief of(HumanTask.Brief brief) {
        return new HumanTask.Brief(
                redaction.clean(brief.why()),
                all(brief.commands()),
                redaction.clean(brief.expect()),
                redaction.clean(brief.check()));
    }

    private List<String> all(List<String> texts) {
        return texts.stream().map(redaction::clean).toList();
    }

    private Map<String, Object> facts(Map<String, Object> facts) {
        var clean = new HashMap<String, Object>();
        facts.forEach((name, value) -> clean.put(name, value instanceof String text ? redaction.clean(text) : value));
        return clean;
    }
}
