package dev.kaltstart.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.cluster.FakeCluster;
import dev.kaltstart.cluster.RestoreChoice;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.FakeRun;
import dev.kaltstart.engine.Turn;
import dev.kaltstart.recovery.EvidenceInMemory;
import io.fabric8.kubernetes.api.model.PersistentVolumeBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A person chooses from what the methods have found, and gets commands for what only a person can restore. */
@EnableKubernetesMockClient(https = false, crud = true)
@SuppressWarnings("NullAway.Init")
class FindRestorePointsTest {

    KubernetesClient client;

    private final EvidenceInMemory evidence = new EvidenceInMemory();
    private FakeRun run;

    @BeforeEach
    void lose() {
        run = FakeRun.on(FakeCluster.homelab().with(client));
        evidence.keep(run, "lost-claims.json", """
                [{"namespace": "media", "name": "pg-1", "trouble": "was recreated", "former": "pv-1", "released": "pv-1"},
                 {"namespace": "media", "name": "data", "trouble": "is missing", "former": "pv-2", "released": "pv-2"}]""");
        for (String volume : List.of("pv-1", "pv-2")) {
            client.resource(new PersistentVolumeBuilder()
                            .withNewMetadata()
                            .withName(volume)
                            .endMetadata()
                            .withNewSpec()
                            .endSpec()
                            .build())
                    .create();
        }
        client.resource(new PersistentVolumeClaimBuilder()
                        .withNewMetadata()
                        .withNamespace("media")
                        .withName("pg-1")
                        .withLabels(Map.of("cnpg.io/cluster", "pg"))
                        .endMetadata()
                        .withNewSpec()
                        .endSpec()
                        .build())
                .create();
    }

    @Test
    void guidesThroughTheRecoveryOfPostgres() {
        assertThat(Turn.check(find(), run)).isInstanceOf(Check.Met.class);

        assertThat(run.get(RestoreFacts.TABLE))
                .contains("media/pg-1: no restore point found")
                .contains("media/data: its former volume pv-2");
        var brief = Turn.brief(new ChooseRestore(evidence), run);
        assertThat(brief.why()).contains("recovered by hand");
        assertThat(brief.commands()).anyMatch(line -> line.startsWith("# PostgreSQL media/pg: CloudNativePG"));
    }

    @Test
    void namesEachKindInFullSinceTwoToolsHaveBackups() {
        Turn.check(find(), run);

        assertThat(Turn.brief(new ChooseRestore(evidence), run).commands())
                .filteredOn(line -> line.contains("backups"))
                .hasSize(3)
                .allMatch(line -> line.contains("backups.velero.io")
                        || line.contains("backups.longhorn.io")
                        || line.contains("backups.postgresql.cnpg.io"));
    }

    private FindRestorePoints find() {
        return new FindRestorePoints(
                ScannedMethods.all(),
                evidence,
                run -> Instant.parse("2026-11-23T09:00:00Z"),
                cluster -> new RestoreChoice(Map.of()));
    }
}
