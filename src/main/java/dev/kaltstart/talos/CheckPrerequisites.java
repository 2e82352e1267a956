package dev.kaltstart.talos;

import static dev.kaltstart.talos.NodeFacts.PREREQUISITES_PROVEN;
import static dev.kaltstart.talos.NodeFacts.UNPROVEN_PREREQUISITES;

import dev.kaltstart.cluster.Inventory;
import dev.kaltstart.cluster.Node;
import dev.kaltstart.cluster.Prerequisite.State;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Fact;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import dev.kaltstart.engine.VariableLimits;
import dev.kaltstart.recovery.SubjectNode;
import dev.kaltstart.shell.Command;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * The gate before the first destructive step: whether the node can be installed again. What is missing would otherwise
 * show when the node is gone. It only reads.
 */
@Component
class CheckPrerequisites extends Step {

    /** A paragraph each: the form joins lines that only a line end parts. */
    static final String BULLET = "\n\n- ";

    @Override
    public Set<Fact<?>> writes() {
        return Set.of(PREREQUISITES_PROVEN, UNPROVEN_PREREQUISITES);
    }

    @Override
    public Check check(Run run) {
        Node node = SubjectNode.of(run);
        Prerequisites found = Prerequisites.of(run.cluster(), node);
        List<String> unproven = found.in(State.UNPROVEN);
        if (!found.in(State.MISSING).isEmpty()) {
            throw missing(node, found.in(State.MISSING), unproven);
        }
        if (!found.in(State.UNKNOWN).isEmpty()) {
            return Check.unknown(String.join("; ", found.in(State.UNKNOWN)));
        }
        run.set(PREREQUISITES_PROVEN, unproven.isEmpty());
        run.set(UNPROVEN_PREREQUISITES, VariableLimits.cut(String.join("\n", unproven)));
        return Check.met(String.join("; ", found.in(State.PROVEN))
                + (unproven.isEmpty() ? "" : ". A person has to confirm: " + String.join("; ", unproven)));
    }

    private static Failure missing(Node node, List<String> missing, List<String> unproven) {
        String confirmed = unproven.isEmpty()
                ? ""
                : "\n\nBesides, you will be asked to confirm:" + BULLET + String.join(BULLET, unproven);
        return new Failure.NeedsHuman(
                "PREREQUISITE_MISSING",
                node.name() + " could not be installed again, so nothing has been changed yet:" + BULLET
                        + String.join(BULLET, missing) + confirmed);
    }

    @Override
    public List<String> remedies(Run run, String code) {
        Inventory inventory = run.cluster().inventory();
        var lines = new ArrayList<String>();
        if (SecretsBundle.of(inventory).form() == SecretsBundle.Form.ENCRYPTED) {
            lines.add("# silent when your key opens the machine secrets");
            lines.add(Command.of(
                            "export", "SOPS_AGE_KEY_FILE=" + inventory.tools().ageKey())
                    .line());
            lines.add(MachineSecrets.opening(inventory).line());
        }
        lines.add("# the programs");
        Stream.concat(Rendering.version(inventory).stream(), Stream.of(TalosCommand.clientVersion()))
                .map(Command::line)
                .forEach(lines::add);
        return lines;
    }
}
