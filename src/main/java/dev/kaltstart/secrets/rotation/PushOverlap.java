package dev.kaltstart.secrets.rotation;

import dev.kaltstart.engine.Fact;
import dev.kaltstart.engine.Run;
import dev.kaltstart.git.CommitId;
import java.util.List;
import org.springframework.stereotype.Component;

/** Everything can be opened with both keys then. */
@Component
class PushOverlap extends PushStep {

    PushOverlap(RotationClone clone) {
        super(clone);
    }

    @Override
    Fact<String> commit() {
        return RotationFacts.OVERLAP;
    }

    @Override
    Fact<CommitId> base() {
        return RotationFacts.OVERLAP_BASE;
    }

    @Override
    List<String> meaning(Run run) {
        return List.of(
                "both the old and the new age key open every file: Flux, which has both, can decrypt at every moment",
                "every file has a new data key, and no value changes");
    }
}
