package dev.kaltstart.twin.seed;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kaltstart.twin.data.ReturningBackups;
import dev.kaltstart.twin.life.SourceTracking;
import dev.kaltstart.twin.store.Json;
import dev.kaltstart.twin.store.Kind;
import dev.kaltstart.twin.store.Kinds;
import dev.kaltstart.twin.tool.AppsRecipe;
import dev.kaltstart.twin.world.World;
import java.time.Instant;
import java.util.List;

/**
 * The whole cluster is lost. Outside of it the twin keeps what an operator would have: the last snapshot of etcd, and
 * what the bootstrap of the repository makes.
 */
final class ClusterLoss {

    /** What a bootstrap, a chart or a vault makes, where no Kustomization does. */
    private static final List<Kind> MADE_BY_OTHERS = List.of(
            Kinds.NAMESPACE,
            Kinds.SECRET,
            Kinds.CONFIG_MAP,
            Kinds.STORAGE_CLASS,
            Kinds.SETTING,
            Kinds.DAEMON_SET,
            Kinds.DEPLOYMENT,
            Kinds.STATEFUL_SET,
            Kinds.CLAIM,
            Kinds.GIT_REPOSITORY,
            Kinds.OCI_REPOSITORY,
            Kinds.HELM_REPOSITORY,
            Kinds.KUSTOMIZATION,
            Kinds.HELM_RELEASE,
            Kinds.FLUX_INSTANCE);

    private final World world;
    private final Instant at;

    ClusterLoss(World world, Instant at) {
        this.world = world;
        this.at = at;
    }

    void happen() {
        world.archive().put(AppsRecipe.ARCHIVE, madeByBootstrap());
        ReturningBackups.keep(world);
        world.objects().clear();
        world.etcd().dissolve();
        world.machines().forEach(machine -> machine.lose(at));
    }

    private ObjectNode madeByBootstrap() {
        var archive = Json.object();
        var objects = archive.putArray("objects");
        for (Kind kind : MADE_BY_OTHERS) {
            world.objects().list(kind).stream()
                    .filter(object -> kind.equals(Kinds.NAMESPACE) || !madeByFlux(object))
                    .map(object -> blank(kind, object))
                    .forEach(objects::add);
        }
        return archive;
    }

    private static boolean madeByFlux(ObjectNode object) {
        var labels = Json.at(object, "metadata", "labels");
        return labels.has("kustomize.toolkit.fluxcd.io/name") || labels.has("helm.toolkit.fluxcd.io/name");
    }

    /** As its manifest was: what a cluster writes into an object belongs to the old cluster. */
    private ObjectNode blank(Kind kind, ObjectNode object) {
        var manifest = object.deepCopy();
        var metadata = Json.within(manifest, "metadata");
        metadata.remove(
                List.of("uid", "resourceVersion", "creationTimestamp", "generation", "finalizers", "managedFields"));
        if (kind.equals(Kinds.CLAIM)) {
            Json.within(manifest, "spec").remove("volumeName");
            manifest.set("status", Json.of("{'phase': 'Pending'}"));
        } else if (followed(kind, manifest)) {
            manifest.remove("status");
        }
        return manifest;
    }

    private boolean followed(Kind kind, ObjectNode manifest) {
        return kind.equals(Kinds.GIT_REPOSITORY)
                || kind.equals(Kinds.DEPLOYMENT)
                || kind.equals(Kinds.STATEFUL_SET)
                || kind.equals(Kinds.DAEMON_SET)
                || (kind.equals(Kinds.KUSTOMIZATION) && SourceTracking.plays(world, manifest));
    }
}
