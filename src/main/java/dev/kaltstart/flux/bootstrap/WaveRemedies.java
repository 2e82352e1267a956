package dev.kaltstart.flux.bootstrap;

import dev.kaltstart.cluster.Inventory;
import dev.kaltstart.flux.object.Flux;
import dev.kaltstart.shell.Command;
import java.util.ArrayList;
import java.util.List;

/** What people do about what keeps Flux from coming further. */
final class WaveRemedies {

    private WaveRemedies() {}

    static List<String> of(Inventory inventory, String code) {
        var commands = new ArrayList<>(Flux.NOT_READY);
        commands.addAll(
                switch (code) {
                    case "WRONG_KEY" ->
                        List.of(
                                "# which key is in the cluster, and for which are the files encrypted?",
                                "kubectl -n flux-system get secret sops-age"
                                        + " -o go-template='{{range .data}}{{. | base64decode}}{{end}}' | age-keygen -y",
                                Command.of(
                                                "grep",
                                                "-n",
                                                "age",
                                                inventory
                                                        .root()
                                                        .resolve(".sops.yaml")
                                                        .toString())
                                        .line(),
                                "# after the key was replaced, have the controller read it",
                                "kubectl -n flux-system rollout restart deployment kustomize-controller");
                    case "SOURCE_UNREACHABLE" ->
                        List.of(
                                "flux get sources all -A",
                                "kubectl -n flux-system get secrets",
                                "# does the deploy key of the cluster still have access to the repository?",
                                "kubectl -n flux-system logs deployment/source-controller --tail=50",
                                "flux reconcile source git flux-system -n flux-system");
                    case "FLUX_DOWN" ->
                        List.of(
                                "kubectl -n flux-system get deployments,pods",
                                "kubectl -n flux-system describe pods",
                                "kubectl -n flux-system logs deployment/kustomize-controller --tail=50");
                    case "DEPENDENCY_ABSENT" ->
                        List.of(
                                "# who depends on what",
                                "kubectl get kustomizations.kustomize.toolkit.fluxcd.io -A -o"
                                        + " custom-columns=NAMESPACE:.metadata.namespace,NAME:.metadata.name,DEPENDS:.spec.dependsOn[*].name",
                                "# take the dependency out of the repository, or bring back what it names; then",
                                "flux reconcile kustomization flux-system -n flux-system --with-source");
                    case "IMAGE_PULL", "REGISTRY_IN_CLUSTER" ->
                        List.of(
                                "kubectl get pods -A | grep -E 'ErrImagePull|ImagePullBackOff'",
                                "kubectl get events -A --field-selector reason=Failed | grep -i pull",
                                "# a pull that hangs starts again with another pod",
                                "kubectl -n NAMESPACE delete pod POD",
                                "# a registry inside of the cluster is empty now: name the image of its origin in the repository until the"
                                        + " registry is filled again");
                    case "CERTIFICATE_LIMIT" ->
                        List.of(
                                "kubectl get certificates,certificaterequests,orders.acme.cert-manager.io -A",
                                "# restore the former TLS secrets from the backup, or use the staging issuer until the limit is over",
                                "velero backup get",
                                "kubectl get clusterissuers");
                    default ->
                        List.of(
                                "flux events -A --types Warning",
                                "kubectl get pods -A --field-selector status.phase!=Running,status.phase!=Succeeded");
                });
        return commands;
    }
}
