package dev.kaltstart.flux.watch;

import static dev.kaltstart.flux.FluxWorld.NEWEST;
import static dev.kaltstart.flux.FluxWorld.OLDER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.alert.Sightings;
import dev.kaltstart.alert.Sightings.Sighting;
import dev.kaltstart.cluster.FakeCluster;
import dev.kaltstart.flux.FluxWorld;
import dev.kaltstart.flux.KeptSightings;
import dev.kaltstart.flux.OneCluster;
import dev.kaltstart.flux.lease.LeaseMarks;
import dev.kaltstart.flux.lease.SeenStandstills;
import dev.kaltstart.flux.lease.Standstill;
import dev.kaltstart.flux.lease.SuspensionRows;
import dev.kaltstart.flux.lease.Suspensions;
import dev.kaltstart.flux.object.Cause;
import dev.kaltstart.flux.object.Drift;
import dev.kaltstart.flux.object.FluxId;
import dev.kaltstart.flux.object.FluxKinds;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.h2.jdbcx.JdbcDataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

@EnableKubernetesMockClient(https = false, crud = true)
@SuppressWarnings("NullAway.Init")
class FluxProbeTest {

    private static final FluxId APPS = FluxId.kustomization("flux-system", "cluster-apps");
    private static final FluxId SOURCE = new FluxId("GitRepository", "flux-system", "flux-system");
    private static final String THIRD = "main@sha1:bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";

    KubernetesMockServer server;
    KubernetesClient client;

    private final MovedClock clock = new MovedClock();
    private final KeptSightings sightings = new KeptSightings();
    private @Nullable FluxProbe probe;
    private FluxLooks.@Nullable Seen seen;

    @Test
    void proposesOnceWhatIsNotReadyForLongAndSaysWhenItIs() {
        notReadySince(clock.instant());
        look();
        clock.pass(Duration.ofMinutes(9));
        notReadySince(clock.instant().minus(Duration.ofMinutes(9)));
        look();
        assertThat(sightings.reported).as("it may pass").isEmpty();

        clock.pass(Duration.ofMinutes(1));
        notReadySince(clock.instant().minus(Duration.ofMinutes(10)));
        look();
        look();

        assertThat(sightings.reported).singleElement().satisfies(reported -> {
            assertThat(reported.name()).isEqualTo("FluxKustomizationNotReady");
            assertThat(reported.object()).isEqualTo("Kustomization flux-system/cluster-apps");
            assertThat(reported.since()).isEqualTo(clock.instant().minus(Duration.ofMinutes(10)));
            assertThat(reported.message())
                    .isEqualTo("Kustomization flux-system/cluster-apps: applied, and what it applied is not healthy:"
                            + " no such file");
        });

        clock.pass(Duration.ofMinutes(1));
        allIsWell();
        look();
        assertThat(sightings.open).isEmpty();
    }

    @Test
    void whatWasProposedBeforeARestartStaysUntilItWasLookedAt() {
        notReadySince(clock.instant().minus(Duration.ofMinutes(10)));
        look();
        probe = null;
        seen = null;
        look();
        assertThat(sightings.open).as("nobody has looked").hasSize(1);

        clock.pass(Duration.ofMinutes(1));
        notReadySince(clock.instant());
        look();
        assertThat(sightings.open)
                .as("it is not ready, whoever remembers since when")
                .hasSize(1);
        assertThat(sightings.reported).hasSize(1);
    }

    @Test
    void proposesAnewWhatARecoveryOfSomethingElseHasLeftBehind() {
        notReadySince(clock.instant().minus(Duration.ofMinutes(10)));
        look();
        sightings.leaveBehind();
        look();
        look();

        assertThat(sightings.reported).hasSize(2);
        assertThat(sightings.open).hasSize(1);
    }

    @Test
    void endsWhatFluxToldOfAndWhatIsWellAgain() {
        sightings.fluxTold("FluxKustomizationNotReady", APPS.label(), clock.instant());
        sightings.fluxTold("FluxGitRepositoryNotReady", "GitRepository media/charts", clock.instant());
        allIsWell();
        look();
        assertThat(sightings.open).as("reported since the look").hasSize(2);

        clock.pass(Duration.ofMinutes(1));
        allIsWell();
        look();
        assertThat(sightings.open)
                .extracting(Sightings.Open::object)
                .as("a source that nobody looks at may be as it was")
                .containsExactly("GitRepository media/charts");
    }

    @Test
    void proposesWhenMuchVanishesFromOneLookToTheNext() {
        world().kustomization("cluster-apps").pruning().made(12).there();
        look();
        made(APPS, 1);
        look();

        assertThat(reported()).singleElement().satisfies(reported -> {
            assertThat(reported.name()).isEqualTo("FluxPruned");
            assertThat(reported.object()).isEqualTo("Kustomization flux-system/cluster-apps");
            assertThat(reported.message()).contains("11 objects", "ConfigMap media/part-");
        });

        made(APPS, 12);
        look();
        assertThat(sightings.open).as("they are back").isEmpty();
    }

    @Test
    void proposesWhenKustomizationsVanishWithAllThatTheyMade() {
        FluxWorld world = world();
        for (int number = 0; number < 4; number++) {
            world.kustomization("app-" + number).pruning().made(number * 100, 5).there();
        }
        look();
        for (int number = 0; number < 4; number++) {
            FluxKinds.resource(client, FluxId.kustomization("flux-system", "app-" + number))
                    .delete();
        }
        look();

        assertThat(reported())
                .singleElement()
                .satisfies(reported -> assertThat(reported.message()).contains("20 objects"));
    }

    @Test
    void aFewObjectsAndWhatMovesAndWhatIsNotPrunedAreNoTrouble() {
        FluxWorld world = world();
        world.kustomization("few").pruning().made(0, 10).there();
        world.kustomization("moves").pruning().made(100, 30).there();
        world.kustomization("kept").made(200, 30).there();
        world.kustomization("held").pruning().suspended().made(300, 30).there();
        look();
        made(FluxId.kustomization("flux-system", "few"), 0);
        FluxKinds.resource(client, FluxId.kustomization("flux-system", "moves")).delete();
        world.kustomization("taker").pruning().made(100, 30).there();
        FluxKinds.resource(client, FluxId.kustomization("flux-system", "kept")).delete();
        FluxKinds.resource(client, FluxId.kustomization("flux-system", "held")).delete();
        look();

        assertThat(reported()).isEmpty();
    }

    @Test
    void whatVanishedWhileNobodyLookedIsNotClaimed() {
        world().kustomization("cluster-apps").pruning().made(30).there();
        look();
        probe = null;
        made(APPS, 0);
        look();

        assertThat(reported()).isEmpty();
    }

    @Test
    void proposesWhenASourceGoesBackToARevisionThatItHadBefore() {
        world().kustomization("cluster-apps").there();
        revision(OLDER);
        look();
        revision(NEWEST);
        look();
        assertThat(reported()).as("it goes on").isEmpty();

        revision(OLDER);
        look();
        look();

        assertThat(reported()).singleElement().satisfies(reported -> {
            assertThat(reported.name()).isEqualTo("FluxRevisionWentBack");
            assertThat(reported.object()).isEqualTo("GitRepository flux-system/flux-system");
            assertThat(reported.message()).contains("from " + NEWEST, "to " + OLDER);
        });

        revision(THIRD);
        look();
        assertThat(sightings.open).as("what was lost is still lost").hasSize(1);
        revision(NEWEST);
        look();
        assertThat(sightings.open).as("it is where it was").isEmpty();
        assertThat(sightings.reported).hasSize(1);
    }

    @Test
    void whatHappenedOnceIsNoTroubleAfterADay() {
        world().kustomization("cluster-apps").pruning().made(30).there();
        look();
        made(APPS, 0);
        look();
        clock.pass(Duration.ofHours(24));
        look();
        assertThat(sightings.open).hasSize(1);

        clock.pass(Duration.ofMinutes(1));
        look();
        look();
        assertThat(sightings.open).isEmpty();
        assertThat(sightings.reported).hasSize(1);
    }

    @Test
    void looksAtNoTwinAndGivesUpOnAnApiThatDoesNotAnswer() {
        sightings.fluxTold("FluxKustomizationNotReady", APPS.label(), Instant.EPOCH);
        probe(FakeCluster.homelab(), false).look();
        allIsWell();
        probe(FakeCluster.homelab().with(client), true).look();

        assertThat(sightings.reported).isEmpty();
        assertThat(sightings.open).hasSize(1);
    }

    @Test
    void tellsForWhomAnObjectStandsStill() {
        world().kustomization("cluster-apps").suspended().there();
        world().kustomization("other").suspended().there();
        world().kustomization("free").there();
        var marks = Map.of(
                LeaseMarks.HOLDER, "r-1", LeaseMarks.REASON, "a prune", LeaseMarks.UNTIL, "2026-11-23T11:00:00Z");
        FluxKinds.resource(client, APPS).edit(object -> {
            object.getMetadata().setAnnotations(new HashMap<>(marks));
            return object;
        });
        var standstills = standstills();
        probe = probe(FakeCluster.homelab().with(client), false, standstills);
        look();

        assertThat(standstills.of("homelab"))
                .containsExactlyInAnyOrder(
                        new Standstill(APPS, "r-1", "a prune", Instant.parse("2026-11-23T11:00:00Z")),
                        new Standstill(FluxId.kustomization("flux-system", "other"), null, null, null));
    }

    @Test
    void proposesAtTheSecondLookWhatCannotPassByItself() {
        notReadySince(Cause.BUILD, clock.instant());
        look();
        assertThat(sightings.reported).as("one look may have met a push").isEmpty();

        clock.pass(Duration.ofSeconds(20));
        notReadySince(Cause.BUILD, clock.instant().minus(Duration.ofSeconds(20)));
        look();

        assertThat(reported())
                .singleElement()
                .satisfies(reported ->
                        assertThat(reported.since()).isEqualTo(clock.instant().minus(Duration.ofSeconds(20))));
    }

    @Test
    void oneClaimThatVanishesIsTrouble() {
        world().kustomization("cluster-apps")
                .pruning()
                .made(3)
                .made("home_data__PersistentVolumeClaim", "v1")
                .there();
        look();
        made(APPS, 3);
        look();

        assertThat(reported()).singleElement().satisfies(reported -> {
            assertThat(reported.name()).isEqualTo("FluxPruned");
            assertThat(reported.message())
                    .isEqualTo("Kustomization flux-system/cluster-apps: Flux deleted PersistentVolumeClaim home/data");
        });

        inventory(APPS, "home_data__PersistentVolumeClaim");
        look();
        assertThat(sightings.open).as("it is back").isEmpty();
    }

    @Test
    void oneObjectOfACriticalNamespaceThatVanishesIsTrouble() {
        world().kustomization("cluster-apps")
                .pruning()
                .made("office_paperless_apps_Deployment", "v1")
                .made("home_dashboard_apps_Deployment", "v1")
                .there();
        look();
        inventory(APPS, "office_paperless_apps_Deployment");
        look();
        assertThat(reported()).as("home is not critical").isEmpty();

        inventory(APPS);
        look();
        assertThat(reported())
                .singleElement()
                .satisfies(reported ->
                        assertThat(reported.message()).endsWith("Flux deleted Deployment.apps office/paperless"));
    }

    @Test
    void aRolloutThatReplacesAGeneratedConfigMapIsNoTrouble() {
        world().kustomization("cluster-apps")
                .pruning()
                .made("office_settings-5m8h2kg9tb__ConfigMap", "v1")
                .there();
        look();
        inventory(APPS, "office_settings-c29dgf7m6t__ConfigMap");
        look();

        assertThat(reported()).isEmpty();
    }

    private void inventory(FluxId id, String... objects) {
        status(
                id,
                "inventory",
                Map.of(
                        "entries",
                        List.of(objects).stream()
                                .map(object -> Map.of("id", object, "v", "v1"))
                                .toList()));
    }

    private List<Sighting> reported() {
        return sightings.reported;
    }

    private FluxWorld world() {
        var world = new FluxWorld(client);
        return FluxKinds.find(client, SOURCE).isPresent() ? world : world.source(NEWEST);
    }

    private void made(FluxId id, int objects) {
        status(
                id,
                "inventory",
                Map.of(
                        "entries",
                        IntStream.range(0, objects)
                                .mapToObj(number -> Map.of("id", "media_part-" + number + "__ConfigMap", "v", "v1"))
                                .toList()));
    }

    private void revision(String revision) {
        status(SOURCE, "artifact", Map.of("revision", revision));
    }

    private void status(FluxId id, String field, Object value) {
        FluxKinds.resource(client, id).edit(object -> {
            GenericKubernetesResource changed = object;
            Map<String, Object> status = new HashMap<>(changed.<Map<String, Object>>get("status"));
            status.put(field, value);
            changed.setAdditionalProperty("status", status);
            return changed;
        });
    }

    private void notReadySince(Instant since) {
        notReadySince(Cause.UNHEALTHY, since);
    }

    private void notReadySince(Cause cause, Instant since) {
        var root = new Drift.Root(APPS, cause, "no such file", "", "", "", List.of(APPS));
        seen = new FluxLooks.Seen(
                clock.instant(),
                FluxLooks.Api.ANSWERED,
                new Drift(3, List.of(root), List.of(), List.of()),
                null,
                Map.of(APPS, since));
    }

    private void allIsWell() {
        seen = new FluxLooks.Seen(
                clock.instant(), FluxLooks.Api.ANSWERED, new Drift(3, List.of(), List.of(), List.of()), null, Map.of());
    }

    private void look() {
        if (probe == null) {
            probe = probe(FakeCluster.homelab().with(client), false);
        }
        probe.look();
    }

    private FluxProbe probe(FakeCluster cluster, boolean twinOnly) {
        return probe(cluster, twinOnly, standstills());
    }

    private FluxProbe probe(FakeCluster cluster, boolean twinOnly, SeenStandstills standstills) {
        var properties = new FluxProperties(Duration.ofMinutes(1), Duration.ofMinutes(10), 10);
        return new FluxProbe(
                new OneCluster(cluster, twinOnly, List.of("office")),
                name -> Optional.ofNullable(seen),
                sightings,
                standstills,
                properties,
                clock);
    }

    private SeenStandstills standstills() {
        var rows = new SuspensionRows(JdbcClient.create(new JdbcDataSource()));
        return new SeenStandstills(new Suspensions(rows, clock));
    }

    private static final class MovedClock extends Clock {

        private Instant now = Instant.parse("2026-11-23T10:00:00Z");

        void pass(Duration time) {
            now = now.plus(time);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
