package dev.kaltstart.cluster.web;

import dev.kaltstart.api.Problem;
import dev.kaltstart.cluster.Clusters;
import io.swagger.v3.oas.annotations.Operation;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

@RestController
class ClusterController {

    private final Clusters clusters;

    ClusterController(Clusters clusters) {
        this.clusters = clusters;
    }

    @Operation(
            summary = "The configured clusters",
            description = "One whose repository cannot be used is listed with its problems.")
    @GetMapping("/api/clusters")
    List<ClusterSummary> all() {
        return Stream.concat(
                        clusters.all().stream().map(ClusterSummary::of),
                        clusters.unreadable().stream().map(ClusterSummary::of))
                .toList();
    }

    @Operation(
            summary = "A cluster and its inventory",
            description = "As read from its repository: objects and their paths, never the content of a file.")
    @GetMapping("/api/clusters/{name}")
    ClusterView one(@PathVariable String name) {
        return clusters.find(name).map(ClusterView::of).orElseThrow(() -> missing(name));
    }

    private Problem missing(String name) {
        return clusters.unreadable().stream()
                .filter(cluster -> cluster.name().equals(name))
                .findFirst()
                .map(cluster ->
                        Problem.notFound("The repository of this cluster cannot be used: " + cluster.problems()))
                .orElseGet(() -> Problem.notFound("There is no cluster of this name."));
    }
}
