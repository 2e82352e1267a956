package dev.kaltstart.backup.proof;

import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;

/** Ends pods as a kubelet does, with what they have written to their termination log. */
public record EndedPods(KubernetesClient client, Instant at) {

    public void succeed(Pod pod, String message) {
        end(pod, "Succeeded", 0, message);
    }

    public void end(Pod pod, String phase, int exit, String message) {
        pod.setStatus(new PodStatusBuilder()
                .withPhase(phase)
                .withContainerStatuses(new ContainerStatusBuilder()
                        .withName("probe")
                        .withImage("busybox")
                        .withImageID("")
                        .withReady(false)
                        .withRestartCount(0)
                        .withNewState()
                        .withNewTerminated()
                        .withExitCode(exit)
                        .withMessage(message)
                        .withFinishedAt(at.toString())
                        .endTerminated()
                        .endState()
                        .build())
                .build());
        client.resource(pod).updateStatus();
    }
}
