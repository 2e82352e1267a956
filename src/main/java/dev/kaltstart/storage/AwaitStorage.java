package dev.kaltstart.storage;

import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import dev.kaltstart.recovery.SubjectNode;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Waits until Longhorn can place replicas on the node. A wiped disk has a new identity: remove it and add it again.
 */
@Component
class AwaitStorage extends Step {

    @Override
    public Check check(Run run) {
        String name = SubjectNode.of(run).name().value();
        Optional<Longhorn> longhorn = Longhorn.of(run.cluster().kubernetes());
        if (longhorn.isEmpty() || longhorn.get().nodes().isEmpty()) {
            return Check.met("no Longhorn: there is no storage to wait for");
        }
        Optional<StorageNode> node = longhorn.get().node(name);
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
                        .ifPresent(node -> new WipedDisks(longhorn, name, node.strangers()).replace()));
    }
}
