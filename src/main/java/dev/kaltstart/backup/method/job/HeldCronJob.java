package dev.kaltstart.backup.method.job;

import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A CronJob, suspended for a restore and resumed after it. One that an operator has suspended stays suspended. */
record HeldCronJob(KubernetesClient client, String namespace, String name) {

    static final Map<String, Object> SUSPENDED = Map.of("spec", Map.of("suspend", true));

    private static final String HOLDER = "kaltstart.dev/suspended-for";

    /** As {@code kubectl create job --from} marks it (src: kubernetes/kubectl:pkg/cmd/create/create_job.go). */
    private static final String BY_HAND = "cronjob.kubernetes.io/instantiate";

    private static final PatchContext MERGE = new PatchContext.Builder()
            .withPatchType(PatchType.JSON_MERGE)
            .withFieldManager("kaltstart")
            .build();

    @Nullable
    CronJob find() {
        return client.batch()
                .v1()
                .cronjobs()
                .inNamespace(namespace)
                .withName(name)
                .get();
    }

    void suspend(String recovery) {
        @Nullable CronJob cronJob = find();
        if (cronJob != null && !suspended(cronJob)) {
            patch(Map.of(
                    "metadata", Map.of("annotations", Map.of(HOLDER, recovery)),
                    "spec", Map.of("suspend", true)));
        }
    }

    /** Suspending keeps no Job from going on that has begun. */
    boolean runs() {
        @Nullable CronJob cronJob = find();
        return cronJob != null
                && cronJob.getStatus() != null
                && !cronJob.getStatus().getActive().isEmpty();
    }

    void release(String recovery) {
        @Nullable CronJob cronJob = find();
        if (cronJob != null && heldFor(recovery, cronJob)) {
            var none = new HashMap<String, @Nullable Object>();
            none.put(HOLDER, null);
            patch(Map.of("metadata", Map.of("annotations", none), "spec", Collections.singletonMap("suspend", false)));
        }
    }

    static boolean suspended(CronJob cronJob) {
        return Boolean.TRUE.equals(cronJob.getSpec().getSuspend());
    }

    static boolean heldFor(String recovery, CronJob cronJob) {
        return recovery.equals(
                Objects.requireNonNullElse(cronJob.getMetadata().getAnnotations(), Map.<String, String>of())
                        .get(HOLDER));
    }

    /**
     * A backup of now. It has no owner, as the CronJob would delete it by its limits; its pod is named like all of the
     * CronJob's, as snapshots are found by that.
     *
     * @param token the same for the same restore
     */
    Job backup(CronJob cronJob, String token) {
        Job job = new JobBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(backupName(token))
                .withLabels(Map.of("app.kubernetes.io/managed-by", "kaltstart"))
                .withAnnotations(Map.of(BY_HAND, "manual"))
                .endMetadata()
                .withSpec(cronJob.getSpec().getJobTemplate().getSpec())
                .build();
        return RestoreJob.forADay(new JobBuilder(job).build());
    }

    String backupName(String token) {
        return name + "-" + String.format("%08d", Math.floorMod(token.hashCode(), 100_000_000));
    }

    private void patch(Map<String, Object> change) {
        client.batch().v1().cronjobs().inNamespace(namespace).withName(name).patch(MERGE, Serialization.asJson(change));
    }
}
