package dev.kaltstart.cluster.volumes;

import static dev.kaltstart.kustomize.ManifestFields.at;
import static dev.kaltstart.kustomize.ManifestFields.isA;
import static dev.kaltstart.kustomize.ManifestFields.text;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kaltstart.cluster.DataSystem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * VolSync's ReplicationSources (src: backube/volsync:api/v1alpha1/replicationsource_types.go). The movers restic, rclone and,
 * in a fork, kopia write to a repository; the others copy into another volume, whose place the source does not say.
 */
final class VolSyncRule implements BackupRule {

    private static final int MOST = 10_000;

    private record Source(
            String namespace,
            String claim,
            String object,
            String mover,
            String schedule,
            boolean paused,
            String file) {}

    private final Map<String, List<Source>> sources = new LinkedHashMap<>();
    private int count;

    @Override
    public void see(String source, ObjectNode object) {
        if (isA(object, "volsync.backube", "ReplicationSource") && count++ < MOST) {
            var spec = at(object, "spec");
            var claim = ManifestText.name(spec, "sourcePVC");
            sources.computeIfAbsent(ManifestText.namespace(object) + "/" + claim, any -> new ArrayList<>())
                    .add(new Source(
                            ManifestText.namespace(object),
                            claim,
                            ManifestText.id(object),
                            mover(object),
                            ManifestText.name(spec, "trigger", "schedule"),
                            text(spec, "paused").equals("true"),
                            source));
        }
    }

    private static String mover(ObjectNode object) {
        return Stream.of("restic", "kopia", "rclone", "rsync", "rsyncTLS", "syncthing", "external")
                .filter(at(object, "spec")::has)
                .findFirst()
                .orElse("");
    }

    @Override
    public Stream<NamedClaim> names() {
        return sources.values().stream()
                .flatMap(same -> Optional.of(same.get(0)).stream())
                .filter(one -> !one.claim().isEmpty())
                .map(one -> new NamedClaim(one.namespace(), one.claim(), one.file()));
    }

    @Override
    public void judge(FoundVolume volume, List<ClaimMount> pods, Judgement judgement) {
        sources.getOrDefault(volume.id(), List.of()).forEach(one -> judge(one, judgement));
    }

    private static void judge(Source source, Judgement judgement) {
        if (source.paused()) {
            judgement.remark("VolSync " + source.object(), "is paused");
        } else if (source.schedule().isEmpty()) {
            judgement.remark("VolSync " + source.object(), "has no schedule: a person has to trigger it");
        } else if (List.of("restic", "kopia", "rclone").contains(source.mover())) {
            judgement.backup(
                    DataSystem.VOLSYNC, source.object(), source.mover() + ", " + source.schedule(), source.file());
        } else {
            judgement.doubt(
                    "VolSync " + source.object(),
                    "copies it with %s into another volume: whether that one is outside of the cluster is not known"
                            .formatted(source.mover().isEmpty() ? "an unknown mover" : source.mover()));
        }
    }
}
