package dev.kaltstart.storage;

import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.engine.Measurement;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Waits until Longhorn has rebuilt the replicas of every volume; Longhorn throttles the rebuild itself. */
@Component
class RebuildReplicas extends Step {

    @Override
    public Check check(Run run) {
        return Longhorn.of(run.cluster().kubernetes())
                .map(longhorn -> look(longhorn, run))
                .orElseGet(() -> Check.met("no Longhorn: there is nothing to rebuild"));
    }

    private static Check look(Longhorn longhorn, Run run) {
        List<Volume> all = longhorn.volumes();
        GivenUp givenUp = GivenUp.of(run, all);
        List<Volume> volumes = givenUp.remaining(all);
        List<Volume> sick = volumes.stream().filter(Volume::sick).toList();
        if (sick.isEmpty()) {
            return Check.met(
                    "no volume is degraded or faulted, of " + volumes.size() + givenUp.message(),
                    Measurement.count("volumes", volumes.size()),
                    Measurement.count("volumesGivenUp", all.size() - volumes.size()));
        }
        refuseTheImpossible(longhorn, sick);
        return Check.notYet(
                sick.size() + " of " + volumes.size() + " volumes are degraded or faulted: "
                        + sick.stream().map(Volume::label).limit(10).collect(Collectors.joining(", ")),
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
                "only " + places + " nodes can take replicas, but these volumes need more: "
                        + impossible.stream()
                                .map(volume -> volume.label() + " needs " + volume.wanted())
                                .collect(Collectors.joining(", "))
                        + ". Restore another storage node or lower their numberOfReplicas");
    }
}
