package dev.kaltstart.backup.method.job;

import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;

/** CronJobs and Jobs of the namespace office, and what becomes of them. */
final class JobsOfTheCluster {

    static final String RESTIC = """
            {name: backup, image: "docker.io/restic/restic:0.18.0", args: [backup, /data, --host, paperless],
             env: [{name: RESTIC_REPOSITORY, value: "s3:http://nas/backups"},
                   {name: RESTIC_PASSWORD, valueFrom: {secretKeyRef: {name: restic, key: password}}},
                   {name: PLAIN, value: "a-secret-in-plain-text"}],
             envFrom: [{secretRef: {name: s3}}],
             volumeMounts: [{name: data, mountPath: /data, readOnly: true}, {name: ca, mountPath: /etc/ca}]}""";

    private final KubernetesClient client;

    JobsOfTheCluster(KubernetesClient client) {
        this.client = client;
    }

    CronJob cronJob(String name, String container) {
        return cronJob(name, container, "");
    }

    /** @param pod more of its spec */
    CronJob cronJob(String name, String container, String pod) {
        return client.resource(
                        Serialization.unmarshal("""
                        apiVersion: batch/v1
                        kind: CronJob
                        metadata: {namespace: office, name: %s}
                        spec:
                          schedule: "0 3 * * *"
                          jobTemplate:
                            spec:
                              template:
                                metadata: {labels: {app: backup}}
                                spec:
                                  restartPolicy: OnFailure
                                  securityContext: {runAsUser: 0}
                                  volumes:
                                  - {name: data, persistentVolumeClaim: {claimName: data}}
                                  - {name: other, persistentVolumeClaim: {claimName: other}}
                                  - {name: ca, secret: {secretName: ca}}
                                  containers:
                                  - %s
                                  %s
                        """.formatted(name, container.replace("\n", " "), pod), CronJob.class))
                .create();
    }

    CronJob cronJob(String name) {
        return client.batch()
                .v1()
                .cronjobs()
                .inNamespace("office")
                .withName(name)
                .get();
    }

    List<Job> all() {
        return client.batch().v1().jobs().inNamespace("office").list().getItems();
    }

    Job job(String name) {
        return client.batch().v1().jobs().inNamespace("office").withName(name).get();
    }

    /** Its pod has ended, with this termination message. */
    void podEnded(Job job, int exitCode, String message) {
        podEnded(job, exitCode, message, job.getMetadata().getUid());
    }

    void podEnded(Job job, int exitCode, String message, String owner) {
        String name = job.getMetadata().getName();
        int number = client.pods().inNamespace("office").list().getItems().size();
        client.resource(new PodBuilder()
                        .withNewMetadata()
                        .withNamespace("office")
                        .withName(name + "-" + number)
                        .addToLabels("batch.kubernetes.io/job-name", name)
                        .addNewOwnerReference()
                        .withApiVersion("batch/v1")
                        .withKind("Job")
                        .withName(name)
                        .withUid(owner)
                        .endOwnerReference()
                        .endMetadata()
                        .withNewStatus()
                        .withPhase(exitCode == 0 ? "Succeeded" : "Failed")
                        .addNewContainerStatus()
                        .withName("restore")
                        .withNewState()
                        .withNewTerminated()
                        .withExitCode(exitCode)
                        .withMessage(message)
                        .withFinishedAt("2026-11-28T12:30:%02dZ".formatted(number))
                        .endTerminated()
                        .endState()
                        .endContainerStatus()
                        .endStatus()
                        .build())
                .create();
    }

    /** @param condition {@code Complete} or {@code Failed} */
    void ended(Job job, String condition) {
        job.setStatus(new JobStatusBuilder()
                .addNewCondition()
                .withType(condition)
                .withStatus("True")
                .endCondition()
                .build());
        client.resource(job).updateStatus();
    }

    static Map<String, String> variables(Job job) {
        return job.getSpec().getTemplate().getSpec().getContainers().get(0).getEnv().stream()
                .filter(variable -> variable.getValue() != null)
                .collect(java.util.stream.Collectors.toMap(
                        variable -> variable.getName(), variable -> variable.getValue()));
    }
}
