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
                "Flux is not running" + (down.isEmpty() ? "" : ": " + String.join(", ", down))
                        + ". The cluster gets no changes from Git. Git itself is fine.",
                commands,
                "Each controller has a pod that is Running and ready. A Pending pod lacks a node or a volume; the log of a pod"
                        + " in CrashLoopBackOff has the reason.",
                "'flux check' passes, and 'flux get sources git -A' shows a recent fetch.");
    }

    private static String kubectl(String... message) {
        return Command.of("kubectl", "-n", "flux-system").plus(message).line();
    }

    private static List<String> install(Run run) {
        return switch (run.cluster().inventory().bootstrap()) {
            case FLUX_BOOTSTRAP ->
                List.of(
                        "# if the Deployments are deleted: apply the Flux manifests of the repository",
                        "kubectl apply --server-side -k kubernetes/flux/flux-system");
            default ->
                List.of(
                        "# if the Deployments are deleted: the flux-operator restores them, as long as it runs itself",
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
