package dev.kaltstart.storage;

import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import org.springframework.stereotype.Component;

/** Proves that the node can attach a volume and write to it. */
@Component
class AttachTestVolume extends Step {

    @Override
    protected Check check(Run run) {
        TestVolume test = TestVolume.of(run);
        if (test.storageClass().isEmpty()) {
            return Check.met("there is no default StorageClass to test with");
        }
        String phase = test.pod()
                .map(pod -> String.valueOf(pod.getStatus().getPhase()))
                .orElse("missing");
        if (phase.equals("Failed")) {
            throw new Failure.NeedsHuman(
                    "ATTACH_FAILED", "the test pod " + test.name() + " could not write to its volume; see its log");
        }
        return phase.equals("Succeeded")
                ? Check.met("a volume was attached on the node and written to")
                : Check.notYet("the test pod is " + phase);
    }

    @Override
    protected void perform(Run run) {
        TestVolume test = TestVolume.of(run);
        test.storageClass().ifPresent(test::create);
    }
}
