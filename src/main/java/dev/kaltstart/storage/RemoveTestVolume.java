package dev.kaltstart.storage;

import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import org.springframework.stereotype.Component;

/** Leaves nothing of the test volume behind. */
@Component
class RemoveTestVolume extends Step {

    @Override
    protected Check check(Run run) {
        var test = new TestVolume(run);
        if (test.pod().get() != null) {
            return Check.notYet("the pod with the test volume is still there");
        }
        return test.claim().get() == null
                ? Check.met("the test volume is gone")
                : Check.notYet("the test volume is still there");
    }

    @Override
    protected void perform(Run run) {
        new TestVolume(run).remove();
    }
}
