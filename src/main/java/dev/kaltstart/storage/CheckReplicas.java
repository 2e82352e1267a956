package dev.kaltstart.storage;

import static dev.kaltstart.storage.StorageFacts.LAST_REPLICA;
import static dev.kaltstart.storage.StorageFacts.LAST_REPLICA_VOLUMES;

import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Fact;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import dev.kaltstart.recovery.SubjectNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Checks whether the node has the only good copy of a volume. */
@Component
class CheckReplicas extends Step {

    @Override
    public Set<Fact<?>> writes() {
        return Set.of(LAST_REPLICA, LAST_REPLICA_VOLUMES);
    }

    @Override
    public Check check(Run run) {
        String node = SubjectNode.of(run).name().value();
        Optional<Longhorn> longhorn = Longhorn.of(run.cluster().kubernetes());
        List<Volume> last = longhorn.map(storage -> storage.lastReplicas(node)).orElse(List.of());
        List<String> labels = last.stream().map(Volume::label).toList();
        run.set(LAST_REPLICA, !last.isEmpty());
        run.set(LAST_REPLICA_VOLUMES, String.join("\n", labels));
        if (longhorn.isEmpty()) {
            return Check.met("no Longhorn: there are no replicas to lose");
        }
        return Check.met(
                last.isEmpty()
                        ? "every volume has a good copy on another node that is ready"
                        : "the only good copy is on " + node + ": " + String.join(", ", labels));
    }
}
