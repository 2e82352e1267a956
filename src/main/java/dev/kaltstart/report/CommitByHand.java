package dev.kaltstart.report;

import dev.kaltstart.engine.Facts;
import dev.kaltstart.engine.HumanTask;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.RunFacts;
import dev.kaltstart.recovery.Answers;
import java.util.List;
import org.springframework.stereotype.Component;

/** The checkout is in a state in which only its owner may commit. */
@Component
class CommitByHand extends HumanTask {

    @Override
    protected Brief brief(Run run) {
        String file = run.cluster().inventory().reportFiles().changelog().toString();
        String root = run.cluster().inventory().root().toString();
        return new Brief(
                run.find(RunFacts.PROBLEM).orElse("The changelog entry could not be committed."),
                List.of(
                        "cd " + root,
                        "git status",
                        "${EDITOR:-vi} " + file,
                        "git commit -m \"Record the recovery " + run.recovery() + "\" -- " + file),
                "The entry stands in " + file + ", and git log shows it.",
                "The report itself is stored already: GET /api/recoveries/" + run.recovery() + "/report");
    }

    @Override
    protected void accept(Run run, Facts answers) {
        new Answers(answers).text(ReportFacts.COMMIT_REFERENCE, "Give the commit, or a sentence why there is none.");
    }
}
