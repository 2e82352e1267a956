package dev.kaltstart.readiness;

import dev.kaltstart.api.Problem;
import dev.kaltstart.cluster.Clusters;
import io.swagger.v3.oas.annotations.Operation;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Answers, on any day, which disasters a cluster would survive. */
@RestController
class ReadinessController {

    private final Clusters clusters;
    private final KnownReadiness.ByCluster known;

    ReadinessController(Clusters clusters, KnownReadiness.ByCluster known) {
        this.clusters = clusters;
        this.known = known;
    }

    @Operation(
            summary = "Which disasters a cluster would survive, and what is missing",
            description =
                    "As it was last proven by use, once a day: for each scenario can, unproven or cannot, and why; for each"
                            + " item its state, and since when. Without secrets. Does not prove it again, and does not ask the"
                            + " cluster.")
    @GetMapping("/api/clusters/{name}/readiness")
    ReadinessView readiness(@PathVariable String name) {
        var cluster = clusters.find(name).orElseThrow(() -> Problem.notFound("There is no cluster of this name."));
        if (cluster.twinOnly()) {
            return ReadinessView.unknown("this cluster exists only as a twin");
        }
        return known.last(cluster.name())
                .map(ReadinessView::of)
                .orElseGet(() -> ReadinessView.unknown("nothing was proven yet"));
    }
}
