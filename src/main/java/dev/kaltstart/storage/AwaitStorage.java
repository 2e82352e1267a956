package dev.kaltstart.storage;

import dev.kaltstart.cluster.Node;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import dev.kaltstart.recovery.SubjectNode;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Waits until Longhorn can place replicas on the node, and until Ceph's OSDs run there again. A disk of Longhorn that was
 * wiped has a new identity: remove it and add it again.
 */
@Component
class AwaitStorage extends Step {

    @Override
    public Check check(Run run) {
        Node node = SubjectNode.of(run);
        var look = StorageLook.at(run);
        var verdict = StorageVerdict.of(look);
        look.longhorn()
                .ifPresent(longhorn -> verdict.with(disks(longhorn, node.name().value(), run)));
        return verdict.osds(node).check();
    }

    private static Check disks(Longhorn longhorn, String name, Run run) {
        Optional<StorageNode> node = longhorn.node(name);
        // not "not yet": the step must not act on a state that Longhorn has not seen
        if (node.isEmpty()) {
            return new StoragePlacement(run.cluster().kubernetes())
                    .keptOff(name)
                    .map(taint -> Check.met(name + " stores nothing: its taint " + taint + " keeps Longhorn off"))
                    .orElseGet(() -> Check.unknown("Longhorn has not discovered " + name + " yet"));
        }
        if (!node.get().ready()) {
            return Check.unknown("Longhorn has not started on " + name + " yet");
        }
        if (!node.get().strangers().isEmpty()) {
            return Check.notYet("Longhorn does not recognise these disks of " + name + ": "
                    + node.get().strangers());
        }
        if (node.get().disks() == 0) {
            return Check.met(name + " has no disks for Longhorn");
        }
        return node.get().schedulable()
                ? Check.met("Longhorn can use " + name)
                : Check.unknown("Longhorn is ready on " + name + ", but cannot place replicas there yet");
    }

    @Override
    public void perform(Run run) {
        String name = SubjectNode.of(run).name().value();
        Longhorn.of(run.cluster().kubernetes())
                .ifPresent(longhorn -> longhorn.node(name)
                        // another system may be what is waited for
                        .filter(node -> !node.strangers().isEmpty())
                        .ifPresent(node -> new WipedDisks(longhorn, name, node.strangers()).replace()));
    }
}
