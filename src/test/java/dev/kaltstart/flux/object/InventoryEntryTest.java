package dev.kaltstart.flux.object;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InventoryEntryTest {

    @ParameterizedTest
    @CsvSource({
        "media_mediabox_apps_Deployment, Deployment.apps media/mediabox",
        "media_mediabox__Service, Service media/mediabox",
        "_media__Namespace, Namespace media",
        "_system__node_rbac.authorization.k8s.io_ClusterRole, ClusterRole.rbac.authorization.k8s.io system:node",
    })
    void readsWhatFluxHasWritten(String id, String message) {
        assertThat(InventoryEntry.of(id, "v1").orElseThrow().label()).isEqualTo(message);
    }

    @Test
    void theVersionOfTheApiMakesNoOtherObject() {
        assertThat(InventoryEntry.of("a_b_g_K", "v1").orElseThrow().label())
                .isEqualTo(InventoryEntry.of("a_b_g_K", "v2").orElseThrow().label());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "_", "a", "a_b", "a_b_c", "____", "a_b_g_"})
    void refusesWhatIsNoId(String id) {
        assertThat(InventoryEntry.of(id, "v1")).isEmpty();
    }
}
