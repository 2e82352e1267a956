package dev.kaltstart.storage;

import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import org.springframework.stereotype.Component;

/** Cleans up after the test: what is left behind is found years later by somebody who does not dare to delete it. */
@Component
class RemoveTestVolume extends Step {

    @Override
    protected Check check(Run run) {
        TestVolume test = TestVolume.of(run);
        return test.pod().isEmpty() && test.claim().isEmpty()
                ? Check.met("the test pod and its claim are gone")
                : Check.notYet("the test pod or its claim is still there");
    }

    @Override
    protected void perform(Run run) {
        TestVolume.of(run).delete();
    }
}
