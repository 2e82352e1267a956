package dev.kaltstart.storage;

import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Compares the claims and volumes with their snapshot. */
final class VolumesNow {

    private final Claims saved;
    private final VolumeRisk affected;
    private final Map<String, PersistentVolumeClaim> claims = new HashMap<>();
    private final Map<String, PersistentVolume> volumes = new HashMap<>();

    VolumesNow(KubernetesClient client, Claims saved, VolumeRisk affected, String recovery) {
        this.saved = saved;
        this.affected = affected;
        client.persistentVolumeClaims().inAnyNamespace().list().getItems().stream()
                .filter(claim -> concerns(claim.getMetadata().getNamespace()))
                // a volume created for the storage test holds no data
                .filter(claim -> !claim.getMetadata().getName().equals("attach-test-" + recovery))
                .forEach(claim -> claims.put(label(claim), claim));
        client.persistentVolumes()
                .list()
                .getItems()
                .forEach(volume -> volumes.put(volume.getMetadata().getName(), volume));
    }

    private boolean concerns(String namespace) {
        return affected.everything() || affected.namespaces().contains(namespace);
    }

    int looked() {
        return claims.size();
    }

    /** Claims without a volume. */
    List<String> waiting() {
        return claims.values().stream()
                .filter(claim -> "Pending".equals(phase(claim)))
                .map(VolumesNow::label)
                .sorted()
                .toList();
    }

    /** With the places where the data may still exist. */
    List<LostClaim> lost() {
        var lost = new ArrayList<LostClaim>();
        saved.all().stream()
                .filter(claim -> concerns(claim.namespace()) && !claim.volume().isEmpty())
                .forEach(before ->
                        trouble(before).ifPresent(trouble -> lost.add(lost(before.label(), trouble, before.volume()))));
        gone().forEach(name -> lost.add(lost(name, missingOrEmpty(name), null)));
        return lost.stream().sorted(Comparator.comparing(LostClaim::label)).toList();
    }

    private LostClaim lost(String label, String trouble, @Nullable String former) {
        int slash = label.indexOf('/');
        return new LostClaim(
                label.substring(0, slash),
                label.substring(slash + 1),
                trouble,
                former,
                released(label),
                LostClaim.ownerOf(claims.get(label)),
                false);
    }

    private Optional<String> trouble(Claim before) {
        PersistentVolumeClaim now = claims.get(before.label());
        if (now == null) {
            return Optional.of("is missing");
        }
        return switch (phase(now)) {
            case "Lost" -> Optional.of("has lost its volume " + before.volume());
            case "Pending" -> Optional.of("has no volume");
            default -> bound(before, now);
        };
    }

    private Optional<String> bound(Claim before, PersistentVolumeClaim now) {
        String volume = Objects.requireNonNullElse(now.getSpec().getVolumeName(), "");
        PersistentVolume object = volumes.get(volume);
        String uid = object == null
                ? ""
                : Objects.requireNonNullElse(object.getMetadata().getUid(), "");
        boolean same =
                volume.equals(before.volume()) && (before.volumeUid().isEmpty() || uid.equals(before.volumeUid()));
        return same
                ? Optional.empty()
                : Optional.of("has the new volume " + volume + " instead of " + before.volume() + ", which is empty");
    }

    /** Deleted before the snapshot: by the commit, or while Flux was deleting. */
    private Set<String> gone() {
        Set<String> known = saved.all().stream()
                .filter(claim -> !claim.volume().isEmpty())
                .map(Claim::label)
                .collect(Collectors.toSet());
        Set<String> gone = affected.lostClaims().stream()
                .filter(name -> !known.contains(name))
                .collect(Collectors.toSet());
        claims.values().stream()
                .filter(claim -> affected.everything()
                        && affected.namespaces().contains(claim.getMetadata().getNamespace()))
                .filter(claim ->
                        text(claim.getMetadata().getCreationTimestamp()).compareTo(saved.at()) > 0)
                .map(VolumesNow::label)
                .filter(name -> !known.contains(name))
                .forEach(gone::add);
        return gone;
    }

    private String missingOrEmpty(String name) {
        PersistentVolumeClaim now = claims.get(name);
        return now == null
                ? "was deleted before the recovery started, and is missing"
                : "was recreated: its volume "
                        + Objects.requireNonNullElse(now.getSpec().getVolumeName(), "") + " is empty";
    }

    /** A Released volume with the data of a lost claim: the last one that was made, when there are several. */
    private @Nullable String released(String name) {
        return volumes.values().stream()
                .filter(volume -> "Released".equals(phase(volume)))
                .filter(volume -> volume.getSpec().getClaimRef() != null
                        && name.equals(volume.getSpec().getClaimRef().getNamespace() + "/"
                                + volume.getSpec().getClaimRef().getName()))
                .max(Comparator.comparing((PersistentVolume volume) ->
                                text(volume.getMetadata().getCreationTimestamp()))
                        .thenComparing(volume -> volume.getMetadata().getName()))
                .map(volume -> volume.getMetadata().getName())
                .orElse(null);
    }

    private static String phase(PersistentVolumeClaim claim) {
        return claim.getStatus() == null ? "" : text(claim.getStatus().getPhase());
    }

    private static String phase(PersistentVolume volume) {
        return volume.getStatus() == null ? "" : text(volume.getStatus().getPhase());
    }

    private static String text(@Nullable String text) {
        return Objects.requireNonNullElse(text, "");
    }

    private static String label(PersistentVolumeClaim claim) {
        return claim.getMetadata().getNamespace() + "/" + claim.getMetadata().getName();
    }
}
