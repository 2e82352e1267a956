package dev.kaltstart.backup.method.k8up;

import dev.kaltstart.backup.method.Moments;
import dev.kaltstart.backup.method.ObjectKind;
import dev.kaltstart.storage.LostClaim;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A snapshot of restic that K8up has seen in its repository: one claim each, below the directory where it mounts the claims
 * (src: k8up-io/k8up:api/v1/snapshot_types.go, restic/kubernetes/snapshots.go, operator/cfg/config.go).
 *
 * @param repository never to be shown: of a REST server, it has the password in it
 */
record K8upSnapshot(String id, Instant began, String repository) {

    private static final Pattern ID = Pattern.compile("[0-9a-f]{64}");
    private static final String MOUNTS = "/data/";

    /** Of this claim alone, the newest first. */
    static List<K8upSnapshot> of(KubernetesClient client, LostClaim claim) {
        return ObjectKind.K8UP_SNAPSHOT.list(client, claim.namespace()).stream()
                .filter(object -> List.of(MOUNTS + claim.name()).equals(object.get("spec", "paths")))
                .flatMap(K8upSnapshot::read)
                .sorted(Comparator.comparing(K8upSnapshot::began).reversed())
                .toList();
    }

    private static Stream<K8upSnapshot> read(GenericKubernetesResource object) {
        Object id = object.get("spec", "id");
        Optional<Instant> date = Moments.of(object, "spec", "date");
        return id instanceof String text && ID.matcher(text).matches() && date.isPresent()
                ? Stream.of(new K8upSnapshot(
                        text,
                        date.get(),
                        Objects.requireNonNullElse(object.<Object>get("spec", "repository"), "")
                                .toString()))
                : Stream.of();
    }
}
