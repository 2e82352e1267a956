package dev.kaltstart.backup.method;

import dev.kaltstart.engine.Failure;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The claim as it is now, for a tool that restores into a claim. */
public record PresentClaim(RestoreOrder order, PersistentVolumeClaim claim) {

    /** @param tool for the message: {@code restic} */
    public static PresentClaim require(KubernetesClient client, RestoreOrder order, String tool) {
        @Nullable PersistentVolumeClaim claim = VolumeBinding.claim(client, order.claim());
        if (claim == null) {
            throw new Failure.NeedsHuman(
                    "CLAIM_MISSING",
                    "the claim " + order.claim().label() + " does not exist, and " + tool
                            + " restores into a claim: bring its manifest back, then retry");
        }
        return new PresentClaim(order, claim);
    }

    /** On a volume that cannot be mounted, nothing can be restored. */
    public boolean unusable() {
        return order.claim().unusable()
                && Objects.equals(order.claim().former(), claim.getSpec().getVolumeName());
    }

    /** Gives a claim on such a volume a new one. Does nothing for any other, and may be called again. */
    public static void renewUnusable(KubernetesClient client, RestoreOrder order) {
        @Nullable PersistentVolumeClaim claim = VolumeBinding.claim(client, order.claim());
        if (claim != null && new PresentClaim(order, claim).unusable()) {
            new VolumeBinding(client).renew(claim);
        }
    }

    /** What it takes to have a new and empty volume instead. */
    public void renewal(List<String> requests, List<String> effects) {
        VolumeBinding.removal(claim, requests, effects);
        requests.add("kubectl -n " + order.claim().namespace() + " create -f - # PersistentVolumeClaim "
                + order.claim().name() + " as before, with a new volume");
    }

    /** As in {@code office/data (uid 1a2b, volume pvc-3)}. */
    public String label() {
        return order.claim().label() + " (uid " + claim.getMetadata().getUid() + ", volume "
                + claim.getSpec().getVolumeName() + ")";
    }
}
