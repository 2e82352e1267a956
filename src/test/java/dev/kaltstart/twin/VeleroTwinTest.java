package dev.kaltstart.twin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.twin.data.VeleroBackups;
import dev.kaltstart.twin.data.VolumeData;
import dev.kaltstart.twin.store.Json;
import dev.kaltstart.twin.store.Kinds;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Schedule of Velero has made backups before the damage. */
class VeleroTwinTest {

    private static final Instant NIGHT = Instant.parse("2026-11-22T03:00:00Z");

    @TempDir
    Path directory;

    @Test
    void savesTheClaimsOfTheNamespacesOfItsSchedule() {
        try (var twin = TwinFixture.homelab(directory).losing("wk-2")) {
            save(
                    twin,
                    "{'metadata': {'namespace': 'velero', 'name': 'daily'},"
                            + " 'spec': {'template': {'includedNamespaces': ['office'], 'ttl': '720h0m0s'}}}");

            assertThat(list(twin, "v1", "Backup")).singleElement().satisfies(backup -> {
                assertThat(backup.getMetadata().getName()).isEqualTo("daily-20261122030000");
                assertThat(backup.getMetadata().getLabels()).isEqualTo(Map.of("velero.io/schedule-name", "daily"));
                assertThat(backup.<Object>get("status", "phase")).isEqualTo("Completed");
                assertThat(backup.<Object>get("status", "startTimestamp")).isEqualTo("2026-11-22T03:00:00Z");
            });
            assertThat(list(twin, "v2alpha1", "DataUpload"))
                    .isNotEmpty()
                    .allMatch(upload -> "office".equals(upload.get("spec", "sourceNamespace")));
        }
    }

    @Test
    void readsAScheduleWithoutATemplate() {
        try (var twin = TwinFixture.homelab(directory).losing("wk-2")) {
            save(twin, "{'metadata': {'namespace': 'velero', 'name': 'daily'}, 'spec': {'template': 'none'}}");

            assertThat(list(twin, "v1", "Backup")).hasSize(1);
        }
    }

    @Test
    void forgetsWhatWasSavedWhileTheTwinWasSetUp() {
        try (var twin = TwinFixture.homelab(directory).losing("wk-2")) {
            save(twin, "{'metadata': {'namespace': 'velero', 'name': 'daily'}}");
            twin.twin().world().on(world -> {
                VeleroBackups.forget(world);
                return world;
            });

            assertThat(list(twin, "v1", "Backup")).isEmpty();
            assertThat(list(twin, "v2alpha1", "DataUpload")).isEmpty();
        }
    }

    private static void save(TwinFixture twin, String schedule) {
        twin.twin().world().on(world -> {
            world.objects()
                    .list(Kinds.VOLUME)
                    .forEach(volume -> new VolumeData(7, 700).on(world, Json.text(volume, "metadata", "name")));
            VeleroBackups.scheduled(world, Json.of(schedule), NIGHT);
            return world;
        });
    }

    private static List<GenericKubernetesResource> list(TwinFixture twin, String version, String kind) {
        return twin.kubernetes()
                .genericKubernetesResources("velero.io/" + version, kind)
                .inAnyNamespace()
                .list()
                .getItems();
    }
}
