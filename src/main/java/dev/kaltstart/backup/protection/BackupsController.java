package dev.kaltstart.backup.protection;

import dev.kaltstart.api.Problem;
import dev.kaltstart.cluster.Clusters;
import io.swagger.v3.oas.annotations.Operation;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Answers, on any day, what would come back of the data. */
@RestController
class BackupsController {

    private final Clusters clusters;
    private final ProtectionWatch watch;

    BackupsController(Clusters clusters, ProtectionWatch watch) {
        this.clusters = clusters;
        this.watch = watch;
    }

    @Operation(
            summary = "The volumes of a cluster, and what backs them up",
            description =
                    "Declared: what its repository says. Live: asks the cluster now for its claims and their newest restore"
                            + " points; when it does not answer, only the repository's view is given, and why. Looks, and"
                            + " changes nothing.")
    @GetMapping("/api/clusters/{name}/backups")
    BackupsView backups(@PathVariable String name) {
        var cluster = clusters.find(name).orElseThrow(() -> Problem.notFound("There is no cluster of this name."));
        return BackupsView.of(
                cluster.inventory().volumes(),
                cluster.twinOnly() ? BackupsView.TWIN : BackupsView.live(watch.look(cluster)));
    }
}
