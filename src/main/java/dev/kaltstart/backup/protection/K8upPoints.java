package dev.kaltstart.backup.protection;

import dev.kaltstart.cluster.DataSystem;
import java.util.List;

/** K8up: snapshots of restic that it has seen in its repository (src: k8up-io/k8up:api/v1/snapshot_types.go). */
final class K8upPoints implements PointSource {

    /** Where the operator mounts the claims (src: k8up-io/k8up:operator/cfg/config.go). */
    private static final String MOUNTS = "/data/";

    @Override
    public void read(LiveKinds kinds, List<LiveClaim> claims, FoundPoints found) {
        var byId = LiveClaim.byId(claims);
        kinds.list("k8up.io", "v1", "Snapshot", "snapshots")
                .forEach(snapshot -> snapshot.list("spec", "paths").stream()
                        .map(String::valueOf)
                        .filter(path -> path.startsWith(MOUNTS))
                        .forEach(path -> {
                            var claim = byId.get(snapshot.namespace() + "/" + path.substring(MOUNTS.length()));
                            if (claim != null) {
                                snapshot.time("spec", "date")
                                        .ifPresent(at -> found.point(
                                                claim, new NewestPoint(DataSystem.K8UP, snapshot.label(), at)));
                            }
                        }));
    }
}
