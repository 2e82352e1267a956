package dev.kaltstart.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Who owns which field when several managers apply (server-side apply). */
abstract class ApplyContract extends Contract {

    @Test
    void remembersWhoAppliedWhat() {
        apply("kaltstart", false, Map.of("a", "1"));

        assertThat(map().get().getMetadata().getManagedFields()).singleElement().satisfies(entry -> {
            assertThat(entry.getManager()).isEqualTo("kaltstart");
            assertThat(entry.getOperation()).isEqualTo("Apply");
            assertThat(entry.getFieldsV1().getAdditionalProperties().toString()).contains("f:data", "f:a");
        });
    }

    @Test
    void refusesToTakeAFieldFromAnotherManagerUnlessForced() {
        apply("kaltstart", false, Map.of("a", "1"));

        var refused = refusal(() -> apply("flux", false, Map.of("a", "2")));
        assertThat(refused.getCode()).isEqualTo(409);
        assertThat(refused.getStatus().getReason()).isEqualTo("Conflict");
        assertThat(refused.getStatus().getMessage())
                .isEqualTo("Apply failed with 1 conflict: conflict with \"kaltstart\": .data.a");

        apply("flux", true, Map.of("a", "2"));
        assertThat(map().get().getData()).containsEntry("a", "2");
        refused = refusal(() -> apply("kaltstart", false, Map.of("a", "1")));
        assertThat(refused.getStatus().getMessage()).contains("conflict with \"flux\": .data.a");
    }

    @Test
    void sharesAFieldThatBothApplyWithTheSameValue() {
        apply("kaltstart", false, Map.of("a", "1"));
        apply("flux", false, Map.of("a", "1", "b", "1"));

        apply("flux", false, Map.of("b", "1"));
        assertThat(map().get().getData()).isEqualTo(Map.of("a", "1", "b", "1"));
        apply("kaltstart", false, Map.of());
        assertThat(map().get().getData()).isEqualTo(Map.of("b", "1"));
    }

    @Test
    void leavesWhatAnotherManagerHasAdded() {
        apply("kaltstart", false, Map.of("a", "1"));
        map().patch(
                        new PatchContext.Builder()
                                .withPatchType(PatchType.JSON_MERGE)
                                .withFieldManager("editor")
                                .build(),
                        "{\"data\":{\"b\":\"1\"}}");

        apply("kaltstart", false, Map.of("a", "2"));
        assertThat(map().get().getData()).isEqualTo(Map.of("a", "2", "b", "1"));
        assertThat(refusal(() -> apply("kaltstart", false, Map.of("b", "2")))
                        .getStatus()
                        .getMessage())
                .startsWith("Apply failed with 1 conflict: conflict with \"editor\" using v1");
    }

    private void apply(String manager, boolean force, Map<String, String> data) {
        var object = new ConfigMapBuilder()
                .withNewMetadata()
                .withName("settings")
                .withNamespace(world.namespace())
                .endMetadata()
                .withData(data)
                .build();
        world.kubernetes()
                .configMaps()
                .inNamespace(world.namespace())
                .withName("settings")
                .patch(
                        new PatchContext.Builder()
                                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                                .withFieldManager(manager)
                                .withForce(force)
                                .build(),
                        object);
    }

    private Resource<ConfigMap> map() {
        return world.kubernetes().configMaps().inNamespace(world.namespace()).withName("settings");
    }

    private static KubernetesClientException refusal(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        var refused = catchThrowableOfType(KubernetesClientException.class, call);
        assertThat(refused).as("was not refused").isNotNull();
        return refused;
    }
}
