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
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/**
 * Renders the machine configuration from the repository, with the secrets of the cluster. Without them the tools
 * silently generate new ones, and such a node can never join. The file holds secrets and is never shown.
 */
@Component
class RenderConfig extends Step {

    private static final List<String[]> SECRETS = List.of(
            new String[] {"machine", "token"},
            new String[] {"cluster", "id"},
            new String[] {"cluster", "secret"},
            new String[] {"cluster", "token"});

    /** By repository: several nodes are rendered at once when a cluster is lost. */
    private final Map<Path, Object> rendering = new ConcurrentHashMap<>();

    /** Not while another node is rendered: until that is over, the talosconfig may be one of another authority. */
    @Override
    public Check check(Run run) {
        synchronized (turn(run)) {
            return rendered(run);
        }
    }

    private Object turn(Run run) {
        return rendering.computeIfAbsent(run.cluster().inventory().root(), any -> new Object());
    }

    private static Check rendered(Run run) {
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
        refusePlaceholders(node, file);
        return Pki.sameAs(inventory, file);
    }

    /** Rendered all the same, they would be the secrets of the node. */
    private static void refusePlaceholders(Node node, Path file) {
        Map<?, ?> config = Secretive.yaml(file).orElse(Map.of());
        for (String[] secret : SECRETS) {
            Secretive.text(config, secret).flatMap(SecretsBundle::filledBy).ifPresent(tool -> {
                throw new Failure.NeedsHuman(
                        "PLACEHOLDERS_LEFT",
                        node.machineConfig() + " has a placeholder at " + String.join(".", secret)
                                + ", which another tool fills (" + tool + "): render it with that tool, then retry");
            });
        }
    }

    @Override
    public List<String> remedies(Run run, String code) {
        SecretsBundle bundle = SecretsBundle.of(run.cluster().inventory());
        return bundle.form() == SecretsBundle.Form.PLACEHOLDERS
                ? List.of("# " + bundle.description() + " has placeholders (" + bundle.filledBy()
                        + "): fill them and render as you always do; what is new is not rendered again")
                : List.of();
    }

    /** One rendering writes the configurations of all nodes, so those that wait for it have nothing left to do. */
    @Override
    public void perform(Run run) {
        synchronized (turn(run)) {
            if (rendered(run) instanceof Check.NotYet) {
                render(run);
            }
        }
    }

    private static void render(Run run) {
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
