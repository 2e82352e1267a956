package dev.kaltstart.flux.watch;

import dev.kaltstart.api.Problem;
import dev.kaltstart.cluster.Cluster;
import dev.kaltstart.cluster.Clusters;
import dev.kaltstart.cluster.KubernetesTrouble;
import dev.kaltstart.cluster.Mode;
import dev.kaltstart.flux.lease.SeenStandstills;
import dev.kaltstart.flux.object.DriftLook;
import dev.kaltstart.shell.Redaction;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.swagger.v3.oas.annotations.Operation;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Answers, on any day, whether a cluster follows Git. */
@RestController
class DriftController {

    private static final String NOBODY = "";

    private final Clusters clusters;
    private final Redaction redaction;

    DriftController(Clusters clusters, Redaction redaction) {
        this.clusters = clusters;
        this.redaction = redaction;
    }

    @Operation(
            summary = "Where a cluster does not follow Git, and who is to blame",
            description = "Asks the cluster's Flux now. Looks, and changes nothing.")
    @GetMapping("/api/clusters/{name}/drift")
    DriftView drift(@PathVariable String name) {
        Clusters.Protected cluster =
                clusters.find(name).orElseThrow(() -> Problem.notFound("There is no cluster of this name."));
        if (cluster.twinOnly()) {
            throw new Problem(
                    HttpStatus.CONFLICT,
                    "twin-only",
                    "This cluster exists only as a twin: there is nothing to look at.");
        }
        try {
            var client =
                    clusters.open(name, Mode.LIVE, NOBODY, Clusters.LOOKING).kubernetes();
            return DriftLook.at(client)
                    .map(drift -> DriftView.of(drift, SeenStandstills.at(client), redaction))
                    .orElseThrow(() -> cannotTell("The cluster does not serve Flux: its CRDs are not there."));
        } catch (Cluster.UnusableCredentials e) {
            throw cannotTell(String.valueOf(e.getMessage()));
        } catch (KubernetesClientException e) {
            throw cannotTell(redaction.clean("The Kubernetes API of the cluster " + KubernetesTrouble.message(e)));
        }
    }

    private static Problem cannotTell(String detail) {
        return new Problem(HttpStatus.BAD_GATEWAY, "unknown", detail);
    }
}
