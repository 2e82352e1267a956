package dev.kaltstart.storage;

import static dev.kaltstart.storage.StorageFacts.DATA_IN_DOUBT;
import static dev.kaltstart.storage.StorageFacts.LAST_REPLICA;
import static dev.kaltstart.storage.StorageFacts.LAST_REPLICA_VOLUMES;

import dev.kaltstart.cluster.Node;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Fact;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import dev.kaltstart.recovery.SubjectNode;
import java.util.ArrayList;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Checks whether the node has the only good copy of some data, or whether only a person can say so. */
@Component
class CheckReplicas extends Step {

    @Override
    public Set<Fact<?>> writes() {
        return Set.of(LAST_REPLICA, LAST_REPLICA_VOLUMES, DATA_IN_DOUBT);
    }

    @Override
    public Check check(Run run) {
        Node node = SubjectNode.of(run);
        var look = StorageLook.at(run);
        var data = NodeData.of(look, node, run);
        run.set(LAST_REPLICA, !data.none());
        run.set(LAST_REPLICA_VOLUMES, String.join("\n", data.lost()));
        run.set(DATA_IN_DOUBT, String.join("\n", data.doubts()));
        return Check.met(data.none() ? safe(look, node) : data.message(node));
    }

    private static String safe(StorageLook look, Node node) {
        if (look.nothing()) {
            return StorageVerdict.NO_STORAGE;
        }
        var said = new ArrayList<String>();
        if (look.longhorn().isPresent()) {
            said.add("every volume of Longhorn has a good copy on another node that is ready");
        }
        said.add("no PersistentVolume is tied to " + node.name());
        if (!look.unjudged().isEmpty()) {
            said.add("not checked: " + String.join(", ", look.unjudged()));
        }
        return String.join("; ", said);
    }
}
