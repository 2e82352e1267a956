package dev.kaltstart.kubernetes.pod;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.SecurityContext;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * As whom a pod runs. A share with squashed root lets only the application's own user write.
 *
 * @param user null for that of the image
 * @param group null for that of the image
 * @param more groups that own the volume
 */
public record PodUser(@Nullable Long user, @Nullable Long group, List<Long> more) {

    public static final PodUser ROOT = new PodUser(0L, null, List.of());

    public PodUser {
        more = List.copyOf(more);
    }

    /** The user of the first container, as far as the pod says; else root. */
    public static PodUser of(Pod pod) {
        Optional<PodSecurityContext> all = Optional.ofNullable(pod.getSpec().getSecurityContext());
        Optional<SecurityContext> first =
                pod.getSpec().getContainers().stream().findFirst().map(Container::getSecurityContext);
        @Nullable
        Long user = first.map(SecurityContext::getRunAsUser)
                .or(() -> all.map(PodSecurityContext::getRunAsUser))
                .orElse(null);
        if (user == null) {
            return ROOT;
        }
        @Nullable
        Long group = first.map(SecurityContext::getRunAsGroup)
                .or(() -> all.map(PodSecurityContext::getRunAsGroup))
                .orElse(null);
        List<Long> more = Stream.concat(
                        all.map(PodSecurityContext::getFsGroup).stream(),
                        all.map(PodSecurityContext::getSupplementalGroups).orElse(List.of()).stream())
                .toList();
        return new PodUser(user, group, more);
    }

    public boolean root() {
        return user != null && user == 0;
    }
}
