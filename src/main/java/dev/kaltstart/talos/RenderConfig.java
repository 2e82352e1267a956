package dev.kaltstart.talos;

import dev.kaltstart.cluster.Inventory;
import dev.kaltstart.cluster.Node;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import dev.kaltstart.recovery.SubjectNode;
import dev.kaltstart.shell.Command;
import dev.kaltstart.shell.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.stereotype.Component;

/**
 * Renders the machine configuration from the repository, with the secrets of the cluster. Without them the tools
 * silently generate new ones, and such a node can never join. The file holds secrets and is never shown.
 */
@Component
class RenderConfig extends Step {

    @Override
    public Check check(Run run) {
        Inventory inventory = run.cluster().inventory();
        Node node = SubjectNode.of(run);
        MachineSecrets.require(inventory);
        Path file = inventory.root().resolve(node.machineConfig());
        if (!Files.isRegularFile(file)) {
            return Check.notYet("there is no " + node.machineConfig() + " yet");
        }
        if (!Rendering.isKept(node) && ConfigSources.newerThan(file, inventory)) {
            return Check.notYet(node.machineConfig() + " is older than its sources");
        }
        return Pki.sameAs(inventory, file);
    }

    @Override
    public void perform(Run run) {
        Inventory inventory = run.cluster().inventory();
        Node node = SubjectNode.of(run);
        Command command = Rendering.command(inventory, node)
                .orElseThrow(() -> new Failure.NeedsHuman(
                        "RENDER_BY_HAND", Rendering.byHand(inventory, node) + "; then choose to try again"));
        var before = Talosconfig.keep(inventory);
        Result result = run.cluster().shell().run(command);
        before.putBackIfForeign();
        if (result.ending() == Result.Ending.EXITED && result.exitCode() != 0) {
            throw new Failure.NeedsHuman(
                    "RENDER_FAILED", "the machine configuration was not rendered: " + TalosText.line(result.error()));
        }
    }
}
