package dev.kaltstart.talos.ca;

import dev.kaltstart.cluster.Inventory;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Fact;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import dev.kaltstart.keyring.Keyring;
import dev.kaltstart.talos.Pki;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * Whether a leak reaches the certificate authorities: a kubeconfig and a talosconfig are valid until the CA is replaced, and the
 * bundle holds the keys of both. Keeps the talosconfig of before, to try at the end whether it is refused.
 */
@Component
class AssessCa extends Step {

    static final String KEPT = "talosconfig-before";

    private final Keyring keyring;

    AssessCa(Keyring keyring) {
        this.keyring = keyring;
    }

    @Override
    public Set<Fact<?>> writes() {
        return Set.of(CaFacts.LEAKED, CaFacts.BEFORE);
    }

    @Override
    public Check check(Run run) {
        Inventory inventory = run.cluster().inventory();
        Path bundle = inventory.machineSecrets();
        boolean inBundle =
                CaFacts.ageKey(run) && bundle != null && inventory.sopsFiles().contains(bundle);
        boolean leaked = inBundle || CaFacts.talosconfig(run) || CaFacts.kubeconfig(run);
        run.set(CaFacts.LEAKED, leaked);
        if (!leaked) {
            return Check.met("no leaked credential reaches the certificate authorities");
        }
        if (keyring.find(run.recovery(), KEPT).isEmpty()) {
            return Check.notYet("the talosconfig of now is not kept yet");
        }
        String before = Pki.ofTalosconfig(inventory)
                .orElseThrow(() -> new Failure.NeedsHuman(
                        "NO_TALOSCONFIG",
                        "the CA in " + inventory.tools().talosconfig()
                                + " cannot be read: put the talosconfig of the cluster there, and try again"));
        run.set(CaFacts.BEFORE, before);
        return Check.met("the CAs have to be replaced: "
                + (inBundle
                        ? "the leaked age key opens " + bundle + ", which holds their keys"
                        : CaFacts.talosconfig(run)
                                ? "the talosconfig reads machine configurations, which hold their keys"
                                : "a kubeconfig is valid until its CA is replaced"));
    }

    @Override
    public void perform(Run run) {
        Path file = run.cluster().inventory().tools().talosconfig();
        try {
            keyring.put(run.recovery(), KEPT, Files.readString(file));
        } catch (IOException e) {
            throw new Failure.NeedsHuman(
                    "NO_TALOSCONFIG", "the talosconfig at " + file + " cannot be read: put it there, and try again");
        }
    }
}
