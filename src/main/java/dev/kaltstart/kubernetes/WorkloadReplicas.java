package dev.kaltstart.kubernetes;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The replicas of a Deployment, StatefulSet or DaemonSet: how many it wants, and how many are ready.
 *
 * @param claims that its pods mount, as namespace/name
 * @param off scaled to 0; a DaemonSet that no node wants is not
 */
record WorkloadReplicas(String namespace, String name, int wanted, int ready, Set<String> claims, boolean off) {

    static WorkloadReplicas of(Deployment object) {
        var status = object.getStatus();
        return of(
                object.getMetadata(),
                wanted(object.getSpec().getReplicas()),
                status == null ? null : status.getReadyReplicas(),
                claims(object.getMetadata().getNamespace(), object.getSpec().getTemplate()));
    }

    static WorkloadReplicas of(StatefulSet object) {
        var status = object.getStatus();
        var metadata = object.getMetadata();
        int wanted = wanted(object.getSpec().getReplicas());
        var claims =
                new HashSet<>(claims(metadata.getNamespace(), object.getSpec().getTemplate()));
        object.getSpec()
                .getVolumeClaimTemplates()
                .forEach(template -> IntStream.range(0, wanted)
                        .mapToObj(n -> metadata.getNamespace() + "/"
                                + template.getMetadata().getName() + "-" + metadata.getName() + "-" + n)
                        .forEach(claims::add));
        return of(metadata, wanted, status == null ? null : status.getReadyReplicas(), claims);
    }

    /** Its controller counts the nodes that should have a pod; until then, none is missing. */
    static WorkloadReplicas of(DaemonSet object) {
        var status = object.getStatus();
        var metadata = object.getMetadata();
        return new WorkloadReplicas(
                metadata.getNamespace(),
                metadata.getName(),
                status == null ? 0 : number(status.getDesiredNumberScheduled()),
                status == null ? 0 : number(status.getNumberReady()),
                claims(metadata.getNamespace(), object.getSpec().getTemplate()),
                false);
    }

    private static WorkloadReplicas of(ObjectMeta metadata, int wanted, @Nullable Integer ready, Set<String> claims) {
        return new WorkloadReplicas(
                metadata.getNamespace(), metadata.getName(), wanted, number(ready), Set.copyOf(claims), wanted == 0);
    }

    private static int number(@Nullable Integer replicas) {
        return replicas == null ? 0 : replicas;
    }

    /** One, where the object does not say. */
    private static int wanted(@Nullable Integer replicas) {
        return replicas == null ? 1 : replicas;
    }

    private static Set<String> claims(String namespace, @Nullable PodTemplateSpec template) {
        var claims = new HashSet<String>();
        if (template != null && template.getSpec() != null) {
            template.getSpec().getVolumes().stream()
                    .filter(volume -> volume.getPersistentVolumeClaim() != null)
                    .forEach(volume -> claims.add(
                            namespace + "/" + volume.getPersistentVolumeClaim().getClaimName()));
        }
        return claims;
    }

    boolean lacks() {
        return ready < wanted;
    }

    boolean mounts(Collection<String> any) {
        return !Collections.disjoint(claims, any);
    }

    /** @param critical namespaces and applications */
    boolean in(List<String> critical) {
        return critical.contains(namespace) || critical.contains(name);
    }

    String line() {
        return namespace + "/" + name + (off ? "" : " has " + ready + " of " + wanted);
    }
}
