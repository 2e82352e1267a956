package dev.kaltstart.backup.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaltstart.backup.RestoreProperties;
import dev.kaltstart.backup.drill.Drill.SeedResult;
import dev.kaltstart.backup.proof.EndedPods;
import dev.kaltstart.cluster.FakeCluster;
import dev.kaltstart.cluster.Mode;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.engine.FakeRun;
import dev.kaltstart.engine.Measurement;
import dev.kaltstart.engine.Subject;
import dev.kaltstart.engine.Turn;
import dev.kaltstart.recovery.EvidenceInMemory;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What is on record as proven afterwards, and what is not. */
@EnableKubernetesMockClient(https = false, crud = true)
@SuppressWarnings("NullAway.Init")
class ProveCopyTest {

    private static final String COPY = "office-restore-test";
    private static final String SENTINEL = "0b1c2d3e-0000-4000-8000-000000000001";

    KubernetesClient client;

    private final EvidenceInMemory evidence = new EvidenceInMemory();
    private ProvenRestores proven;
    private FakeRun run;

    @BeforeEach
    void begin() {
        var database = JdbcConnectionPool.create("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "sa", "");
        Flyway.configure().dataSource(database).load().migrate();
        proven = new ProvenRestores(JdbcClient.create(database));
        run = FakeRun.on(FakeCluster.homelab().with(client))
                .about(new Subject.OfNamespace("office"))
                .in(Mode.DRILL);
        new Drill("uid", COPY, List.of(new DrillClaim("office", "data", "uid", "volsync", SENTINEL)), List.of())
                .keep(run, evidence);
        Drill.keepSeeds(run, evidence, Map.of("data", new SeedResult(Instant.EPOCH, "", run.began())));
    }

    @Test
    void aDrillOfTheRealClusterIsOnRecord() {
        read(SENTINEL);

        assertThat(Turn.check(step(), run))
                .isInstanceOfSatisfying(
                        Check.Met.class,
                        met -> assertThat(met.measured()).containsExactly(Measurement.count("claimsProven", 1)));
        assertThat(proven.last("homelab")).containsOnlyKeys("office/data");
        assertThat(client.pods().inAnyNamespace().list().getItems()).isEmpty();
    }

    @Test
    void aRehearsalIsNot() {
        run.in(Mode.REHEARSAL);
        read(SENTINEL);

        assertThat(Turn.check(step(), run)).isInstanceOf(Check.Met.class);
        assertThat(proven.last("homelab")).isEmpty();
    }

    @Test
    void aCopyWithoutTheSentinelIsAQuestionForAPersonAndNotOnRecord() {
        read("");

        assertThatThrownBy(() -> Turn.check(step(), run))
                .isInstanceOfSatisfying(
                        Failure.NeedsHuman.class,
                        failure -> assertThat(failure.code()).isEqualTo("SENTINEL_MISSING"));
        assertThat(proven.last("homelab")).isEmpty();
        assertThat(run.get(DrillFacts.PROOF)).contains("is not in the copy");
    }

    private void read(String sentinel) {
        Turn.perform(step(), run);
        assertThat(Turn.check(step(), run)).isInstanceOf(Check.NotYet.class);
        client.pods()
                .inAnyNamespace()
                .list()
                .getItems()
                .forEach(pod -> new EndedPods(client, Instant.EPOCH)
                        .succeed(pod, "files=3\nbytes=4096\nsentinel=" + sentinel + "\n"));
    }

    private ProveCopy step() {
        return new ProveCopy(evidence, proven, new RestoreProperties("docker.io/library/busybox:1.37"));
    }
}
