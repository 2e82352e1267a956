package dev.kaltstart.talos.rebuild;

import dev.kaltstart.cluster.Cluster;
import dev.kaltstart.cluster.Node;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import dev.kaltstart.shell.Result;
import dev.kaltstart.talos.Talos;
import io.fabric8.kubernetes.client.KubernetesClientException;
import org.springframework.stereotype.Component;

/** The new API server has to accept the credentials that all later steps use. */
@Component
class FetchKubeconfig extends Step {

    private static final int SERVER_FAULT = 500;

    @Override
    public Check check(Run run) {
        try {
            var nodes = run.cluster().kubernetes().nodes().list().getItems();
            return Check.met("the Kubernetes API answers with "
                    + run.cluster().inventory().tools().kubeconfig().getFileName() + ": nodes so far: " + nodes.size());
        } catch (Cluster.UnusableCredentials e) {
            return Check.notYet(String.valueOf(e.getMessage()));
        } catch (KubernetesClientException e) {
            boolean refused = e.getCode() > 0 && e.getCode() < SERVER_FAULT;
            return Check.notYet(
                    refused
                            ? "the Kubernetes API refuses the kubeconfig, " + e.getCode()
                            : "the Kubernetes API does not answer yet; its first start takes some minutes");
        }
    }

    @Override
    public void perform(Run run) {
        Node first = FirstControlPlane.of(run);
        var talos = new Talos(run.cluster());
        Result result = talos.order(
                talos.kubeconfig(first, run.cluster().inventory().tools().kubeconfig()));
        boolean refused = result.ending() == Result.Ending.EXITED && result.exitCode() != 0;
        if (refused) {
            throw new Failure.Retryable(
                    "NO_KUBECONFIG",
                    first.name() + " gave no kubeconfig: "
                            + result.error().lines().findFirst().orElse("no reason was given"));
        }
    }
}
