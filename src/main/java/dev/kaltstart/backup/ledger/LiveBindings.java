package dev.kaltstart.backup.ledger;

import dev.kaltstart.cluster.DataSystem;
import dev.kaltstart.shell.Redaction;
import dev.kaltstart.storage.LostClaim;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ListMeta;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The claims of a live cluster that are bound now. A claim counts when the volume says so, too: whoever may write a claim may
 * name any volume in it.
 *
 * @param notes what could not be read, for people
 */
record LiveBindings(List<ClaimBinding> all, List<String> notes) {

    static final long MOST = 5_000;

    /** @throws io.fabric8.kubernetes.client.KubernetesClientException when the API does not answer */
    static LiveBindings of(KubernetesClient client, Redaction redaction) {
        var notes = new ArrayList<String>();
        var volumes = client.persistentVolumes().list(bounded());
        note(notes, "persistentvolumes", volumes.getMetadata());
        var claims = client.persistentVolumeClaims().inAnyNamespace().list(bounded());
        note(notes, "persistentvolumeclaims", claims.getMetadata());
        Map<String, PersistentVolume> byName = volumes.getItems().stream()
                .collect(Collectors.toMap(
                        volume -> volume.getMetadata().getName(), Function.identity(), (one, same) -> one));
        var reader = new VolumeReader(new DriverAttributes(redaction));
        var backups = LonghornUrls.newest(client, redaction);
        var bound = new ArrayList<ClaimBinding>();
        // the oldest first: a flood of invented claims must not keep the real ones out
        claims.getItems().stream()
                .sorted(Comparator.comparing(LiveBindings::created))
                .filter(claim -> !isOfPod(claim))
                .forEach(claim -> volume(claim, byName)
                        .ifPresent(volume -> binding(claim, volume, reader, backups)
                                .ifPresentOrElse(
                                        bound::add,
                                        () -> note(
                                                notes,
                                                "the volume of a claim cannot be recorded: its names or its handle are not"
                                                        + " what a driver writes"))));
        return new LiveBindings(List.copyOf(bound), List.copyOf(notes));
    }

    private static Optional<ClaimBinding> binding(
            PersistentVolumeClaim claim, PersistentVolume volume, VolumeReader reader, Map<String, String> backups) {
        var owner = LostClaim.ownerOf(claim);
        var metadata = claim.getMetadata();
        var names = new LostClaim(
                metadata.getNamespace(),
                metadata.getName(),
                "",
                volume.getMetadata().getName(),
                null,
                owner,
                false);
        return names.hasUsableNames()
                ? reader.read(volume, owner)
                        .map(read -> new ClaimBinding(
                                metadata.getNamespace(),
                                metadata.getName(),
                                read,
                                read.system() == DataSystem.LONGHORN ? backups.get(read.handle()) : null))
                : Optional.empty();
    }

    private static Optional<PersistentVolume> volume(
            PersistentVolumeClaim claim, Map<String, PersistentVolume> volumes) {
        var name = claim.getSpec().getVolumeName();
        var volume = name == null ? null : volumes.get(name);
        var bound =
                claim.getStatus() != null && "Bound".equals(claim.getStatus().getPhase());
        return bound && volume != null && isFor(volume, claim) ? Optional.of(volume) : Optional.empty();
    }

    private static boolean isFor(PersistentVolume volume, PersistentVolumeClaim claim) {
        var reference = volume.getSpec().getClaimRef();
        var metadata = claim.getMetadata();
        return reference != null
                && Objects.equals(reference.getNamespace(), metadata.getNamespace())
                && Objects.equals(reference.getName(), metadata.getName())
                && (reference.getUid() == null || reference.getUid().equals(metadata.getUid()));
    }

    /** It comes and goes with its pod, such as the scratch space of a job. */
    private static boolean isOfPod(PersistentVolumeClaim claim) {
        var owners = claim.getMetadata().getOwnerReferences();
        return owners != null && owners.stream().anyMatch(owner -> "Pod".equals(owner.getKind()));
    }

    /** As the API server wrote it: RFC 3339 in UTC, so the texts are in the order of time. */
    private static String created(HasMetadata object) {
        return Objects.requireNonNullElse(object.getMetadata().getCreationTimestamp(), "9");
    }

    private static ListOptions bounded() {
        return new ListOptionsBuilder().withLimit(MOST).build();
    }

    private static void note(List<String> notes, String what, @Nullable ListMeta answer) {
        var rest = answer == null ? null : answer.getContinue();
        if (rest != null && !rest.isEmpty()) {
            notes.add("there are more than %,d %s: the others were not read".formatted(MOST, what));
        }
    }

    private static void note(List<String> notes, String note) {
        if (!notes.contains(note)) {
            notes.add(note);
        }
    }
}
