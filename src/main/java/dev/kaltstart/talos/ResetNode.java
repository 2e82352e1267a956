package dev.kaltstart.talos;

import dev.kaltstart.cluster.Node;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.engine.Preview;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import dev.kaltstart.shell.Command;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** Wipes Talos off the machine's STATE and EPHEMERAL partitions. Its exit code proves nothing: resets hang after success. */
@Component
class ResetNode extends Step.Destructive {

    @Override
    protected Check check(Run run) {
        if (Talos.of(run.cluster()).inMaintenance(NodeFacts.node(run))) {
            run.set(NodeFacts.WIPED, true);
            return Check.met("wiped, and waiting in maintenance mode");
        }
        return Check.notYet("not in maintenance mode");
    }

    @Override
    protected Check identity(Run run) {
        Node node = NodeFacts.node(run);
        if (run.is(NodeFacts.QUORUM_LOST)) {
            return Check.notYet("etcd would lose its majority: " + run.get(NodeFacts.QUORUM_WORDS));
        }
        return Identity.configured(run, node);
    }

    @Override
    protected void perform(Run run) {
        if (run.is(NodeFacts.QUORUM_LOST)) {
            throw new Failure.Fatal("QUORUM_LOST", "a reset now would destroy the last etcd data");
        }
        Talos.of(run.cluster()).run(reset(run));
    }

    @Override
    protected Preview preview(Run run) {
        return Preview.of(
                reset(run).line(),
                "everything on the partitions STATE and EPHEMERAL of "
                        + NodeFacts.node(run).name() + " is gone:"
                        + " its configuration, its images, its pods' local data, and replicas kept under /var",
                "user volumes and other disks stay");
    }

    /** Without the two labels the whole disk is wiped, and the machine needs boot media again. */
    private static Command reset(Run run) {
        return Talos.of(run.cluster())
                .command(
                        NodeFacts.node(run),
                        "reset",
                        "--graceful=" + run.is(NodeFacts.CONTROL_PLANE),
                        "--reboot",
                        "--system-labels-to-wipe",
                        "STATE",
                        "--system-labels-to-wipe",
                        "EPHEMERAL",
                        "--wait=false")
                .within(Duration.ofMinutes(5));
    }
}
