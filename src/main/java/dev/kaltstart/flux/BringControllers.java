package dev.kaltstart.flux;

import dev.kaltstart.engine.Fact;
import dev.kaltstart.engine.Facts;
import dev.kaltstart.engine.Run;
import dev.kaltstart.shell.Command;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/** Flux's own controllers do not run. Nothing that is in Git gets into the cluster before they do. */
@Component
class BringControllers extends MendTask {

    private static final Fact<String> EVIDENCE = Fact.text("controllersEvidence");
    private static final List<String> WAYS = List.of("again", "abort");

    @Override
    public Brief brief(Run run) {
        List<String> down = List.of(
                        run.find(DriftFacts.CONTROLLERS_DOWN).orElse("").split(", ", -1))
                .stream()
                .filter(name -> !name.isEmpty())
                .toList();
        var commands = new ArrayList<>(List.of(
                "kubectl -n flux-system get deployments,pods -o wide",
                "kubectl -n flux-system get events --sort-by=.lastTimestamp"));
        for (String name : down) {
            commands.add("# " + name);
            commands.add(kubectl("describe", "deployment", name));
            commands.add(kubectl("logs", "deployment/" + name, "--tail=50"));
            commands.add(kubectl("scale", "deployment", name, "--replicas=1"));
        }
        commands.addAll(install(run));
        return new Brief(
                "Flux stands still" + (down.isEmpty() ? "" : ": " + String.join(", ", down))
                        + ". What is in Git does not get into the cluster, and nothing here is wrong with Git itself.",
                commands,
                "Each controller has a pod that is Running and ready. A pod that is Pending has no node or no volume; one in"
                        + " CrashLoopBackOff says why in its log.",
                "'flux check' has no failed line, and 'flux get sources git -A' shows that something was fetched just"
                        + " now.");
    }

    private static String kubectl(String... message) {
        return Command.of("kubectl", "-n", "flux-system").plus(message).line();
    }

    private static List<String> install(Run run) {
        return switch (run.cluster().inventory().bootstrap()) {
            case FLUX_BOOTSTRAP ->
                List.of(
                        "# the Deployments are gone altogether: apply what the repository has of Flux",
                        "kubectl apply --server-side -k kubernetes/flux/flux-system");
            default ->
                List.of(
                        "# the Deployments are gone altogether: the flux-operator makes them again, when it runs itself",
                        "kubectl -n flux-system get deployment flux-operator",
                        "kubectl -n flux-system get fluxinstance flux -o yaml",
                        "kubectl -n flux-system annotate fluxinstance flux --overwrite"
                                + " reconcile.fluxcd.io/requestedAt=\"$(date -Iseconds)\"");
        };
    }

    @Override
    public void accept(Run run, Facts answers) {
        mended(answers, WAYS, EVIDENCE, "say why the controllers did not run, and what you did");
    }
}
