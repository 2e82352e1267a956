package dev.kaltstart.backup.method.job;

import dev.kaltstart.backup.method.SortedJson;
import dev.kaltstart.engine.Failure;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientTimeoutException;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A Job of Kaltstart's that works on a lost claim. Its pod is started again a few times; the script begins from the start then. */
record RestoreJob(KubernetesClient client, String namespace, String name) {

    /** Of all Jobs that one claim has had from Kaltstart. */
    private static final String CLAIM = "kaltstart.dev/restored-claim";

    private static final int TRIES = 6;
    private static final int DAY = 86_400;
    private static final int PATIENCE = 60;

    /** @param claim that it belongs to, as a label */
    Job object(PodTemplateSpec pod, String claim) {
        return new JobBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .withLabels(Map.of("app.kubernetes.io/managed-by", "kaltstart", CLAIM, claim))
                .endMetadata()
                .withNewSpec()
                .withBackoffLimit(TRIES)
                .withTemplate(pod)
                .endSpec()
                .build();
    }

    /** As a command line. Plain values of variables are left out: there are people who put passwords there. */
    static String request(Job job) {
        Job shown = new JobBuilder(job).build();
        for (Container container : shown.getSpec().getTemplate().getSpec().getContainers()) {
            for (EnvVar variable : container.getEnv()) {
                if (variable.getValue() != null && !variable.getName().startsWith("KALTSTART_")) {
                    variable.setValue("(a value)");
                }
            }
        }
        return "kubectl -n " + job.getMetadata().getNamespace() + " create -f - # " + SortedJson.of(shown);
    }

    @Nullable
    Job find() {
        return resource().get();
    }

    /** Jobs of earlier choices for the same claim end before this one begins: two would write to it at once. */
    void begin(Job job) {
        client
                .batch()
                .v1()
                .jobs()
                .inNamespace(namespace)
                .withLabel(
                        CLAIM,
                        Objects.requireNonNull(job.getMetadata().getLabels().get(CLAIM)))
                .list()
                .getItems()
                .stream()
                .map(other -> other.getMetadata().getName())
                .filter(other -> !other.equals(name))
                .forEach(other -> new RestoreJob(client, namespace, other).remove());
        if (find() == null) {
            client.resource(job).create();
        }
    }

    /** Gone with its pods: one that still runs would write to the claim. */
    void remove() {
        if (find() == null) {
            return;
        }
        resource().withPropagationPolicy(DeletionPropagation.FOREGROUND).delete();
        try {
            resource().waitUntilCondition(Objects::isNull, PATIENCE, TimeUnit.SECONDS);
        } catch (KubernetesClientTimeoutException e) {
            throw new Failure.Retryable(
                    "JOB_REMAINS", "the Job " + namespace + "/" + name + " is deleted, but its pod has not ended yet");
        }
    }

    /** For a Job that nothing deletes later. */
    static Job forADay(Job job) {
        job.getSpec().setTtlSecondsAfterFinished(DAY);
        return job;
    }

    JobAnswer answer(Job job) {
        return JobAnswer.of(client, job);
    }

    private Resource<Job> resource() {
        return client.batch().v1().jobs().inNamespace(namespace).withName(name);
    }
}
