package dev.kaltstart.backup;

import dev.kaltstart.engine.Facts;
import dev.kaltstart.engine.HumanTask;
import dev.kaltstart.engine.Run;
import dev.kaltstart.recovery.Answers;
import dev.kaltstart.recovery.Evidence;
import dev.kaltstart.storage.LostClaim;
import dev.kaltstart.storage.LostClaims;
import java.util.ArrayList;
import org.springframework.stereotype.Component;

/** The restored data could not be proven by a program: a person looks at the data and decides. */
@Component
class CheckData extends HumanTask {

    private final Evidence evidence;
    private final RestoreProperties properties;

    CheckData(Evidence evidence, RestoreProperties properties) {
        this.evidence = evidence;
        this.properties = properties;
    }

    @Override
    public Brief brief(Run run) {
        String namespace = run.subject().label();
        var commands = new ArrayList<String>();
        commands.add("# a shell beside the data, read-only; leave it with 'exit', and the pod is removed");
        for (LostClaim claim : LostClaims.restorable(run, evidence)) {
            commands.add("kubectl -n " + namespace + " run look-" + commands.size()
                    + " -it --rm --restart=Never --image=" + properties.probeImage()
                    + " --overrides='{\"spec\":{\"containers\":["
                    + "{\"name\":\"look\",\"image\":\"" + properties.probeImage() + "\",\"stdin\":true,\"tty\":true,"
                    + "\"command\":[\"sh\"],\"workingDir\":\"/data\",\"volumeMounts\":[{\"name\":\"data\",\"mountPath\":\"/data\","
                    + "\"readOnly\":true}]}],\"volumes\":[{\"name\":\"data\",\"persistentVolumeClaim\":{\"claimName\":\""
                    + claim.name() + "\"}}]}}'");
        }
        commands.add("# the newest files");
        commands.add("find . -type f -exec stat -c '%y %s %n' {} + | sort | tail -20");
        return new Brief(
                "The tools report the volumes of " + namespace
                        + " as restored. Kaltstart has read them, and cannot prove by"
                        + " itself that this is the right data.",
                commands,
                "Right: the application is started again with this data. Again: choose another restore point; the"
                        + " present data is overwritten only after another approval.",
                "Look for the latest entry that you remember from before the damage. Files alone prove nothing: an"
                        + " application may have made an empty database.");
    }

    @Override
    public void accept(Run run, Facts answers) {
        var given = new Answers(answers);
        given.text(RestoreFacts.VERDICT, "choose whether the data is right");
        given.text(RestoreFacts.VERDICT_EVIDENCE, "say what you saw: the latest entry, the number of documents");
    }
}
