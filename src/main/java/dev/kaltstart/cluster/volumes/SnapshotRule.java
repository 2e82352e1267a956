package dev.kaltstart.cluster.volumes;

import static dev.kaltstart.kustomize.ManifestFields.at;
import static dev.kaltstart.kustomize.ManifestFields.isA;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Snapshots on a schedule (src: backube/snapscheduler:api/v1/snapshotschedule_types.go): they are lost with the storage. */
final class SnapshotRule implements BackupRule {

    private static final int MOST = 100;

    private record Schedule(String id, JsonNode selector) {}

    private final Map<String, List<Schedule>> schedules = new HashMap<>();

    @Override
    public void see(String source, ObjectNode object) {
        if (isA(object, "snapscheduler.backube", "SnapshotSchedule") && schedules.size() < MOST) {
            schedules
                    .computeIfAbsent(ManifestText.namespace(object), any -> new ArrayList<>())
                    .add(new Schedule(ManifestText.id(object), at(object, "spec", "claimSelector")));
        }
    }

    @Override
    public void judge(FoundVolume volume, List<ClaimMount> pods, Judgement judgement) {
        schedules.getOrDefault(volume.namespace(), List.of()).stream()
                .filter(one -> LabelMatch.of(one.selector(), volume.labels()).orElse(false))
                .limit(1)
                .forEach(one -> judgement.remark(one.id(), "only takes snapshots, which are lost with the storage"));
    }
}
