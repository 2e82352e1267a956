package dev.kaltstart.backup.method;

import dev.kaltstart.backup.ledger.LedgerEntry;
import dev.kaltstart.backup.ledger.VolumeLedger;
import dev.kaltstart.cluster.Mode;
import dev.kaltstart.cluster.SeenNode;
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
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * The data is on a NAS and outlived its PersistentVolume, or the whole cluster. The volume is made again from the ledger, and
 * the claim on it: nothing is copied, and nothing is lost when the NAS still has it.
 */
@Component
@Order(1)
class NasVolume implements RestoreMethod {

    private static final String GONE = "VOLUME_NOT_RECORDED";

    private final VolumeLedger ledger;

    NasVolume(VolumeLedger ledger) {
        this.ledger = ledger;
    }

    @Override
    public String word() {
        return "nas";
    }

    /** Only what the claim was bound to last before the damage: what it had earlier is other, older data. */
    @Override
    public List<RestorePoint> points(Search search, LostClaim claim) {
        if (search.recorded().isEmpty()) {
            return List.of();
        }
        @Nullable PersistentVolumeClaim present = VolumeBinding.claim(search.client(), claim);
        return ledger.of(search.recorded(), claim.namespace(), claim.name()).stream()
                .filter(entry -> search.beforeDamage(entry.firstSeen()))
                .filter(entry -> claim.former() == null
                        || claim.former().equals(entry.volume().name()))
                .filter(entry -> !VolumeBinding.bound(present, entry.volume().name()))
                .findFirst()
                .map(StaticVolume::new)
                .filter(volume -> volume.isOnNas() && !volume.name().equals(claim.released()))
                .filter(volume -> volume.conflict(present(search.client())).isEmpty())
                .map(volume ->
                        new RestorePoint(word(), volume.entry().firstSeen().toString(), search.damage(), label(volume)))
                .stream()
                .toList();
    }

    private static String label(StaticVolume volume) {
        return "its former volume on the NAS, " + volume.name() + " of "
                + volume.volume().system().label() + ", last seen at "
                + SeenNode.time(volume.entry().lastSeen())
                + (wasKept(volume)
                        ? ""
                        : " (its reclaim policy was " + volume.volume().reclaimPolicy()
                                + ": deleted from the NAS if its claim was deleted in the usual way)");
    }

    private static boolean wasKept(StaticVolume volume) {
        return volume.volume().reclaimPolicy().equals(StaticVolume.RETAIN);
    }

    @Override
    public Plan plan(Run run, RestoreOrder order) {
        KubernetesClient client = run.cluster().kubernetes();
        StaticVolume volume = recorded(run, order);
        @Nullable PersistentVolumeClaim claim = VolumeBinding.claim(client, order.claim());
        if (VolumeBinding.bound(claim, volume.name())) {
            return Plan.nothing(run.subject(), order.claim().label() + " has its volume on the NAS again");
        }
        requireFree(client, volume, order);
        var requests = new ArrayList<String>();
        var effects = new ArrayList<String>();
        if (find(client, volume) == null) {
            requests.add("kubectl create -f - # PersistentVolume " + SortedJson.of(volume.object()));
        }
        PresentVolume.of(client, claim).ifPresent(present -> present.plan(requests, effects));
        requests.add("kubectl -n " + order.claim().namespace() + " create -f - # PersistentVolumeClaim "
                + order.claim().name() + " with volumeName " + volume.name());
        effects.add(order.claim().label() + " is bound to " + label(volume) + ": "
                + volume.volume().handle() + ". It is kept from now on when its claim is deleted");
        if (!volume.volume().leftOut().isEmpty()) {
            effects.add("not recorded, and missing from the volume: "
                    + String.join(", ", volume.volume().leftOut()));
        }
        volume.volume().secrets().values().stream()
                .sorted()
                .distinct()
                .forEach(secret -> effects.add(
                        "the driver reads the Secret " + secret + ": without it the volume is not mounted"));
        return new Plan(run.subject(), List.of(), requests, effects);
    }

    /** Each part is done only where it is missing. */
    @Override
    public void begin(Run run, RestoreOrder order) {
        KubernetesClient client = run.cluster().kubernetes();
        StaticVolume volume = recorded(run, order);
        requireFree(client, volume, order);
        PersistentVolume there = find(client, volume);
        PersistentVolume made = there == null ? client.resource(volume.object()).create() : there;
        @Nullable PersistentVolumeClaim claim = VolumeBinding.claim(client, order.claim());
        PresentVolume.of(client, claim)
                .filter(present -> !present.name().equals(volume.name()))
                .ifPresent(present -> present.keep(client));
        new VolumeBinding(client).bind(made, order.claim());
    }

    @Override
    public Check state(Run run, RestoreOrder order) {
        KubernetesClient client = run.cluster().kubernetes();
        StaticVolume volume = recorded(run, order);
        if (find(client, volume) == null) {
            return Check.notYet(order.claim().label() + ": the volume " + volume.name() + " is not made yet");
        }
        requireFree(client, volume, order);
        return VolumeBinding.bound(VolumeBinding.claim(client, order.claim()), volume.name())
                ? Check.met(order.claim().label() + " has its volume on the NAS again, " + volume.name())
                : Check.notYet(order.claim().label() + " is not bound to " + volume.name() + " yet");
    }

    @Override
    public Check protectedAgain(Run run, RestoreOrder order) {
        return Check.met(order.claim().label() + ": its backups see the same volume as before");
    }

    /** The twin of a rehearsal was never watched: it has no part in the record of the real cluster. */
    private StaticVolume recorded(Run run, RestoreOrder order) {
        Optional<LedgerEntry> entry = run.mode() == Mode.REHEARSAL
                ? Optional.empty()
                : ledger
                        .of(
                                run.cluster().name(),
                                order.claim().namespace(),
                                order.claim().name())
                        .stream()
                        .filter(one ->
                                one.firstSeen().toString().equals(order.point().id()))
                        .findFirst();
        return entry.map(StaticVolume::new)
                .filter(StaticVolume::isOnNas)
                .orElseThrow(() -> new Failure.NeedsHuman(
                        GONE,
                        "this Kaltstart has not recorded the volume that "
                                + order.claim().label() + " is to be bound to: choose another restore point"));
    }

    private static void requireFree(KubernetesClient client, StaticVolume volume, RestoreOrder order) {
        volume.conflict(present(client)).ifPresent(why -> {
            throw new Failure.NeedsHuman(
                    "VOLUME_TAKEN",
                    order.claim().label() + " cannot have its volume on the NAS: " + why
                            + ". Remove that volume if it is wrong, or choose another restore point");
        });
    }

    private static @Nullable PersistentVolume find(KubernetesClient client, StaticVolume volume) {
        return client.persistentVolumes().withName(volume.name()).get();
    }

    private static List<PersistentVolume> present(KubernetesClient client) {
        return client.persistentVolumes().list().getItems();
    }
}
