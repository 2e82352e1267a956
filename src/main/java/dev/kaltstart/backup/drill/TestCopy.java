package dev.kaltstart.backup.drill;

import dev.kaltstart.engine.Facts;
import dev.kaltstart.engine.HumanTask;
import dev.kaltstart.engine.Run;
import dev.kaltstart.recovery.Answers;
import dev.kaltstart.recovery.Evidence;
import java.util.ArrayList;
import org.springframework.stereotype.Component;

/** A person uses the application of the copy: data can be all there and still be unusable. */
@Component
class TestCopy extends HumanTask {

    private static final int LOCAL = 8080;

    private final Evidence evidence;

    TestCopy(Evidence evidence) {
        this.evidence = evidence;
    }

    @Override
    public Brief brief(Run run) {
        String copy = Drill.copyOf(run.subject().label());
        var commands = new ArrayList<String>();
        commands.add("kubectl -n " + copy + " get pods");
        int local = LOCAL;
        for (String service : StartCopy.services(run, evidence)) {
            String[] parts = service.split(" ", 2);
            commands.add("# open http://127.0.0.1:" + local + ", and end it with Ctrl-C");
            commands.add("kubectl -n " + copy + " port-forward service/" + parts[0] + " " + local + ":" + parts[1]);
            local++;
        }
        return new Brief(
                "The data of " + run.subject().label() + " is restored in " + copy
                        + " and proven. Only a person sees whether the application works with it.",
                commands,
                "The copy answers and shows the same as the original. It reaches nothing outside of its namespace, so"
                        + " mail, sync and links to other services fail.",
                "Log in. Compare the number of entries with the original. Open an old entry and a new one. Search for a"
                        + " word. For media: libraries are listed, and no scan has removed what lies on a share.");
    }

    @Override
    public void accept(Run run, Facts answers) {
        var given = new Answers(answers);
        given.text(DrillFacts.COPY_STATE, "choose whether the application works");
        given.text(DrillFacts.COPY_EVIDENCE, "say what you saw: the number of entries, what you opened");
    }
}
