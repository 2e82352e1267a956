package dev.kaltstart.storage;

import dev.kaltstart.cluster.CountedNoun;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.engine.Measurement;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * Waits until Longhorn and Ceph have rebuilt their copies, and databases their instances. They throttle that themselves.
 */
@Component
class RebuildReplicas extends Step {

    @Override
    public Check check(Run run) {
        var look = StorageLook.at(run);
        var verdict = StorageVerdict.of(look);
        look.longhorn().ifPresent(longhorn -> verdict.with(look(longhorn, run)));
        return verdict.health(run.cluster().clock().instant()).databases(run).check();
    }

    private static Check look(Longhorn longhorn, Run run) {
        List<Volume> all = longhorn.volumes();
        GivenUp givenUp = GivenUp.of(run, all);
        List<Volume> volumes = givenUp.remaining(all);
        var health = VolumeHealth.of(longhorn, volumes);
        List<Volume> sick = health.sick();
        if (sick.isEmpty()) {
            return Check.met(
                    "no attached volume is degraded or faulted, of " + volumes.size() + givenUp.message()
                            + health.waitingMessage(),
                    Measurement.count("volumes", volumes.size()),
                    Measurement.count("volumesIncomplete", health.waiting().size()),
                    Measurement.count("volumesGivenUp", all.size() - volumes.size()));
        }
        refuseTheImpossible(longhorn, sick);
        return Check.notYet(
                sick.size() + " of " + CountedNoun.of(volumes.size(), "volume") + " not healthy: "
                        + sick.stream().map(health::message).limit(10).collect(Collectors.joining(", ")),
                (volumes.size() - sick.size()) / (double) volumes.size());
    }

    /** Replicas of one volume go to different nodes; with too few nodes the volume stays degraded for ever. */
    private static void refuseTheImpossible(Longhorn longhorn, List<Volume> sick) {
        long places = longhorn.nodes().stream()
                .filter(node -> node.ready() && node.schedulable())
                .count();
        List<Volume> impossible =
                sick.stream().filter(volume -> volume.wanted() > places).toList();
        if (impossible.isEmpty()
                || longhorn.setting("replica-soft-anti-affinity").equals("true")) {
            return;
        }
        throw new Failure.NeedsHuman(
                "NOT_ENOUGH_NODES",
                "only " + CountedNoun.of(places, "node") + " can take replicas, but these volumes need more: "
                        + impossible.stream()
                                .map(volume -> volume.label() + " needs " + volume.wanted())
                                .collect(Collectors.joining(", "))
                        + ". Restore another storage node or lower their numberOfReplicas");
    }
}
