package dev.kaltstart.twin.life;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kaltstart.twin.store.Json;
import dev.kaltstart.twin.store.Kinds;
import dev.kaltstart.twin.store.Objects;
import dev.kaltstart.twin.world.Rule;
import dev.kaltstart.twin.world.World;
import java.time.Instant;

/**
 * Workloads are created and deleted with their HelmRelease. Charts are not rendered: the result is what the
 * application consisted of when the twin was made. A claim of a stateful set outlives it, as it does in a real cluster.
 */
public final class Releases implements Rule {

    private static final String CHART = "chart/";
    private static final String NAME = "helm.toolkit.fluxcd.io/name";
    private static final String NAMESPACE = "helm.toolkit.fluxcd.io/namespace";

    @Override
    public void apply(World world, Instant now) {
        if (world.origin().exists() && FluxControllers.running(world, "helm-controller")) {
            for (ObjectNode release : world.objects().list(Kinds.HELM_RELEASE)) {
                var key = Objects.key(Kinds.HELM_RELEASE, release);
                if (FluxControllers.going(release)) {
                    uninstall(world, release, now);
                    ObjectRemoval.letGo(world, key, FluxControllers.FINALIZER, now);
                } else if (!FluxControllers.held(release)) {
                    world.objects().update(key, FluxControllers::hold);
                    install(world, release, now);
                }
            }
        }
    }

    /** This is what the release consists of. */
    public static void chart(World world, String namespace, String name, ObjectNode workload) {
        var mark = CHART + namespace + "/" + name;
        var chart = (ObjectNode) Json.read(world.marks().getOrDefault(mark, "{}"));
        Json.list(chart, "objects").add(workload);
        world.marks().put(mark, Json.write(chart));
    }

    /** Whose it is, as the labels say. */
    public static void label(ObjectNode workload, String namespace, String name) {
        Json.within(workload, "metadata", "labels").put(NAME, name).put(NAMESPACE, namespace);
    }

    private static void install(World world, ObjectNode release, Instant now) {
        var namespace = Json.text(release, "metadata", "namespace");
        var chart = world.marks().get(CHART + namespace + "/" + LonghornObjects.name(release));
        if (chart == null) {
            return;
        }
        for (JsonNode object : Json.read(chart).path("objects")) {
            Kinds.named(Json.text(object, "apiVersion"), Json.text(object, "kind"))
                    .map(kind -> kind.key(namespace, Json.text(object, "metadata", "name")))
                    .filter(key -> world.objects().find(key).isEmpty())
                    .ifPresent(key -> world.objects().create(key, (ObjectNode) object, now));
        }
    }

    private static void uninstall(World world, ObjectNode release, Instant now) {
        for (var kind : java.util.List.of(Kinds.DEPLOYMENT, Kinds.STATEFUL_SET)) {
            world.objects().list(kind).stream()
                    .filter(workload -> belongs(workload, release))
                    .forEach(workload -> ObjectRemoval.of(world, Objects.key(kind, workload), now));
        }
    }

    private static boolean belongs(ObjectNode workload, ObjectNode release) {
        var labels = Json.at(workload, "metadata", "labels");
        return Json.text(labels, NAME).equals(LonghornObjects.name(release))
                && Json.text(labels, NAMESPACE).equals(Json.text(release, "metadata", "namespace"));
    }
}
