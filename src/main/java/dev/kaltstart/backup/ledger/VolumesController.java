package dev.kaltstart.backup.ledger;

import dev.kaltstart.api.Problem;
import dev.kaltstart.cluster.Clusters;
import io.swagger.v3.oas.annotations.Operation;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Answers what was bound where, also when the cluster is gone. */
@RestController
class VolumesController {

    private final Clusters clusters;
    private final VolumeLedger ledger;
    private final VolumeWatch watch;

    VolumesController(Clusters clusters, VolumeLedger ledger, VolumeWatch watch) {
        this.clusters = clusters;
        this.ledger = ledger;
        this.watch = watch;
    }

    /**
     * @param volumes by claim, the newest first
     * @param notes what the last look could not read or record
     */
    record RecordedVolumes(List<LedgerEntry> volumes, List<String> notes) {}

    @Operation(
            summary = "The volumes that the claims of a cluster are and were bound to",
            description =
                    "As the cluster showed them, recorded every 15 minutes outside of it: an entry for each change, also of"
                            + " claims that are gone. Without secrets. Does not ask the cluster.")
    @GetMapping("/api/clusters/{name}/volumes")
    RecordedVolumes volumes(@PathVariable String name) {
        var cluster = clusters.find(name).orElseThrow(() -> Problem.notFound("There is no cluster of this name."));
        return new RecordedVolumes(ledger.of(cluster.name()), watch.notes(cluster.name()));
    }
}
