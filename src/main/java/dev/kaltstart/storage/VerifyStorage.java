package dev.kaltstart.storage;

import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** No volume is faulted or degraded. */
@Component
class VerifyStorage extends Step {

    @Override
    protected Check check(Run run) {
        return Longhorn.of(run.cluster().kubernetes())
                .map(longhorn -> judge(longhorn.volumes()))
                .orElseGet(() -> Check.met("no Longhorn: there is no storage layer to verify"));
    }

    private static Check judge(List<Volume> volumes) {
        List<Volume> sick = volumes.stream().filter(Volume::sick).toList();
        return sick.isEmpty()
                ? Check.met("no volume is faulted or degraded, of " + volumes.size())
                : Check.notYet(
                        sick.stream()
                                .map(volume -> volume.words() + " is " + volume.robustness())
                                .collect(Collectors.joining(", ")),
                        (volumes.size() - sick.size()) / (double) volumes.size());
    }
}
