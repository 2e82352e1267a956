package dev.kaltstart.backup.method;

import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.engine.Run;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * VolSync saves the claim when its manual trigger changes, and restores the newest snapshot into another namespace, where the
 * mover needs a copy of the repository's Secret (src: backube/volsync, 0.15: docs/usage/restic/index.rst).
 */
@Component
class VolSyncCopy implements CopyMethod {

    private static final String AGAIN = "-again";

    @Override
    public String word() {
        return "volsync";
    }

    @Override
    public boolean saves(KubernetesClient client, String namespace, String claim) {
        return VolSyncSource.saving(client, namespace, claim).isPresent();
    }

    private static GenericKubernetesResource source(Run run, CopyOrder order) {
        return VolSyncSource.saving(run.cluster().kubernetes(), order.namespace(), order.claim())
                .orElseThrow(() -> new Failure.NeedsHuman(
                        "SOURCE_GONE",
                        order.label() + ": no ReplicationSource saves this claim any more: bring it back, then retry"));
    }

    @Override
    public List<String> requests(Run run, CopyOrder order) {
        GenericKubernetesResource source = source(run, order);
        var requests = new ArrayList<String>();
        requests.add("kubectl -n " + order.namespace() + " patch replicationsources.volsync.backube "
                + source.getMetadata().getName() + " --type=merge -p '{\"spec\":{\"trigger\":{\"manual\":\""
                + run.recovery()
                + "\"}}}' # one backup now; the trigger is removed afterwards");
        needed(source)
                .forEach(secret -> requests.add(
                        "kubectl -n " + order.copy() + " create -f - # Secret " + secret + ", copied for the mover"));
        requests.add("kubectl -n " + order.copy() + " create -f - # " + SortedJson.of(destination(run, source, order)));
        return requests;
    }

    @Override
    public void backUp(Run run, CopyOrder order, Instant seeded) {
        GenericKubernetesResource source = source(run, order);
        String token = run.recovery();
        boolean tooEarly = token.equals(source.get("status", "lastManualSync")) && !beganAfter(source, seeded);
        client(run, order, source).sync(tooEarly ? token + AGAIN : token);
    }

    @Override
    public Check backedUp(Run run, CopyOrder order, Instant seeded) {
        GenericKubernetesResource source = source(run, order);
        String asked = source.<Object>get("status", "lastManualSync") instanceof String done
                        && done.equals(run.recovery() + AGAIN)
                ? done
                : run.recovery();
        // a backup that ran already when it was asked for answers the request, too, and has no sentinel
        if (asked.equals(source.get("status", "lastManualSync")) && !beganAfter(source, seeded)) {
            throw new Failure.Retryable(
                    "BACKUP_TOO_EARLY",
                    order.label()
                            + ": a backup has succeeded that began before the sentinel was written; another one is"
                            + " needed");
        }
        return client(run, order, source).synced(run.recovery(), asked, order.label());
    }

    /** A time that the object does not show is left to the proof: the sentinel is in the copy, or it is not. */
    private static boolean beganAfter(GenericKubernetesResource source, Instant seeded) {
        return Moments.of(source, "status", "lastSyncTime")
                .map(end -> end.minus(
                        Moments.duration(source, "status", "lastSyncDuration").orElse(Duration.ZERO)))
                .map(began -> !began.plusSeconds(1).isBefore(seeded))
                .orElse(true);
    }

    @Override
    public void restore(Run run, CopyOrder order) {
        KubernetesClient client = run.cluster().kubernetes();
        GenericKubernetesResource source = source(run, order);
        needed(source).forEach(secret -> copy(client, order, secret));
        GenericKubernetesResource destination = destination(run, source, order);
        var there = ObjectKind.REPLICATION_DESTINATION.named(
                client, order.copy(), destination.getMetadata().getName());
        if (there.get() == null) {
            ObjectKind.REPLICATION_DESTINATION
                    .in(client)
                    .inNamespace(order.copy())
                    .resource(destination)
                    .create();
        }
    }

    /** From the API server to the API server: the values are neither kept nor shown. */
    private static void copy(KubernetesClient client, CopyOrder order, String name) {
        @Nullable
        Secret secret =
                client.secrets().inNamespace(order.namespace()).withName(name).get();
        if (secret == null) {
            throw new Failure.NeedsHuman(
                    "SECRET_MISSING",
                    order.label() + ": the Secret " + order.namespace() + "/" + name
                            + " of its repository does not exist, so VolSync cannot restore. Bring it back, then retry");
        }
        if (client.secrets().inNamespace(order.copy()).withName(name).get() == null) {
            client.resource(new SecretBuilder()
                            .withNewMetadata()
                            .withNamespace(order.copy())
                            .withName(name)
                            .addToLabels("app.kubernetes.io/managed-by", "kaltstart")
                            .endMetadata()
                            .withType(secret.getType())
                            .withData(secret.getData())
                            .build())
                    .create();
        }
    }

    /** Secrets by name, the repository's first. A custom CA may also lie in a ConfigMap, which is not copied. */
    private static List<String> needed(GenericKubernetesResource source) {
        var mover = VolSyncMover.of(source);
        var names = new ArrayList<String>();
        if (mover.settings().get("repository") instanceof String name) {
            names.add(name);
        }
        if (source.<Object>get("spec", mover.tool(), "customCA", "secretName") instanceof String name
                && !names.contains(name)) {
            names.add(name);
        }
        names.stream().filter(name -> !ObjectNames.isName(name)).findFirst().ifPresent(name -> {
            throw new Failure.NeedsHuman(
                    "NO_SECRET_NAME",
                    "the ReplicationSource " + source.getMetadata().getNamespace() + "/"
                            + source.getMetadata().getName()
                            + " names a Secret that cannot exist: correct its repository, then retry");
        });
        return names;
    }

    @Override
    public Check restored(Run run, CopyOrder order) {
        GenericKubernetesResource source = source(run, order);
        String token = run.recovery();
        @Nullable
        GenericKubernetesResource destination = ObjectKind.REPLICATION_DESTINATION.find(
                run.cluster().kubernetes(),
                order.copy(),
                destination(run, source, order).getMetadata().getName());
        return destination == null || !token.equals(destination.get("spec", "trigger", "manual"))
                ? Check.notYet(order.label() + ": the restore of the copy has not started")
                : new MoverReport(destination).state(order.label(), token);
    }

    @Override
    public void release(Run run, CopyOrder order) {
        VolSyncSource.saving(run.cluster().kubernetes(), order.namespace(), order.claim())
                .ifPresent(source -> client(run, order, source).untrigger(run.recovery()));
    }

    private static VolSyncSource client(Run run, CopyOrder order, GenericKubernetesResource source) {
        return new VolSyncSource(
                run.cluster().kubernetes(),
                order.namespace(),
                source.getMetadata().getName());
    }

    private static GenericKubernetesResource destination(Run run, GenericKubernetesResource source, CopyOrder order) {
        return VolSyncMover.of(source).newest(order, run.recovery());
    }
}
