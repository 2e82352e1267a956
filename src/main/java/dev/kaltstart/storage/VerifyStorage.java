package dev.kaltstart.storage;

import dev.kaltstart.cluster.Node;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Measurement;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * Checks that no volume of Longhorn is faulted or degraded, that Ceph is whole and that databases have all instances,
 * except for what a person gave up. Names the storage that it does not look at.
 */
@Component
class VerifyStorage extends Step {

    @Override
    public Check check(Run run) {
        var look = StorageLook.at(run);
        var verdict = StorageVerdict.of(look);
        look.longhorn().ifPresent(longhorn -> verdict.with(judge(longhorn, run)));
        node(run).ifPresent(verdict::osds);
        return verdict.health(run.cluster().clock().instant()).databases(run).check();
    }

    /** The node that was lost, where the recovery is about one. */
    private static Optional<Node> node(Run run) {
        return run.cluster().inventory().find(run.subject().label());
    }

    private static Check judge(Longhorn longhorn, Run run) {
        List<Volume> all = longhorn.volumes();
        GivenUp givenUp = GivenUp.of(run, all);
        List<Volume> volumes = givenUp.remaining(all);
        var health = VolumeHealth.of(longhorn, volumes);
        List<Volume> sick = health.sick();
        return sick.isEmpty()
                ? Check.met(
                        "no attached volume is faulted or degraded, of " + volumes.size() + givenUp.message()
                                + health.waitingMessage(),
                        Measurement.count("volumes", volumes.size()),
                        Measurement.count("volumesIncomplete", health.waiting().size()),
                        Measurement.count("volumesGivenUp", all.size() - volumes.size()))
                : Check.notYet(
                        sick.stream().map(health::message).collect(Collectors.joining(", ")),
                        (volumes.size() - sick.size()) / (double) volumes.size());
    }
}
