package dev.kaltstart.talos.rebuild;

import dev.kaltstart.cluster.Node;
import dev.kaltstart.engine.Fact;
import dev.kaltstart.engine.Facts;
import dev.kaltstart.engine.HumanTask;
import dev.kaltstart.engine.Run;
import dev.kaltstart.recovery.Answers;
import dev.kaltstart.talos.TalosCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** A person chooses what the new etcd begins with. */
@Component
class ChooseEtcd extends HumanTask {

    /** The id of a copy that Kaltstart keeps, or {@link #NONE}. */
    static final Fact<String> COPY = Fact.text("etcdCopy");

    static final String NONE = "git";

    private static final Fact<String> REASON = Fact.text("etcdReason");

    private final EtcdCopies copies;

    ChooseEtcd(EtcdCopies copies) {
        this.copies = copies;
    }

    @Override
    public Brief brief(Run run) {
        boolean none = copies.of(run).isEmpty();
        return new Brief(
                "The new cluster begins with an empty etcd and is filled from Git, or it begins with a copy of the old etcd. "
                        + (none
                                ? "Kaltstart keeps no copy for this cluster."
                                : "A copy brings back what is not in Git: objects made by hand, the names of volumes."),
                commands(run),
                "From Git: everything that is in Git comes back clean; data comes from its backups. From a copy: all objects"
                        + " of its time come back, also those whose volumes are gone, and pods of machines that no longer exist.",
                "A cluster that is described by Git as a whole is built from Git. Take a copy when disks with data survived, or when"
                        + " much was made by hand. Save the raw database of a disk that still lives before its machine is installed.");
    }

    private static List<String> commands(Run run) {
        var lines = new ArrayList<String>();
        lines.add(TalosCommand.credentials(run.cluster()));
        for (Node node : run.cluster().inventory().controlPlanes()) {
            String name = node.name().value();
            lines.add("# a control plane that still answers");
            lines.add(TalosCommand.on(run.cluster(), node, "etcd", "snapshot", "etcd-" + name + ".db")
                    .line());
            lines.add(
                    TalosCommand.on(run.cluster(), node, "cp", "/var/lib/etcd/member/snap/db", "etcd-" + name + "-raw")
                            .line());
        }
        return lines;
    }

    @Override
    public Map<Fact<String>, List<Option>> options(Run run) {
        var options = new ArrayList<Option>();
        options.add(new Option(NONE, "Build from Git, with an empty etcd"));
        copies.of(run)
                .forEach(copy -> options.add(new Option(EtcdCopies.id(copy), "Begin with " + EtcdCopies.label(copy))));
        return Map.of(COPY, options);
    }

    @Override
    public void accept(Run run, Facts answers) {
        new Answers(answers).text(REASON, "give the reason: the report quotes it");
    }
}
