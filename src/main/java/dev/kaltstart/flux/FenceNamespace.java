package dev.kaltstart.flux;

import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import dev.kaltstart.flux.object.FluxId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Keeps Flux from starting the application, or from making its claims again, while their data is restored. */
@Component
class FenceNamespace extends Step {

    private final NamespaceFence fence;
    private final RestoreQueue queue;

    FenceNamespace(NamespaceFence fence, RestoreQueue queue) {
        this.fence = fence;
        this.queue = queue;
    }

    /** An application runs as long as its restore has to wait. */
    @Override
    public Optional<String> waitsFor(Run run) {
        return fence.decided(run) ? Optional.empty() : queue.waitsFor(run);
    }

    @Override
    public Check check(Run run) {
        if (!fence.decided(run)) {
            return Check.notYet("Flux has not been stopped yet");
        }
        List<FluxId> objects = fence.objects(run);
        List<String> moving = fence.moving(run);
        if (!moving.isEmpty()) {
            return Check.notYet("not suspended yet: " + String.join(", ", moving));
        }
        return Check.met(
                objects.isEmpty()
                        ? "Flux applies nothing in " + run.subject().label()
                        : "suspended: " + objects.stream().map(FluxId::label).collect(Collectors.joining(", ")));
    }

    @Override
    public void perform(Run run) {
        fence.close(run);
    }
}
