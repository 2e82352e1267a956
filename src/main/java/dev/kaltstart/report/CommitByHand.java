package dev.kaltstart.report;

import dev.kaltstart.engine.Facts;
import dev.kaltstart.engine.HumanTask;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.RunFacts;
import dev.kaltstart.recovery.Answers;
import java.util.List;
import org.springframework.stereotype.Component;

/** The changelog entry has to be committed by the owner of the checkout. */
@Component
class CommitByHand extends HumanTask {

    @Override
    public Brief brief(Run run) {
        String file = run.cluster().inventory().reportFiles().changelog().toString();
        String root = run.cluster().inventory().root().toString();
        return new Brief(
                run.find(RunFacts.PROBLEM).orElse("The changelog entry could not be committed."),
                List.of(
                        "cd " + root,
                        "git status",
                        "${EDITOR:-vi} " + file,
                        "git commit -m \"Record the recovery " + run.recovery() + "\" -- " + file),
                "The entry is in " + file + ", and git log shows the commit.",
                "The report itself is already stored: GET /api/recoveries/" + run.recovery() + "/report");
    }

    @Override
    public void accept(Run run, Facts answers) {
        new Answers(answers).text(ReportFacts.COMMIT_REFERENCE, "Enter the commit, or the reason why there is none.");
    }
}
