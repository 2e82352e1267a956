package dev.kaltstart.backup.drill;

import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import dev.kaltstart.recovery.Evidence;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Removes the namespace that this drill has made, by its UID, and the volumes of its claims. Needs no further approval: the
 * plan of the drill has it, and it can hit nothing that was there before.
 */
@Component
class RemoveCopy extends Step {

    private static final PatchContext MERGE = new PatchContext.Builder()
            .withPatchType(PatchType.JSON_MERGE)
            .withFieldManager("kaltstart")
            .build();

    private final Evidence evidence;

    RemoveCopy(Evidence evidence) {
        this.evidence = evidence;
    }

    @Override
    public Check check(Run run) {
        Optional<Drill> drill = Drill.find(run, evidence);
        if (drill.isEmpty()) {
            return Check.met("the drill has made nothing");
        }
        KubernetesClient client = run.cluster().kubernetes();
        String copy = drill.get().copy();
        if (own(client, run, copy).isPresent()) {
            return Check.notYet("the namespace " + copy + " is still there");
        }
        List<String> left = volumes(client, copy)
                .map(volume -> volume.getMetadata().getName())
                .sorted()
                .toList();
        return left.isEmpty()
                ? Check.met("nothing of " + copy + " is left")
                : Check.notYet("volumes of " + copy + " are still there: " + String.join(", ", left));
    }

    /** A namespace of that name which this drill did not make is none of its business. */
    private Optional<Namespace> own(KubernetesClient client, Run run, String copy) {
        @Nullable Namespace there = client.namespaces().withName(copy).get();
        if (there == null) {
            return Optional.empty();
        }
        Map<String, String> labels =
                Objects.requireNonNullElse(there.getMetadata().getLabels(), Map.of());
        Optional<String> made = Drill.copy(run, evidence);
        boolean own = made.isPresent()
                ? made.get().equals(there.getMetadata().getUid())
                : run.recovery().equals(labels.get(CreateCopy.LABEL));
        return own ? Optional.of(there) : Optional.empty();
    }

    /** A volume that is kept after its claim would be left behind, with a copy of the data. */
    private static Stream<PersistentVolume> volumes(KubernetesClient client, String copy) {
        return client.persistentVolumes().list().getItems().stream()
                .filter(volume -> Optional.ofNullable(volume.getSpec().getClaimRef())
                        .map(ObjectReference::getNamespace)
                        .filter(copy::equals)
                        .isPresent());
    }

    @Override
    public void perform(Run run) {
        Optional<Drill> drill = Drill.find(run, evidence);
        if (drill.isEmpty()) {
            return;
        }
        KubernetesClient client = run.cluster().kubernetes();
        drill.get().require(client);
        String copy = drill.get().copy();
        own(client, run, copy).ifPresent(namespace -> {
            volumes(client, copy)
                    .filter(volume -> boundIn(client, copy, volume))
                    .forEach(volume -> client.persistentVolumes()
                            .withName(volume.getMetadata().getName())
                            .patch(MERGE, "{\"spec\":{\"persistentVolumeReclaimPolicy\":\"Delete\"}}"));
            client.resource(namespace).delete();
        });
    }

    /** By the claim's UID: a name in a volume's claimRef proves nothing. */
    private static boolean boundIn(KubernetesClient client, String copy, PersistentVolume volume) {
        ObjectReference reference = volume.getSpec().getClaimRef();
        var claim = client.persistentVolumeClaims()
                .inNamespace(copy)
                .withName(reference.getName())
                .get();
        return claim != null
                && Objects.equals(claim.getMetadata().getUid(), reference.getUid())
                && volume.getMetadata().getName().equals(claim.getSpec().getVolumeName());
    }
}
