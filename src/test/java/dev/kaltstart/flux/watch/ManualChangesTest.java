package dev.kaltstart.flux.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.alert.Sightings;
import dev.kaltstart.flux.FluxWorld;
import dev.kaltstart.flux.object.FluxId;
import dev.kaltstart.flux.object.FluxKinds;
import dev.kaltstart.flux.object.FluxObject;
import dev.kaltstart.flux.object.InventoryEntry;
import dev.kaltstart.flux.object.ObjectMetadata;
import io.fabric8.kubernetes.api.model.FieldsV1;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntryBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@EnableKubernetesMockClient(https = false, crud = true)
@SuppressWarnings("NullAway.Init")
class ManualChangesTest {

    private static final FluxId APPS = FluxId.kustomization("flux-system", "apps");
    private static final Instant APPLIED = Instant.parse("2026-11-23T09:00:00Z");
    private static final String REPLICAS = "{\"f:spec\": {\"f:replicas\": {}}}";
    private static final String TWO_FIELDS = "{\"f:spec\": {\"f:replicas\": {}, \"f:paused\": {}}}";

    KubernetesMockServer server;
    KubernetesClient client;

    private final ManualChanges changes = new ManualChanges();
    private final Map<String, ObjectMeta> objects = new HashMap<>();
    private Instant now = Instant.parse("2026-11-23T10:00:00Z");
    private boolean served = true;

    @BeforeEach
    void oneApplication() {
        new FluxWorld(client)
                .kustomization("apps")
                .made("media_box_apps_Deployment", "v1")
                .made("media_job_batch_Job", "v1")
                .there();
        box(flux(TWO_FIELDS));
    }

    @Test
    void namesWhoChangedAnAppliedField() {
        assertThat(look()).isEmpty();

        box(flux("{\"f:spec\": {\"f:paused\": {}}}"), by("kubectl-edit", REPLICAS, "2026-11-23T10:00:10Z"));
        assertThat(look()).as("one look may meet what Flux takes back at once").isEmpty();

        assertThat(look()).singleElement().satisfies(found -> {
            assertThat(found.name()).isEqualTo("FluxManualChange");
            assertThat(found.object()).isEqualTo("Kustomization flux-system/apps");
            assertThat(found.since()).isEqualTo(Instant.parse("2026-11-23T10:00:10Z"));
            assertThat(found.message()).endsWith("Deployment.apps media/box was changed by kubectl-edit");
        });
    }

    @Test
    void knowsWhatKubectlChangedBeforeTheFirstLook() {
        box(flux(TWO_FIELDS), by("kubectl-patch", "{\"f:spec\": {\"f:minReadySeconds\": {}}}", "2026-11-23T09:30:00Z"));

        look();
        assertThat(look()).hasSize(1);
    }

    @Test
    void forgetsWhatWasChangedLongAgo() {
        box(flux(TWO_FIELDS), by("kubectl-edit", "{\"f:spec\": {\"f:minReadySeconds\": {}}}", "2026-11-20T09:30:00Z"));

        look();
        assertThat(look()).isEmpty();
    }

    @Test
    void noticesAnObjectThatIsGoneAndThatItIsBack() {
        look();
        objects.clear();
        look();
        assertThat(look())
                .singleElement()
                .satisfies(found -> assertThat(found.message()).endsWith("Deployment.apps media/box is gone"));

        box(flux(TWO_FIELDS));
        assertThat(look()).isEmpty();
        assertThat(changes.over(open(), now)).isTrue();
    }

    @Test
    void noticesAnObjectThatIsBeingDeleted() {
        Objects.requireNonNull(objects.get("media/box")).setDeletionTimestamp("2026-11-23T10:00:00Z");
        look();

        assertThat(look())
                .singleElement()
                .satisfies(found -> assertThat(found.message()).endsWith("media/box is being deleted"));
    }

    /** Lens and scripts come under many names. */
    @ParameterizedTest
    @CsvSource({"node-fetch,", "curl,", "kubectl,scale"})
    void noticesWhoeverTakesOverAnAppliedField(String manager, String subresource) {
        look();
        look();
        var entry = by(manager, REPLICAS, "2026-11-23T10:00:50Z");
        entry.setSubresource(subresource);
        box(flux("{\"f:spec\": {\"f:paused\": {}}}"), entry);

        look();
        assertThat(look()).hasSize(1);
    }

    @Test
    void noticesAnAppliedFieldThatWasRemoved() {
        look();
        look();
        box(flux("{\"f:spec\": {\"f:paused\": {}}}"));

        look();
        assertThat(look())
                .singleElement()
                .satisfies(found -> assertThat(found.message()).endsWith("media/box was changed"));
    }

    @Test
    void aCommitThatTakesAFieldOutIsNoTrouble() {
        look();
        look();
        box(by("kustomize-controller", REPLICAS, "2026-11-23T10:00:50Z"));

        look();
        assertThat(look()).isEmpty();
    }

    @Test
    void anAutoscalerIsNoTrouble() {
        look();
        look();
        var scaled = by("kube-controller-manager", REPLICAS, "2026-11-23T10:00:50Z");
        scaled.setSubresource("scale");
        box(flux("{\"f:spec\": {\"f:paused\": {}}}"), scaled);

        look();
        assertThat(look()).isEmpty();
    }

    @Test
    void aControllerThatAnswersEachTimeFluxAppliesIsNoTrouble() {
        for (int hour = 1; hour < 4; hour++) {
            box(by("kustomize-controller", TWO_FIELDS, "2026-11-23T1" + hour + ":00:00Z"));
            assertThat(look()).isEmpty();
            box(
                    by("kustomize-controller", "{\"f:spec\": {\"f:paused\": {}}}", "2026-11-23T1" + hour + ":00:00Z"),
                    by("cainjector", REPLICAS, "2026-11-23T1" + hour + ":00:01Z"));
            assertThat(look()).isEmpty();
            assertThat(look()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "kubectl-rollout | {\"f:spec\": {\"f:template\": {\"f:metadata\": {\"f:annotations\": {\".\": {},"
                        + " \"f:kubectl.kubernetes.io/restartedAt\": {}}}}}}",
                "kubectl-annotate | {\"f:metadata\": {\"f:annotations\": {\"f:note\": {}}}}",
                "kubectl-patch | {\"f:spec\": {\"f:suspend\": {}}}",
                "flux | {\"f:spec\": {\"f:suspend\": {}}}",
                "kaltstart | {\"f:spec\": {\"f:suspend\": {}}}",
                "kube-controller-manager | {\"f:metadata\": {\"f:annotations\": {\"f:revision\": {}}}}"
            })
    void ordinaryWorkIsNoTrouble(String manager, String fields) {
        look();
        look();
        box(flux(TWO_FIELDS), by(manager, fields, "2026-11-23T10:00:50Z"));

        look();
        assertThat(look()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ssa=Ignore", "ssa=IfNotPresent", "ssa=Merge", "reconcile=disabled"})
    void whatFluxLeavesAloneIsNoTrouble(String annotation) {
        box(flux(TWO_FIELDS), by("kubectl-edit", "{\"f:spec\": {\"f:minReadySeconds\": {}}}", "2026-11-23T10:00:10Z"));
        String[] pair = annotation.split("=");
        Objects.requireNonNull(objects.get("media/box"))
                .setAnnotations(Map.of("kustomize.toolkit.fluxcd.io/" + pair[0], pair[1]));

        look();
        assertThat(look()).isEmpty();
    }

    @Test
    void whatIsSuspendedOrNotReadyIsNotJudged() {
        for (boolean suspended : new boolean[] {true, false}) {
            FluxKinds.resource(client, APPS).delete();
            var one = new FluxWorld(client).kustomization("apps").made("media_box_apps_Deployment", "v1");
            (suspended ? one.suspended() : one.failing("BuildFailed", "no")).there();
            objects.clear();
            look();
            assertThat(look()).isEmpty();
        }
    }

    @Test
    void whatCannotBeListedIsNeitherGoneNorBack() {
        look();
        served = false;
        look();
        assertThat(look()).isEmpty();

        served = true;
        objects.clear();
        look();
        assertThat(look()).hasSize(1);
        served = false;
        assertThat(look()).as("no look has seen it come back").hasSize(1);
    }

    @Test
    void readsOnlyMetadataAndOnlyWhereAnInventoryMayPoint() {
        var metadata = new ObjectMetadata(client);
        client.secrets()
                .inNamespace("media")
                .resource(new SecretBuilder()
                        .withNewMetadata()
                        .withName("key")
                        .endMetadata()
                        .build())
                .create();

        assertThat(metadata.all(entry("", "Secret", "v1")).orElseThrow()).containsOnlyKeys("media/key");
        for (var evil : List.of(
                entry("", "Secret", "v1/namespaces/media/services/web/proxy"),
                entry("apps/v1/../../api", "Secret", "v1"),
                entry("", "Secret?x=", "v1"),
                entry("..", "Secret", "v1/.."))) {
            int asked = server.getRequestCount();
            assertThat(metadata.all(evil)).isEmpty();
            assertThat(server.getRequestCount()).isEqualTo(asked);
        }
    }

    private static InventoryEntry entry(String group, String kind, String version) {
        return new InventoryEntry("", "", group, kind, version);
    }

    private Sightings.Open open() {
        return new Sightings.Open(true, false, "f", ManualChanges.NAME, APPS.label(), now, now);
    }

    private List<DriftSignal> look() {
        now = now.plusSeconds(20);
        List<FluxObject> all = FluxKinds.find(client, APPS).stream().toList();
        return changes.look(all, kind -> served ? Optional.of(objects) : Optional.empty(), now);
    }

    private void box(ManagedFieldsEntry... entries) {
        objects.put(
                "media/box",
                new ObjectMetaBuilder()
                        .withNamespace("media")
                        .withName("box")
                        .withManagedFields(new ArrayList<>(List.of(entries)))
                        .build());
    }

    private static ManagedFieldsEntry flux(String fields) {
        return by("kustomize-controller", fields, APPLIED.toString());
    }

    private static ManagedFieldsEntry by(String manager, String fields, String time) {
        return new ManagedFieldsEntryBuilder()
                .withManager(manager)
                .withOperation(manager.equals("kustomize-controller") ? "Apply" : "Update")
                .withTime(time)
                .withFieldsV1(Serialization.unmarshal(fields, FieldsV1.class))
                .build();
    }
}
