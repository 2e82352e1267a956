package dev.kaltstart.backup.method;

import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.engine.Plan;
import dev.kaltstart.engine.Run;
import dev.kaltstart.storage.LostClaim;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** The volume that the claim had still exists: the claim is made again, on this volume. Nothing is lost then. */
@Component
@Order(0)
class FormerVolume implements RestoreMethod {

    static final String WORD = "volume";

    @Override
    public String word() {
        return WORD;
    }

    @Override
    public List<RestorePoint> points(Search search, LostClaim claim) {
        String volume = claim.released();
        return volume == null
                        || search.client().persistentVolumes().withName(volume).get() == null
                ? List.of()
                : List.of(new RestorePoint(
                        WORD, volume, search.damage(), "its former volume " + volume + ", which still exists"));
    }

    @Override
    public Plan plan(Run run, RestoreOrder order) {
        KubernetesClient client = run.cluster().kubernetes();
        PersistentVolume volume = volume(client, order);
        PersistentVolumeClaim claim = VolumeBinding.claim(client, order.claim());
        if (VolumeBinding.bound(claim, order.point().id())) {
            return Plan.nothing(run.subject(), order.claim().label() + " has its former volume again");
        }
        var requests = new ArrayList<String>();
        var effects = new ArrayList<String>();
        VolumeBinding.removal(claim, requests, effects);
        requests.addAll(VolumeBinding.requests(volume, order.claim()));
        effects.add(order.claim().label() + " is bound to " + order.point().id() + " (uid "
                + volume.getMetadata().getUid() + "), with the data that it has");
        return new Plan(run.subject(), List.of(), requests, effects);
    }

    @Override
    public void begin(Run run, RestoreOrder order) {
        KubernetesClient client = run.cluster().kubernetes();
        new VolumeBinding(client).bind(volume(client, order), order.claim());
    }

    @Override
    public Check state(Run run, RestoreOrder order) {
        KubernetesClient client = run.cluster().kubernetes();
        volume(client, order);
        @Nullable PersistentVolumeClaim claim = VolumeBinding.claim(client, order.claim());
        return VolumeBinding.bound(claim, order.point().id())
                ? Check.met(order.claim().label() + " has its former volume "
                        + order.point().id() + " again")
                : Check.notYet(order.claim().label() + " is not bound to "
                        + order.point().id() + " yet");
    }

    @Override
    public Check protectedAgain(Run run, RestoreOrder order) {
        return Check.met(order.claim().label() + ": its backups see the same volume as before");
    }

    private static PersistentVolume volume(KubernetesClient client, RestoreOrder order) {
        PersistentVolume volume =
                client.persistentVolumes().withName(order.point().id()).get();
        if (volume == null) {
            throw new Failure.NeedsHuman(
                    "VOLUME_GONE",
                    "the volume " + order.point().id() + " of " + order.claim().label()
                            + " has been deleted meanwhile: choose another restore point");
        }
        return volume;
    }
}
