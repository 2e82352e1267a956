package dev.kaltstart.talos;

import dev.kaltstart.cluster.Node;
import dev.kaltstart.engine.Fact;
import dev.kaltstart.engine.Facts;
import dev.kaltstart.engine.HumanTask;
import dev.kaltstart.engine.Run;
import dev.kaltstart.recovery.Answers;
import dev.kaltstart.recovery.MachineFacts;
import dev.kaltstart.recovery.SubjectNode;
import java.util.List;
import org.springframework.stereotype.Component;

/** Only hands can make sure that a machine that does not answer does not write either. */
@Component
class ConfirmPowerOff extends HumanTask {

    private static final Fact<String> EVIDENCE = Fact.text("powerEvidence");

    @Override
    protected Brief brief(Run run) {
        Node node = SubjectNode.of(run);
        return new Brief(
                node.name() + " answers nobody, but it may still run and write to its volumes. They are given to other"
                        + " nodes next; two writers would destroy what is on them. Take its power away.",
                List.of(
                        "# none of these may answer any more",
                        "ping -c 3 " + node.address(),
                        TalosCommand.credentials(run.cluster()),
                        TalosCommand.on(run.cluster(), node, "version").line()),
                "Lights and fans are off. "
                        + (node.mac() == null ? "" : "The port of the switch with the MAC " + node.mac() + " is down. ")
                        + "A machine that only hangs still counts as running.",
                "Pull the plug, or switch it off through its management controller or the socket, and look at the machine"
                        + " itself. Nothing answering to ping is no proof.");
    }

    @Override
    protected void accept(Run run, Facts answers) {
        var given = new Answers(answers);
        given.ticked(
                MachineFacts.POWERED_OFF,
                "tick that the machine is without power; if it cannot be switched off, abort the recovery instead");
        given.text(EVIDENCE, "say how you know: who pulled which plug, or what the management controller shows");
    }
}
