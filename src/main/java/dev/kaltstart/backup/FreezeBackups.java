package dev.kaltstart.backup;

import dev.kaltstart.cluster.DataSystem;
import dev.kaltstart.cluster.DataSystem.Purpose;
import dev.kaltstart.cluster.Inventory.SystemInUse;
import dev.kaltstart.engine.Fact;
import dev.kaltstart.engine.Facts;
import dev.kaltstart.engine.HumanTask;
import dev.kaltstart.engine.Run;
import dev.kaltstart.recovery.Answers;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * Before a new cluster can write anywhere, the good backups are put out of its reach: retention that goes on deletes them, and a
 * recurring job saves empty volumes over them.
 *
 * @see <a href="https://github.com/longhorn/longhorn/issues/3188">a recurring job that ran before the restore</a>
 */
@Component
class FreezeBackups extends HumanTask {

    private static final Fact<Boolean> FROZEN = Fact.flag("backupsFrozen");
    private static final Fact<String> EVIDENCE = Fact.text("freezeEvidence");

    @Override
    public Brief brief(Run run) {
        List<SystemInUse> systems = run.cluster().inventory().systems().stream()
                .filter(system -> system.system().purpose() == Purpose.BACKUP || system.system() == DataSystem.LONGHORN)
                .toList();
        String names = systems.stream().map(SystemInUse::label).collect(Collectors.joining(", "));
        return new Brief(
                "The only copy of your data is what was backed up. Nothing may delete or overwrite that copy until the restore is"
                        + " proven."
                        + (names.isEmpty() ? "" : " The repository shows: " + names + "."),
                commands(systems),
                "The bucket refuses deletions (object lock or versioning), or a copy of it exists elsewhere; jobs outside of the"
                        + " cluster that prune or copy are stopped.",
                "List the newest objects of the bucket, and note the newest backup of each critical application. The last task of"
                        + " this recovery reminds you to let retention run again.");
    }

    private static List<String> commands(List<SystemInUse> systems) {
        var lines = new ArrayList<String>();
        lines.add("# where the repository configures backups");
        systems.stream()
                .flatMap(system ->
                        system.sources().stream().limit(1).map(source -> "# " + system.label() + ": " + source))
                .forEach(lines::add);
        lines.add("# the bucket keeps what is deleted or overwritten from now on");
        lines.add("aws s3api put-bucket-versioning --bucket BUCKET --versioning-configuration Status=Enabled");
        lines.add("# jobs on the NAS or elsewhere that prune or copy");
        lines.add("systemctl list-timers --all");
        return lines;
    }

    @Override
    public void accept(Run run, Facts answers) {
        var given = new Answers(answers);
        given.ticked(FROZEN, "tick that nothing deletes or overwrites the backups now");
        given.text(EVIDENCE, "say how the backups are protected now: object lock, versioning, a copy, stopped jobs");
    }
}
