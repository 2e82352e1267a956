package dev.kaltstart.recovery;

import static dev.kaltstart.engine.RunFacts.PROBLEM;
import static dev.kaltstart.recovery.MachineFacts.NEW_MACHINE_UUID;
import static dev.kaltstart.recovery.ResolveFacts.DECISION;
import static dev.kaltstart.recovery.ResolveFacts.DRAIN_FORCED;
import static dev.kaltstart.recovery.ResolveFacts.REASON;

import dev.kaltstart.engine.Fact;
import dev.kaltstart.engine.Facts;
import dev.kaltstart.engine.HumanTask;
import dev.kaltstart.engine.Run;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;

/** A step knows what is wrong and leaves the choice to a person. */
@Component
class Resolve extends HumanTask {

    private static final Set<String> DECISIONS = Set.of("retry", "skip", "abort");

    /** What was refused to protect data is not done after all because somebody wants to get on. */
    private static final List<String> NOT_TO_BE_SKIPPED = List.of("IDENTITY", "NOT_APPROVED", "WRONG_MACHINE");

    @Override
    protected Set<Fact<?>> writes() {
        return Set.of(DRAIN_FORCED, NEW_MACHINE_UUID);
    }

    @Override
    protected Brief brief(Run run) {
        return new Brief(
                "A step stopped because the choice is not Kaltstart's: "
                        + run.find(PROBLEM).orElse("it did not say why") + ".",
                List.of(),
                "Retry: the phase begins again, and what is done already is found done. Skip: it goes on without the"
                        + " phase where the phase can be missed; a blocked drain deletes the pods that block it instead."
                        + " Abort: the recovery is closed as it stands.",
                "Remove the cause first, then retry. Skip only what you have looked at yourself, and say in the reason"
                        + " what you saw.");
    }

    @Override
    protected void accept(Run run, Facts answers) {
        var given = new Answers(answers);
        String decision = given.text(DECISION, "choose how to go on: retry, skip or abort");
        if (!DECISIONS.contains(decision)) {
            throw new Refused("the decision must be retry, skip or abort");
        }
        given.text(REASON, "give the reason: the report tells later why it went on like this");
        given.uuid(NEW_MACHINE_UUID);
        if (decision.equals("skip") && NOT_TO_BE_SKIPPED.stream().anyMatch(code -> has(run, code))) {
            throw new Refused("this cannot be skipped, because it keeps the wrong thing from being destroyed:"
                    + " remove the cause and choose retry, or choose abort");
        }
    }

    @Override
    protected void accepted(Run run, Facts answers, String person) {
        boolean skip = answers.get(DECISION).equals("skip");
        run.set(DRAIN_FORCED, skip && has(run, "DRAIN_BLOCKED"));
        new Answers(answers).uuid(NEW_MACHINE_UUID).ifPresent(uuid -> run.set(NEW_MACHINE_UUID, uuid.value()));
    }

    private static boolean has(Facts run, String code) {
        return run.find(PROBLEM)
                .filter(words -> words.contains("[" + code + "]"))
                .isPresent();
    }
}
