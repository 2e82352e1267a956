package dev.kaltstart.talos;

import dev.kaltstart.cluster.Inventory;
import dev.kaltstart.cluster.Inventory.TalosTool;
import dev.kaltstart.cluster.Node;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import dev.kaltstart.shell.Command;
import dev.kaltstart.shell.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Generates the machine configuration, with the secrets the cluster has: talhelper silently makes new ones when it finds none. */
@Component
class RenderConfig extends Step {

    @Override
    protected Check check(Run run) {
        Node node = NodeFacts.node(run);
        var configs = new MachineConfigs(run.cluster().inventory());
        Optional<String> rendered = configs.fingerprint(node);
        Optional<String> cluster = configs.clusterFingerprint();
        if (rendered.isEmpty()) {
            return Check.notYet("there is no machine configuration at " + node.machineConfig());
        }
        if (cluster.isEmpty()) {
            return Check.unknown("the talosconfig names no certificate authority to compare with");
        }
        if (!rendered.equals(cluster)) {
            throw new Failure.Fatal(
                    "OTHER_PKI",
                    "the rendered configuration has another certificate authority than the cluster; a machine with it"
                            + " could never join. Find the machine secrets the cluster was built with.");
        }
        return Check.met(
                "rendered; its CA is the cluster's (sha256 " + rendered.get().substring(0, 12) + "...)");
    }

    @Override
    protected void perform(Run run) {
        Inventory inventory = run.cluster().inventory();
        requireSecrets(inventory);
        Result result = run.cluster().shell().run(render(inventory));
        if (!result.succeeded()) {
            throw new Failure.NeedsHuman(
                    "RENDER_FAILED",
                    "the machine configuration could not be rendered: "
                            + result.error().strip());
        }
    }

    private static Command render(Inventory inventory) {
        Command command = inventory.tools().talosTool() == TalosTool.TOPF
                ? Command.of("topf", "render")
                : Command.of("talhelper", "genconfig");
        return command.in(inventory.root().resolve(inventory.talosDirectory()))
                .with("SOPS_AGE_KEY_FILE", inventory.tools().ageKey().toString())
                .within(Duration.ofMinutes(3));
    }

    private static void requireSecrets(Inventory inventory) {
        Path secrets = inventory.machineSecrets();
        if (secrets == null || !encrypted(inventory.root().resolve(secrets))) {
            throw new Failure.Fatal(
                    "MACHINE_SECRETS_MISSING",
                    "there are no encrypted machine secrets (talsecret.sops.yaml); rendering without them would make"
                            + " a new PKI, and nothing that has it can join. Bring them back from the backup.");
        }
    }

    private static boolean encrypted(Path file) {
        try {
            return Files.readString(file).contains("\nsops:");
        } catch (IOException e) {
            return false;
        }
    }
}
