package dev.kaltstart.storage;

import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import org.springframework.stereotype.Component;

/** Removes the test volume and its pod. */
@Component
class RemoveTestVolume extends Step {

    @Override
    public Check check(Run run) {
        var test = new TestVolume(run);
        if (test.pod().get() != null) {
            return Check.notYet("the pod with the test volume still exists");
        }
        return test.claim().get() == null
                ? Check.met("the test volume is gone")
                : Check.notYet("the test volume still exists");
    }

    @Override
    public void perform(Run run) {
        new TestVolume(run).remove();
    }
}
