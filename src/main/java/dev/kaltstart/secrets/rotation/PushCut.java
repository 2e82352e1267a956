package dev.kaltstart.secrets.rotation;

import dev.kaltstart.engine.Fact;
import dev.kaltstart.engine.Run;
import dev.kaltstart.git.CommitId;
import java.util.List;
import org.springframework.stereotype.Component;

/** Only the new key opens what is at the head of the branch then. */
@Component
class PushCut extends PushStep {

    PushCut(RotationClone clone) {
        super(clone);
    }

    @Override
    Fact<String> commit() {
        return RotationFacts.CUT;
    }

    @Override
    Fact<CommitId> base() {
        return RotationFacts.CUT_BASE;
    }

    @Override
    List<String> meaning(Run run) {
        return List.of(
                "only the new age key opens every file: a Flux without it, or a person with the old key only, can decrypt nothing any more",
                "what the old key opened before stays readable in the history: these values are replaced afterwards");
    }
}
