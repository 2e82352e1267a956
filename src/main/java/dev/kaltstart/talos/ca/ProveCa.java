package dev.kaltstart.talos.ca;

import dev.kaltstart.cluster.Cluster;
import dev.kaltstart.cluster.Inventory;
import dev.kaltstart.cluster.Node;
import dev.kaltstart.cluster.SopsFile;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import dev.kaltstart.git.RecoveryClone;
import dev.kaltstart.git.RecoveryClones;
import dev.kaltstart.git.RemoteHead;
import dev.kaltstart.keyring.Keyring;
import dev.kaltstart.shell.Result;
import dev.kaltstart.talos.Pki;
import dev.kaltstart.talos.Talos;
import dev.kaltstart.talos.TalosCommand;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/**
 * The new CA is in use and on record: each control plane answers to the new talosconfig and not to the old one, the API server
 * answers, and the bundle of the repository has the same CA, so that no later apply brings back the old one.
 */
@Component
class ProveCa extends Step {

    private static final Duration QUESTION = Duration.ofSeconds(10);
    private static final String CERTIFICATE = "[\"certs\"][\"os\"][\"crt\"]";

    /**
     * As Go's TLS says it, on either side. It shows that the server has another CA; whether the server still accepts a client of
     * the old one, for a client that ignores certificates, it does not show: rotate-ca removes the old CA in its last step.
     */
    private static final Pattern REFUSED =
            Pattern.compile("(?i)x509|unknown authority|bad certificate|certificate required|unknown certificate");

    private final Keyring keyring;
    private final RecoveryClones clones;

    ProveCa(Keyring keyring, RecoveryClones clones) {
        this.keyring = keyring;
        this.clones = clones;
    }

    @Override
    public Check check(Run run) {
        Cluster cluster = run.cluster();
        Optional<String> now = Pki.ofTalosconfig(cluster.inventory());
        if (now.isEmpty() || now.get().equals(run.get(CaFacts.BEFORE))) {
            return Check.notYet("the CA in " + cluster.inventory().tools().talosconfig() + " is still the old one");
        }
        var missing = new ArrayList<String>();
        for (Node node : cluster.inventory().controlPlanes()) {
            if (!new Talos(cluster).version(node).given()) {
                missing.add(node.name() + " does not answer to the new talosconfig");
            }
        }
        if (!missing.isEmpty()) {
            return Check.notYet(String.join("; ", missing));
        }
        List<String> open = new ArrayList<>();
        for (Node node : cluster.inventory().controlPlanes()) {
            Result old = old(run, node);
            if (old.succeeded()) {
                open.add(node.name().value());
            } else if (!REFUSED.matcher(old.error()).find()) {
                return Check.unknown("whether " + node.name() + " refuses the old talosconfig is not known: no answer");
            }
        }
        if (!open.isEmpty()) {
            throw new Failure.NeedsHuman(
                    "OLD_CA_ACCEPTED",
                    "the old talosconfig is still accepted by " + String.join(", ", open)
                            + ": run the rotation again, until it has removed the old CA from every node");
        }
        requireBundle(run, now.get());
        // answers with the CA that the kubeconfig trusts, or not at all
        cluster.kubernetes().getKubernetesVersion();
        return Check.met("all " + cluster.inventory().controlPlanes().size()
                + " control planes answer to the new talosconfig and not to the old one; the API server answers, and the bundle has the"
                + " new CA");
    }

    private Result old(Run run, Node node) {
        String reference = keyring.find(run.recovery(), AssessCa.KEPT).orElseThrow();
        return run.cluster()
                .looking()
                .run(TalosCommand.on(run.cluster(), node, "version")
                        .with(
                                "TALOSCONFIG",
                                keyring.file(run.recovery(), reference).toString())
                        .within(QUESTION));
    }

    /** As the branch has it: a checkout may be behind. */
    private void requireBundle(Run run, String now) {
        Cluster cluster = run.cluster();
        Inventory inventory = cluster.inventory();
        Path bundle = inventory.machineSecrets();
        if (bundle == null || !inventory.sopsFiles().contains(bundle)) {
            return;
        }
        RecoveryClone clone = clones.of(cluster, run.recovery());
        if (!(clone.fetch() instanceof RemoteHead.At head)) {
            throw new Failure.Retryable("GIT_AWAY", "the Git host does not answer: the bundle cannot be compared");
        }
        Path file = clone.files(head.commit()).resolve(bundle.toString());
        Result printed = cluster.looking().run(new SopsFile(inventory, file).printing(CERTIFICATE));
        boolean same = printed.succeeded()
                && Pki.fingerprint(printed.output().strip()).filter(now::equals).isPresent();
        if (!same) {
            throw new Failure.NeedsHuman(
                    "BUNDLE_OUTDATED",
                    bundle + " at " + head.commit().abbreviated()
                            + " has another CA than the talosconfig, or the age key at "
                            + inventory.tools().ageKey()
                            + " does not open it: the next apply would bring back the old CA. Put the new CAs into the bundle,"
                            + " push, and try again");
        }
    }
}
