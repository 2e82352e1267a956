package dev.kaltstart.flux;

import dev.kaltstart.engine.Fact;
import dev.kaltstart.engine.Facts;
import dev.kaltstart.engine.Run;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/** Flux cannot decrypt: the key is missing in the cluster, or is not the one that the secrets are encrypted for. */
@Component
class GiveKey extends MendTask {

    private static final Fact<String> EVIDENCE = Fact.text("keyEvidence");
    private static final List<String> WAYS = List.of("again", "abort");
    private static final String USUAL = "flux-system/sops-age";

    @Override
    public Brief brief(Run run) {
        List<String> secrets = secrets(run);
        var commands = new ArrayList<String>();
        for (String secret : secrets) {
            int slash = secret.indexOf('/');
            commands.addAll(commands(
                    secret.substring(0, slash),
                    secret.substring(slash + 1),
                    run.cluster().inventory().tools().ageKey().toString()));
        }
        commands.add("# reconcile");
        commands.add("flux reconcile kustomization flux-system --with-source");
        commands.add("flux get kustomizations -A --status-selector ready=false");
        return new Brief(
                "Flux cannot decrypt secrets. The key is expected in " + String.join(" and ", secrets)
                        + ". Reverting a commit does not help, unless the secrets were encrypted for another key.",
                commands,
                "The public key that age-keygen prints matches the one in .sops.yaml. With the key in place, Flux decrypts at"
                        + " the next reconciliation.",
                "No Kustomization reports 'cannot get sops data key' any more. Do not enter the key in this form.");
    }

    private static List<String> secrets(Run run) {
        List<String> known = List.of(run.find(DriftFacts.KEY_SECRETS).orElse("").split(", ", -1)).stream()
                .filter(name -> name.indexOf('/') > 0)
                .toList();
        return known.isEmpty() ? List.of(USUAL) : known;
    }

    private static List<String> commands(String namespace, String name, String file) {
        return List.of(
                "# does it exist, and since when?",
                "kubectl -n " + namespace + " get secret " + name,
                "# which key do you have, and for which key are the secrets encrypted?",
                "age-keygen -y '" + file + "'",
                "grep -n age .sops.yaml",
                "# restore it",
                "kubectl -n " + namespace + " create secret generic " + name + " --from-file=age.agekey='" + file
                        + "' --dry-run=client -o yaml | kubectl apply --server-side --force-conflicts -f -");
    }

    @Override
    public void accept(Run run, Facts answers) {
        mended(answers, WAYS, EVIDENCE, "say what was wrong with the key and what you did, without the key itself");
    }
}
