package dev.kaltstart.backup.method.kopiur;

import dev.kaltstart.backup.method.ObjectKind;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A SnapshotSchedule, suspended for a restore and resumed after it. One that an operator has suspended stays so. */
record KopiurSchedule(KubernetesClient client, String namespace, String name) {

    private static final String HOLDER = "kaltstart.dev/suspended-for";
    private static final PatchContext MERGE = new PatchContext.Builder()
            .withPatchType(PatchType.JSON_MERGE)
            .withFieldManager("kaltstart")
            .build();

    String request() {
        return "kubectl -n " + namespace + " patch snapshotschedules.kopiur.home-operations.com " + name
                + " --type=merge -p '{\"spec\":{\"schedule\":{\"suspend\":true}}}'";
    }

    /** Whether this recovery suspends the schedule, or has; the same before and after a kill in between. */
    boolean ours(String recovery) {
        return heldFor(recovery) || !suspended(find());
    }

    private static boolean suspended(@Nullable GenericKubernetesResource schedule) {
        return schedule != null && Boolean.TRUE.equals(schedule.get("spec", "schedule", "suspend"));
    }

    void suspend(String recovery) {
        @Nullable GenericKubernetesResource schedule = find();
        if (schedule != null && !suspended(schedule)) {
            patch(Map.of(
                    "metadata", Map.of("annotations", Map.of(HOLDER, recovery)),
                    "spec", Map.of("schedule", Map.of("suspend", true))));
        }
    }

    void release(String recovery) {
        if (heldFor(recovery)) {
            var none = new HashMap<String, @Nullable Object>();
            none.put(HOLDER, null);
            patch(Map.of(
                    "metadata", Map.of("annotations", none),
                    "spec", Map.of("schedule", Collections.singletonMap("suspend", null))));
        }
    }

    boolean heldFor(String recovery) {
        @Nullable GenericKubernetesResource schedule = find();
        return schedule != null
                && schedule.getMetadata().getAnnotations() != null
                && recovery.equals(schedule.getMetadata().getAnnotations().get(HOLDER));
    }

    private @Nullable GenericKubernetesResource find() {
        return ObjectKind.KOPIUR_SCHEDULE.find(client, namespace, name);
    }

    private void patch(Map<String, Object> change) {
        ObjectKind.KOPIUR_SCHEDULE.named(client, namespace, name).patch(MERGE, Serialization.asJson(change));
    }
}
