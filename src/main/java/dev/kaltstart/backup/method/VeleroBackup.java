package dev.kaltstart.backup.method;

import dev.kaltstart.storage.LostClaim;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A backup of Velero (src: vmware-tanzu/velero:pkg/apis/velero/v1/backup_types.go). */
record VeleroBackup(GenericKubernetesResource object) {

    static final String LABEL = "velero.io/backup-name";

    private static final String PARTLY = "PartiallyFailed";
    private static final int LONGEST_LABEL = 63;
    private static final Pattern LABEL_VALUE = Pattern.compile("[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?");

    /** An API server allows no others; they become part of commands. */
    private static final Pattern NAME = Pattern.compile("[a-z0-9][-a-z0-9.]{0,252}");

    /** Those that can be restored from and began before the damage, the newest first. */
    static List<VeleroBackup> usable(Search search, LostClaim claim) {
        Set<String> locations = ObjectKind.BACKUP_LOCATION.list(search.client()).stream()
                .filter(location -> "Available".equals(location.get("status", "phase")))
                .map(location -> location.getMetadata().getNamespace() + "/"
                        + location.getMetadata().getName())
                .collect(Collectors.toSet());
        return ObjectKind.VELERO_BACKUP.list(search.client()).stream()
                .map(VeleroBackup::new)
                .filter(backup -> backup.finished() && !backup.expired(search.now()))
                .filter(backup -> backup.started().filter(search::beforeDamage).isPresent())
                .filter(backup -> locations.contains(backup.namespace() + "/" + backup.text("spec", "storageLocation")))
                .filter(backup -> backup.includes(claim.namespace()))
                .sorted(Comparator.comparing(
                                (VeleroBackup backup) -> backup.started().orElse(Instant.EPOCH))
                        .reversed())
                .toList();
    }

    String name() {
        return object.getMetadata().getName();
    }

    String namespace() {
        return object.getMetadata().getNamespace();
    }

    String phase() {
        return text("status", "phase");
    }

    Optional<Instant> started() {
        return Moments.of(object, "status", "startTimestamp");
    }

    /** Complete enough: whether a volume is in it says the upload of the volume. */
    boolean finished() {
        return (phase().equals("Completed") || partly())
                && object.getMetadata().getDeletionTimestamp() == null
                && NAME.matcher(name()).matches();
    }

    boolean partly() {
        return phase().equals(PARTLY);
    }

    private boolean expired(Instant now) {
        return Moments.of(object, "status", "expiration")
                .filter(end -> !end.isAfter(now))
                .isPresent();
    }

    /** A pattern of names, of newer versions, is left to the upload of the volume. */
    private boolean includes(String wanted) {
        List<String> included = list("includedNamespaces");
        return !list("excludedNamespaces").contains(wanted)
                && (included.isEmpty()
                        || included.contains(wanted)
                        || included.stream().anyMatch(name -> name.contains("*") || name.contains("?")));
    }

    private List<String> list(String field) {
        return object.<Object>get("spec", field) instanceof List<?> values
                ? values.stream().map(String::valueOf).toList()
                : List.of();
    }

    /** The volume of the claim itself, not only its manifest. An empty volume has no snapshot. */
    Optional<VeleroPoint> volume(KubernetesClient client, LostClaim claim) {
        return ObjectKind.DATA_UPLOAD.list(client, namespace(), LABEL, label(name())).stream()
                .filter(upload -> claim.namespace().equals(upload.get("spec", "sourceNamespace"))
                        && claim.name().equals(upload.get("spec", "sourcePVC"))
                        && saved(upload))
                .map(upload -> point("", upload.get("spec", "csiSnapshot", "volumeSnapshot")))
                .filter(point -> LABEL_VALUE.matcher(point.volume()).matches())
                .findFirst()
                .or(() -> files(client).stream()
                        .filter(files -> claim.namespace().equals(files.get("spec", "pod", "namespace"))
                                && claim.name().equals(claimOf(files))
                                && saved(files))
                        .map(files -> point(files.get("spec", "pod", "name"), files.get("spec", "volume")))
                        .filter(point -> LABEL_VALUE.matcher(point.pod()).matches())
                        .findFirst());
    }

    /** The volumes that were saved as the files of a pod. */
    List<GenericKubernetesResource> files(KubernetesClient client) {
        return ObjectKind.POD_VOLUME_BACKUP.list(client, namespace(), LABEL, label(name()));
    }

    /** Blank when the volume is none of a claim (src: velero:pkg/podvolume/backupper.go, newPodVolumeBackup). */
    static String claimOf(GenericKubernetesResource files) {
        Map<String, String> annotations =
                Objects.requireNonNullElse(files.getMetadata().getAnnotations(), Map.of());
        return annotations.getOrDefault("velero.io/pvc-name", "");
    }

    private static boolean saved(GenericKubernetesResource upload) {
        return "Completed".equals(upload.get("status", "phase"))
                && upload.<Object>get("status", "snapshotID") instanceof String id
                && !id.isEmpty();
    }

    private VeleroPoint point(Object pod, Object volume) {
        return new VeleroPoint(namespace(), name(), Objects.toString(pod, ""), Objects.toString(volume, ""));
    }

    /** As Velero shortens a name to a label's value (src: velero:pkg/label/label.go, GetValidName). */
    static String label(String name) {
        if (name.length() <= LONGEST_LABEL) {
            return name;
        }
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
            return name.substring(0, LONGEST_LABEL - 6)
                    + HexFormat.of().formatHex(digest).substring(0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    String text(Object... path) {
        return object.<Object>get(path) instanceof String text ? text : "";
    }
}
