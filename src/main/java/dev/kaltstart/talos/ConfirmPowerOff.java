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

/** Only a person on site can make sure that a silent machine has stopped writing. */
@Component
class ConfirmPowerOff extends HumanTask {

    private static final Fact<String> EVIDENCE = Fact.text("powerEvidence");

    @Override
    public Brief brief(Run run) {
        Node node = SubjectNode.of(run);
        return new Brief(
                node.name()
                        + " does not answer, but it may still write to its volumes, which are attached to other"
                        + " nodes next. Two writers would destroy the data. Cut its power.",
                List.of(
                        "# none of these may answer any more",
                        "ping -c 3 " + node.address(),
                        TalosCommand.credentials(run.cluster()),
                        TalosCommand.on(run.cluster(), node, "version").line()),
                "Lights and fans are off. "
                        + (node.mac() == null ? "" : "The port of the switch with the MAC " + node.mac() + " is down. ")
                        + "A hung machine counts as running.",
                "Pull the plug, or switch it off through its management controller or the socket, and check the machine"
                        + " itself. No answer to ping is no proof.");
    }

    @Override
    public void accept(Run run, Facts answers) {
        var given = new Answers(answers);
        given.ticked(
                MachineFacts.POWERED_OFF,
                "tick that the machine is without power; if it cannot be switched off, abort the recovery instead");
        given.text(EVIDENCE, "say how you know: who pulled which plug, or what the management controller shows");
    }
}
