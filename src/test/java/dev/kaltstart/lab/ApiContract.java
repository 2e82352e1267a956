package dev.kaltstart.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Taint;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the Kubernetes API does with what is written to it. */
public abstract class ApiContract extends Contract {

    @Test
    void refusesAnUpdateOfWhatHasChangedSince() {
        ConfigMap seen = create("settings", Map.of("a", "1"));
        map("settings")
                .edit(object -> new ConfigMapBuilder(object).addToData("a", "2").build());

        var refused = refusal(() -> world.kubernetes()
                .resource(new ConfigMapBuilder(seen).addToData("a", "3").build())
                .update());

        assertThat(refused.getCode()).isEqualTo(409);
        assertThat(refused.getStatus().getReason()).isEqualTo("Conflict");
        assertThat(refused.getStatus().getMessage())
                .isEqualTo("Operation cannot be fulfilled on configmaps \"settings\": the object has been modified;"
                        + " please apply your changes to the latest version and try again");
        assertThat(map("settings").get().getData()).containsEntry("a", "2");
    }

    @Test
    void refusesASecondOneOfTheSameName() {
        create("settings", Map.of());

        var refused = refusal(() -> create("settings", Map.of()));

        assertThat(refused.getCode()).isEqualTo(409);
        assertThat(refused.getStatus().getReason()).isEqualTo("AlreadyExists");
        assertThat(refused.getStatus().getMessage()).isEqualTo("configmaps \"settings\" already exists");
    }

    @Test
    void refusesAnObjectInANamespaceThatIsNotThere() {
        var refused = refusal(() -> world.kubernetes()
                .resource(object("settings", Map.of()))
                .inNamespace("nowhere")
                .create());

        assertThat(refused.getCode()).isEqualTo(404);
        assertThat(refused.getStatus().getMessage()).isEqualTo("namespaces \"nowhere\" not found");
    }

    @Test
    void refusesANameThatIsNone() {
        var refused = refusal(() -> create("Not_A_Name", Map.of()));

        assertThat(refused.getCode()).isEqualTo(422);
        assertThat(refused.getStatus().getReason()).isEqualTo("Invalid");
        assertThat(refused.getStatus().getMessage())
                .startsWith("ConfigMap \"Not_A_Name\" is invalid: metadata.name: Invalid value: \"Not_A_Name\"");
    }

    @Test
    void refusesToDeleteAnotherObjectThanTheOneMeant() {
        create("settings", Map.of());

        var refused = refusal(() -> world.kubernetes()
                .raw(
                        "/api/v1/namespaces/" + world.namespace() + "/configmaps/settings",
                        "DELETE",
                        "{\"apiVersion\":\"v1\",\"kind\":\"DeleteOptions\",\"preconditions\":{\"uid\":\"another\"}}"));

        assertThat(refused.getCode()).isEqualTo(409);
        assertThat(refused.getStatus().getReason()).isEqualTo("Conflict");
        assertThat(map("settings").get()).isNotNull();
    }

    @Test
    void keepsWhatHasAFinalizerUntilItIsTakenOff() {
        create("settings", Map.of());
        map("settings").edit(object -> {
            object.getMetadata().getFinalizers().add("kaltstart.dev/held");
            return object;
        });

        map("settings").delete();
        assertThat(map("settings").get().getMetadata().getDeletionTimestamp()).isNotNull();

        map("settings").edit(object -> {
            object.getMetadata().getFinalizers().clear();
            return object;
        });
        assertThat(map("settings").get()).isNull();
    }

    @Test
    void doesNothingInADryRun() {
        world.kubernetes()
                .resource(object("settings", Map.of()))
                .inNamespace(world.namespace())
                .dryRun()
                .create();

        assertThat(map("settings").get()).isNull();
    }

    @Test
    void countsTheGenerationsOfAWorkloadButNotOfANode() {
        world.kubernetes()
                .nodes()
                .withName("wk-1")
                .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"unschedulable\":true}}");
        assertThat(node("wk-1").getMetadata().getGeneration()).isNull();

        var workload = new Workload(world, "app").create().running();
        long before = generation(workload);
        workload.deployment().patch(PatchContext.of(PatchType.JSON_MERGE), "{\"metadata\":{\"labels\":{\"a\":\"b\"}}}");
        assertThat(generation(workload)).as("a label").isEqualTo(before);
        workload.deployment().patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"replicas\":2}}");
        assertThat(generation(workload)).as("the specification").isEqualTo(before + 1);
        workload.deployment()
                .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"metadata\":{\"annotations\":{\"a\":\"b\"}}}");
        assertThat(generation(workload))
                .as("an annotation, for a Deployment hands them on")
                .isEqualTo(before + 2);
    }

    private static long generation(Workload workload) {
        return workload.deployment().get().getMetadata().getGeneration();
    }

    @Test
    void leavesTheStatusAloneWhenTheObjectIsUpdated() {
        Node seen = node("wk-1");
        seen.getStatus().setPhase("odd");
        seen.getSpec().setUnschedulable(true);
        world.kubernetes().resource(seen).update();

        assertThat(node("wk-1").getSpec().getUnschedulable()).isTrue();
        assertThat(node("wk-1").getStatus().getPhase()).isNotEqualTo("odd");
        assertThat(node("wk-1").getStatus().getAddresses()).isNotEmpty();
    }

    /** The list of taints has no key by which entries could be merged. */
    @Test
    void replacesAllTaintsInAPatchOfAnyKind() {
        for (PatchType type : new PatchType[] {PatchType.STRATEGIC_MERGE, PatchType.JSON_MERGE}) {
            patchTaint(type, "first");
            patchTaint(type, "second");
            assertThat(node("wk-1").getSpec().getTaints())
                    .as(type.name())
                    .extracting(Taint::getKey)
                    .containsExactly("second");
        }
    }

    private void patchTaint(PatchType type, String key) {
        world.kubernetes()
                .nodes()
                .withName("wk-1")
                .patch(
                        PatchContext.of(type),
                        "{\"spec\":{\"taints\":[{\"key\":\"%s\",\"effect\":\"NoSchedule\"}]}}".formatted(key));
    }

    @Test
    void refusesAPatchWhoseTestFails() {
        create("settings", Map.of("a", "1"));

        var refused = refusal(() -> map("settings")
                .patch(
                        PatchContext.of(PatchType.JSON),
                        "[{\"op\":\"test\",\"path\":\"/data/a\",\"value\":\"2\"},"
                                + "{\"op\":\"replace\",\"path\":\"/data/a\",\"value\":\"3\"}]"));

        assertThat(refused.getCode()).isEqualTo(422);
        assertThat(refused.getStatus().getReason()).isEqualTo("Invalid");
        assertThat(map("settings").get().getData()).containsEntry("a", "1");
    }

    @Test
    void knowsNoStrategicMergeForCustomResources() {
        var setting = new GenericKubernetesResource();
        setting.setApiVersion("longhorn.io/v1beta2");
        setting.setKind("Setting");
        setting.setMetadata(new ObjectMetaBuilder().withName("soft").build());
        setting.setAdditionalProperty("value", "true");
        world.kubernetes().resource(setting).inNamespace(world.namespace()).create();

        var refused = refusal(() -> world.kubernetes()
                .genericKubernetesResources("longhorn.io/v1beta2", "Setting")
                .inNamespace(world.namespace())
                .withName("soft")
                .patch(PatchContext.of(PatchType.STRATEGIC_MERGE), "{\"value\":\"false\"}"));

        assertThat(refused.getCode()).isEqualTo(415);
    }

    @Test
    void refusesAFieldThatPodsCannotBeSelectedBy() {
        var pods = world.kubernetes().pods().inNamespace(world.namespace());
        assertThat(pods.withField("spec.nodeName", "wk-1").list().getItems()).isEmpty();

        var refused = refusal(() -> pods.withField("spec.hostname", "wk-1").list());

        assertThat(refused.getCode()).isEqualTo(400);
    }

    protected final ConfigMap create(String name, Map<String, String> data) {
        return world.kubernetes()
                .resource(object(name, data))
                .inNamespace(world.namespace())
                .create();
    }

    protected static ConfigMap object(String name, Map<String, String> data) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withData(data)
                .build();
    }

    protected final Resource<ConfigMap> map(String name) {
        return world.kubernetes().configMaps().inNamespace(world.namespace()).withName(name);
    }

    private Node node(String name) {
        return world.kubernetes().nodes().withName(name).get();
    }

    protected static KubernetesClientException refusal(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        var refused = catchThrowableOfType(KubernetesClientException.class, call);
        assertThat(refused).as("was not refused").isNotNull();
        return refused;
    }
}
