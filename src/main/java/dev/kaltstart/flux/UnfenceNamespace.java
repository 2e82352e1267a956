package dev.kaltstart.flux;

import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import dev.kaltstart.flux.object.FluxId;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Lets Flux go on in a namespace whose data is back. */
@Component
class UnfenceNamespace extends Step {

    private final NamespaceFence fence;

    UnfenceNamespace(NamespaceFence fence) {
        this.fence = fence;
    }

    @Override
    public Check check(Run run) {
        List<FluxId> held = fence.objects(run);
        return held.isEmpty()
                ? Check.met("nothing is suspended for " + run.subject().label())
                : Check.notYet(
                        "still suspended: " + held.stream().map(FluxId::label).collect(Collectors.joining(", ")));
    }

    @Override
    public void perform(Run run) {
        fence.open(run);
    }
}
