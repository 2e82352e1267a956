package dev.kaltstart.storage;

import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Measurement;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Checks that no volume is faulted or degraded, except those that a person gave up. */
@Component
class VerifyStorage extends Step {

    @Override
    public Check check(Run run) {
        return Longhorn.of(run.cluster().kubernetes())
                .map(longhorn -> judge(longhorn, run))
                .orElseGet(() -> Check.met("no Longhorn: there is no storage layer to verify"));
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
