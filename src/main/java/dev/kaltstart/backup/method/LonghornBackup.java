package dev.kaltstart.backup.method;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.kaltstart.storage.LostClaim;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A backup of Longhorn (src: longhorn/longhorn-manager:k8s/pkg/apis/longhorn/v1beta2/backup.go). */
record LonghornBackup(GenericKubernetesResource object) {

    private static final int LONGEST_LABEL = 20_000;
    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern NAME = Pattern.compile("[a-z0-9][-a-z0-9.]{0,252}");
    private static final Pattern URL = Pattern.compile("[a-z0-9]{1,20}://\\S{1,1000}");
    private static final Pattern BYTES = Pattern.compile("[1-9]\\d{0,17}");

    /**
     * Those of the claim that began before the damage, the newest first.
     *
     * @param handle of the volume that the claim had, in Longhorn; blank when unknown
     */
    static List<LonghornBackup> usable(Search search, LostClaim claim, String handle) {
        Set<String> unavailable = unavailable(search.client());
        return ObjectKind.LONGHORN_BACKUP.list(search.client()).stream()
                .map(LonghornBackup::new)
                .filter(LonghornBackup::complete)
                .filter(backup -> backup.ofVolume(handle) || backup.ofClaim(claim))
                .filter(backup -> backup.started().filter(search::beforeDamage).isPresent())
                .filter(backup -> !unavailable.contains(backup.namespace() + "/" + backup.target()))
                .sorted(Comparator.comparing(
                                (LonghornBackup backup) -> backup.started().orElse(Instant.EPOCH))
                        .reversed())
                .toList();
    }

    private static Set<String> unavailable(KubernetesClient client) {
        return ObjectKind.BACKUP_TARGET.list(client).stream()
                .filter(target -> Boolean.FALSE.equals(target.get("status", "available")))
                .map(target -> target.getMetadata().getNamespace() + "/"
                        + target.getMetadata().getName())
                .collect(Collectors.toSet());
    }

    /** With all that a restore needs; the name becomes part of commands. */
    boolean complete() {
        return state().equals("Completed")
                && object.getMetadata().getDeletionTimestamp() == null
                && NAME.matcher(name()).matches()
                && URL.matcher(url()).matches()
                && BYTES.matcher(size()).matches();
    }

    boolean ofVolume(String handle) {
        return !handle.isEmpty() && handle.equals(volume());
    }

    /** By what the volume was bound to when it was saved: another cluster with the same backup target may have the same. */
    private boolean ofClaim(LostClaim claim) {
        return object.<Object>get("status", "labels", "KubernetesStatus") instanceof String text
                && text.length() <= LONGEST_LABEL
                && parse(text)
                        .filter(status -> claim.namespace()
                                        .equals(status.path("namespace").asText())
                                && claim.name().equals(status.path("pvcName").asText()))
                        .isPresent();
    }

    private static Optional<JsonNode> parse(String text) {
        try {
            return Optional.ofNullable(JSON.readTree(text));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    String name() {
        return object.getMetadata().getName();
    }

    String namespace() {
        return object.getMetadata().getNamespace();
    }

    String state() {
        return text("state");
    }

    String volume() {
        return text("volumeName");
    }

    String url() {
        return text("url");
    }

    /** In bytes. */
    String size() {
        return text("volumeSize");
    }

    /** Before 1.8 there was one target, without a name. */
    private String target() {
        String name = text("backupTargetName");
        return name.isEmpty() ? "default" : name;
    }

    Optional<Instant> started() {
        return Moments.of(object, "status", "snapshotCreatedAt");
    }

    String text(String field) {
        return object.<Object>get("status", field) instanceof String text ? text : "";
    }
}
