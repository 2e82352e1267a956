package dev.kaltstart.flux.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaltstart.cluster.FakeCluster;
import dev.kaltstart.cluster.Mode;
import dev.kaltstart.flux.FluxWorld;
import dev.kaltstart.flux.lease.Suspension.State;
import dev.kaltstart.flux.object.FluxId;
import dev.kaltstart.flux.object.FluxKinds;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

@EnableKubernetesMockClient(https = false, crud = true)
@SuppressWarnings("NullAway.Init")
class SuspensionsTest {

    private static final String RECOVERY = "gd-2026-0001";
    private static final FluxId APPS = FluxId.kustomization("flux-system", "cluster-apps");
    private static final FluxId MEDIA = FluxId.kustomization("flux-system", "media");

    KubernetesMockServer server;
    KubernetesClient client;

    private final SuspensionRows rows = new SuspensionRows(database());
    private final Suspensions suspensions = new Suspensions(rows, Clock.systemUTC());
    private FakeCluster cluster;

    @BeforeEach
    void flux() {
        cluster = FakeCluster.homelab().with(client);
        new FluxWorld(client)
                .kustomization("cluster-apps")
                .there()
                .kustomization("media")
                .suspended()
                .there();
    }

    @Test
    void suspendsAndPutsBackWhatWasThereBefore() {
        hold(APPS);

        assertThat(suspended(APPS)).isTrue();
        assertThat(annotations(APPS))
                .containsEntry(LeaseMarks.HOLDER, RECOVERY)
                .containsEntry(LeaseMarks.REASON, "a bad commit")
                .containsKey(LeaseMarks.UNTIL);

        assertThat(suspensions.release(cluster, RECOVERY))
                .containsExactly("Kustomization flux-system/cluster-apps: follows Git again");
        assertThat(object(APPS).<Object>get("spec", "suspend")).isNull();
        assertThat(annotations(APPS)).isEmpty();
        assertThat(suspensions.open()).isEmpty();
    }

    @Test
    void leavesAndRemembersWhatSomebodyElseHasSuspended() {
        hold(APPS, MEDIA);
        suspensions.release(cluster, RECOVERY);

        assertThat(suspended(MEDIA)).isTrue();
        assertThat(annotations(MEDIA)).isEmpty();
    }

    @Test
    void suspendsAgainWhatSomebodyHadSuspendedWhenItsParentHasUndoneIt() {
        hold(MEDIA);
        change(MEDIA, Map.of("spec", Map.of("suspend", false)));

        assertThat(suspensions.release(cluster, RECOVERY))
                .singleElement()
                .asString()
                .endsWith("and is again");
        assertThat(suspended(MEDIA)).isTrue();
    }

    @Test
    void goesOnWhereItWasKilledBeforeFluxWasTold() {
        rows.insert(new Suspension(
                "1",
                RECOVERY,
                "homelab",
                Mode.LIVE,
                APPS,
                "a bad commit",
                State.WANTED,
                null,
                null,
                Clock.systemUTC().instant(),
                Clock.systemUTC().instant()));

        assertThat(suspensions.release(cluster, RECOVERY))
                .singleElement()
                .asString()
                .endsWith("was never suspended");
        assertThat(suspended(APPS)).isFalse();
    }

    @Test
    void letsGoOfWhatItWasKilledOverAfterFluxWasTold() {
        hold(APPS);
        rows.told(suspensions.open().get(0).id(), State.WANTED);

        suspensions.release(cluster, RECOVERY);

        assertThat(suspended(APPS)).isFalse();
    }

    @Test
    void doesNotClaimWhatAPersonHasSuspendedSinceItWasDecided() {
        hold(APPS);
        Suspension row = suspensions.open().get(0);
        rows.told(row.id(), State.WANTED);
        unmark(APPS);

        hold(APPS);
        suspensions.release(cluster, RECOVERY);

        assertThat(suspended(APPS)).isTrue();
    }

    @Test
    void leavesAloneWhatIsNotOursAnyMore() {
        hold(APPS);
        unmark(APPS);

        assertThat(suspensions.release(cluster, RECOVERY))
                .singleElement()
                .asString()
                .endsWith("left as it is");
        assertThat(suspended(APPS)).isTrue();
    }

    @Test
    void onlyTakesItsMarksOffWhatSomebodyHasResumed() {
        hold(APPS);
        change(APPS, Map.of("spec", Map.of("suspend", false)));

        suspensions.release(cluster, RECOVERY);

        assertThat(suspended(APPS)).isFalse();
        assertThat(annotations(APPS)).isEmpty();
    }

    @Test
    void canBeDoneTwiceAndBegunAgain() {
        hold(APPS);
        hold(APPS);
        suspensions.release(cluster, RECOVERY);
        suspensions.release(cluster, RECOVERY);
        hold(APPS);

        assertThat(suspended(APPS)).isTrue();
        assertThat(suspensions.open()).hasSize(1);
    }

    @Test
    void namesWhatStillMoves() {
        assertThat(suspensions.moving(cluster, List.of(APPS, MEDIA)))
                .containsExactly("Kustomization flux-system/cluster-apps");
    }

    @Test
    void keepsTheRowWhenTheClusterDoesNotAnswer() {
        hold(APPS);

        assertThatThrownBy(() -> suspensions.release(FakeCluster.homelab(), RECOVERY))
                .isInstanceOf(KubernetesClientException.class);
        assertThat(suspensions.open()).hasSize(1);
    }

    @Test
    void saysForHowLong() {
        hold(APPS);
        String before = annotations(APPS).get(LeaseMarks.UNTIL);
        var later = new Suspensions(rows, Clock.offset(Clock.systemUTC(), Duration.ofMinutes(40)));

        later.renew(cluster, later.open());

        assertThat(annotations(APPS).get(LeaseMarks.UNTIL)).isGreaterThan(before);
        assertThat(suspended(APPS)).isTrue();
    }

    private void hold(FluxId... objects) {
        suspensions.hold(cluster, Mode.LIVE, RECOVERY, "a bad commit", List.of(objects));
    }

    private void unmark(FluxId id) {
        FluxKinds.resource(client, id).edit(object -> {
            object.getMetadata().setAnnotations(Map.of());
            return object;
        });
    }

    private void change(FluxId id, Map<String, Object> with) {
        FluxKinds.resource(client, id).edit(object -> {
            object.setAdditionalProperties(SuspendSwitch.both(object.getAdditionalProperties(), with));
            return object;
        });
    }

    private boolean suspended(FluxId id) {
        return Boolean.TRUE.equals(object(id).get("spec", "suspend"));
    }

    private Map<String, String> annotations(FluxId id) {
        var annotations = new HashMap<>(object(id).getMetadata().getAnnotations());
        // this server keeps as null what a merge patch takes away
        annotations.values().removeIf(Objects::isNull);
        return annotations;
    }

    private GenericKubernetesResource object(FluxId id) {
        return FluxKinds.resource(client, id).get();
    }

    private static JdbcClient database() {
        var source = JdbcConnectionPool.create("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "sa", "");
        Flyway.configure().dataSource(source).load().migrate();
        return JdbcClient.create(source);
    }
}
