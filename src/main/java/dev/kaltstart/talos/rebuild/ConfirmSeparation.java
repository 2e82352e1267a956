package dev.kaltstart.talos.rebuild;

import dev.kaltstart.engine.Fact;
import dev.kaltstart.engine.Facts;
import dev.kaltstart.engine.HumanTask;
import dev.kaltstart.engine.Run;
import dev.kaltstart.recovery.Answers;
import java.util.List;
import org.springframework.stereotype.Component;

/** What separates a drill from production and no look at an inventory shows: backups, names, messages. */
@Component
class ConfirmSeparation extends HumanTask {

    private static final Fact<Boolean> BACKUPS = Fact.flag("backupsReadOnly");
    private static final Fact<Boolean> OUTSIDE = Fact.flag("outsideSeparate");
    private static final Fact<String> EVIDENCE = Fact.text("separationEvidence");

    @Override
    public Brief brief(Run run) {
        return new Brief(
                run.cluster().name()
                        + " starts with the configuration of a real cluster, and acts like one: its backup jobs"
                        + " write into the store of the backups, its DNS controller takes over names, its applications send"
                        + " mail. Keep it from all of that first.",
                List.of(
                        "# which credentials and addresses the drill uses",
                        "cd " + run.cluster().inventory().root(),
                        "git log --oneline -3",
                        "git grep -nE 'external-dns|cloudflared|ReplicationSource|Schedule' -- '*.yaml'"),
                "The credentials of the backups can read and not write. External DNS, tunnels and the load balancer addresses"
                        + " of the drill are its own, or switched off.",
                "Try to delete an object with the credentials of the drill: the store refuses. Look up a public name of"
                        + " production afterwards: the answer has not changed.");
    }

    @Override
    public void accept(Run run, Facts answers) {
        var given = new Answers(answers);
        given.ticked(BACKUPS, "tick that the drill can read the backups and not write them");
        given.ticked(OUTSIDE, "tick that DNS, tunnels and addresses of the drill are its own");
        given.text(EVIDENCE, "say what you tried, and what you saw");
    }
}
