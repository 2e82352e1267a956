package dev.kaltstart.backup.protection;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.kaltstart.cluster.DataSystem;
import dev.kaltstart.cluster.volumes.DeclaredBackup;
import dev.kaltstart.cluster.volumes.DeclaredVolume;
import dev.kaltstart.cluster.volumes.DeclaredVolumes;
import dev.kaltstart.cluster.volumes.Protection;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The public view of what backs up a cluster.
 *
 * @param unread where the repository may declare more volumes
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record BackupsView(List<DeclaredView> declared, List<String> unread, LiveView live) {

    static final LiveView TWIN = new LiveView(null, "this cluster exists only as a twin", null, List.of(), List.of());

    static BackupsView of(DeclaredVolumes volumes, LiveView live) {
        return new BackupsView(volumes.all().stream().map(DeclaredView::of).toList(), volumes.unread(), live);
    }

    static LiveView live(SeenProtection seen) {
        return new LiveView(
                seen.at(),
                seen.unknown().isEmpty() ? null : seen.unknown(),
                seen.target().toSeconds(),
                seen.volumes().stream()
                        .map(one -> VolumeView.of(one, seen.at()))
                        .toList(),
                seen.notes());
    }

    /** @param storage what holds the data; missing when unknown */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record DeclaredView(
            String namespace,
            String claim,
            String app,
            String size,
            String storageClass,
            @Nullable String storage,
            List<String> accessModes,
            Protection protection,
            List<BackupView> backups,
            String remark,
            String source) {

        static DeclaredView of(DeclaredVolume one) {
            return new DeclaredView(
                    one.namespace(),
                    one.claim(),
                    one.app(),
                    one.size(),
                    one.storageClass(),
                    label(one.storage()),
                    one.accessModes(),
                    one.protection(),
                    one.backups().stream().map(BackupView::of).toList(),
                    one.remark(),
                    one.source());
        }
    }

    record BackupView(String system, String object, String detail, String source) {
        static BackupView of(DeclaredBackup one) {
            return new BackupView(one.system().label(), one.object(), one.detail(), one.source());
        }
    }

    /**
     * @param unknown why the cluster was not read; missing when it was
     * @param targetSeconds how much data may be lost
     * @param notes what could not be read
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record LiveView(
            @Nullable Instant at,
            @Nullable String unknown,
            @Nullable Long targetSeconds,
            List<VolumeView> volumes,
            List<String> notes) {}

    /**
     * @param newest restore point that can be used; missing when there is none
     * @param ageSeconds of that point
     * @param proven when a restore last succeeded; missing when that is not known
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record VolumeView(
            String namespace,
            String claim,
            String volume,
            String app,
            String size,
            @Nullable String storage,
            List<String> methods,
            @Nullable PointView newest,
            @Nullable Long ageSeconds,
            Rpo rpo,
            @Nullable Instant proven,
            String remark) {

        static VolumeView of(ProtectedVolume one, Instant now) {
            return new VolumeView(
                    one.namespace(),
                    one.claim(),
                    one.volume(),
                    one.app(),
                    one.size(),
                    label(one.storage()),
                    one.methods().stream().map(DataSystem::label).toList(),
                    one.newest()
                            .map(point -> new PointView(point.system().label(), point.object(), point.at()))
                            .orElse(null),
                    one.age(now).map(age -> age.toSeconds()).orElse(null),
                    one.rpo(),
                    one.proven().orElse(null),
                    one.remark());
        }
    }

    record PointView(String system, String object, Instant at) {}

    private static @Nullable String label(@Nullable DataSystem system) {
        return system == null ? null : system.label();
    }
}
