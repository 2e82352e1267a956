package dev.kaltstart.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.cluster.FakeCluster;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.FakeRun;
import dev.kaltstart.engine.Plan;
import dev.kaltstart.engine.Plans;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import dev.kaltstart.engine.Subject;
import dev.kaltstart.shell.Command;
import dev.kaltstart.shell.Redaction;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.StaticListableBeanFactory;

/** What is put before the approver is what the step would do by itself, and what it would refuse. */
class StepPlansTest {

    private static final Plan NOTHING = Plan.nothing(Subject.node("cp-2"), "etcd has no member cp-2 at 10.20.0.12");
    private static final Plan SOMETHING =
            new Plan(Subject.node("cp-2"), List.of(Command.of("talosctl", "reset")), List.of(), List.of());

    @Test
    void showsWhatWouldBeDone() {
        assertThat(plan(SOMETHING, Check.notYet("is a member"), Check.met("it is cp-2")))
                .isEqualTo(new Plans.Ready(SOMETHING));
    }

    @Test
    void aStepThatWouldRefuseIsRefusedWithItsReason() {
        assertThat(plan(SOMETHING, Check.notYet("is a member"), Check.notYet("it is cp-3")))
                .isEqualTo(new Plans.Refused("IDENTITY", "it is cp-3"));
    }

    /** Nothing in the plan, and not done either: what is there is not what was meant. */
    @Test
    void anEmptyPlanIsRefusedWhereTheStepWouldRefuse() {
        assertThat(plan(NOTHING, Check.notYet("is a member"), Check.notYet("it is cp-3, at 10.20.7.12")))
                .isEqualTo(new Plans.Refused("IDENTITY", "it is cp-3, at 10.20.7.12"));
    }

    @Test
    void anEmptyPlanIsNotNeededWhereAllIsDoneOrCannotBeSeen() {
        var notNeeded = new Plans.NotNeeded("etcd has no member cp-2 at 10.20.0.12");

        assertThat(plan(NOTHING, Check.met("gone"), Check.notYet("nobody"))).isEqualTo(notNeeded);
        assertThat(plan(NOTHING, Check.unknown("silent"), Check.unknown("silent")))
                .isEqualTo(notNeeded);
        assertThat(plan(NOTHING, Check.notYet("runs again"), Check.met("it is cp-2")))
                .isEqualTo(notNeeded);
    }

    @Test
    void aStepThatIsDoneNeedsNoApproval() {
        assertThat(plan(SOMETHING, Check.met("cp-2 is gone"), Check.unknown("no node")))
                .isEqualTo(new Plans.NotNeeded("cp-2 is gone"));
    }

    private static Plans.Answer plan(Plan plan, Check check, Check identity) {
        var beans = new StaticListableBeanFactory();
        beans.addBean("removeMember", new Scripted(plan, check, identity));
        return new StepPlans(beans, new Redaction()).of("removeMember", FakeRun.on(FakeCluster.homelab()));
    }

    private static final class Scripted extends Step.Destructive {

        private final Plan plan;
        private final Check check;
        private final Check identity;

        Scripted(Plan plan, Check check, Check identity) {
            this.plan = plan;
            this.check = check;
            this.identity = identity;
        }

        @Override
        public Check check(Run run) {
            return check;
        }

        @Override
        public Check identity(Run run) {
            return identity;
        }

        @Override
        public Plan plan(Run run) {
            return plan;
        }

        @Override
        public void perform(Run run, Plan approved) {
            throw new AssertionError("a preview does nothing");
        }
    }
}
