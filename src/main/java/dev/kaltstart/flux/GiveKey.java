package dev.kaltstart.flux;

import dev.kaltstart.engine.Fact;
import dev.kaltstart.engine.Facts;
import dev.kaltstart.engine.Run;
import dev.kaltstart.shell.Command;
import java.util.ArrayList;
import java.util.Arrays;
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
        List<String> secrets = named(run, DriftFacts.KEY_SECRETS);
        if (secrets.isEmpty()) {
            secrets = List.of(USUAL);
        }
        String rules = run.cluster().inventory().root().resolve(".sops.yaml").toString();
        var commands = new ArrayList<String>();
        for (String secret : secrets) {
            int slash = secret.indexOf('/');
            commands.addAll(commands(
                    secret.substring(0, slash),
                    secret.substring(slash + 1),
                    run.cluster().inventory().tools().ageKey().toString(),
                    rules));
        }
        commands.add("# have those try again that cannot decrypt");
        List<String> failing = named(run, DriftFacts.KEY_OWNERS);
        (failing.isEmpty() ? List.of("flux-system/flux-system") : failing).forEach(owner -> {
            int slash = owner.indexOf('/');
            commands.add(Command.of("flux", "reconcile", "kustomization", owner.substring(slash + 1))
                    .plus("-n", owner.substring(0, slash))
                    .line());
        });
        commands.add("flux get kustomizations -A --status-selector ready=false");
        return new Brief(
                "Flux cannot decrypt secrets. The key is expected in " + String.join(" and ", secrets)
                        + ". Reverting a commit does not help, unless the secrets were encrypted for another key.",
                commands,
                "The public keys that age-keygen prints match the one in .sops.yaml. With the key in place, Flux decrypts at"
                        + " the next reconciliation. Diagnose again waits a minute for that.",
                "No Kustomization reports 'cannot get sops data key' any more. Do not enter the key in this form.");
    }

    /** As namespace/name. */
    private static List<String> named(Run run, Fact<String> fact) {
        return Arrays.stream(run.find(fact).orElse("").split(", ", -1))
                .filter(name -> name.indexOf('/') > 0)
                .toList();
    }

    private static List<String> commands(String namespace, String name, String file, String rules) {
        return List.of(
                "# does it exist, and since when?",
                "kubectl -n " + namespace + " get secret " + name,
                "# its entries: Flux reads only those whose name ends in .agekey",
                "kubectl -n " + namespace + " get secret " + name
                        + " -o go-template='{{range $entry, $value := .data}}{{$entry}} {{end}}'",
                "# which key is in the cluster, which do you have, and for which are the secrets encrypted?",
                "kubectl -n " + namespace + " get secret " + name
                        + " -o go-template='{{range .data}}{{. | base64decode}}{{end}}' | age-keygen -y",
                Command.of("age-keygen", "-y", file).line(),
                Command.of("grep", "-n", "age", rules).line(),
                "# restore it",
                "kubectl -n " + namespace + " create secret generic " + name + " "
                        + Command.of("--from-file=age.agekey=" + file).line()
                        + " --dry-run=client -o yaml | kubectl apply --server-side --force-conflicts -f -");
    }

    @Override
    public void accept(Run run, Facts answers) {
        mended(answers, WAYS, EVIDENCE, "say what was wrong with the key and what you did, without the key itself");
    }
}
