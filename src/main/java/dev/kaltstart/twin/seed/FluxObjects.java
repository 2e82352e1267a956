package dev.kaltstart.twin.seed;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kaltstart.cluster.Inventory;
import dev.kaltstart.kustomize.FluxRoot;
import dev.kaltstart.kustomize.FluxRoots;
import dev.kaltstart.twin.life.Conditions;
import dev.kaltstart.twin.life.Kustomizations;
import dev.kaltstart.twin.life.SourceTracking;
import dev.kaltstart.twin.origin.Origin;
import dev.kaltstart.twin.origin.Snapshot;
import dev.kaltstart.twin.store.Json;
import dev.kaltstart.twin.store.Kinds;
import dev.kaltstart.twin.store.ObjectKey;
import dev.kaltstart.twin.store.Objects;
import dev.kaltstart.twin.world.World;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** The Flux objects of the cluster, all of them ready. */
final class FluxObjects {

    private static final String NAMESPACE = "flux-system";

    private static final ObjectKey ROOT = Kinds.KUSTOMIZATION.key(NAMESPACE, NAMESPACE);
    private static final String URL = "ssh://git@git.example/cluster.git";
    private final World world;
    private final Inventory inventory;
    private final Instant founded;
    private final String revision;

    FluxObjects(World world, Inventory inventory, Instant founded) {
        this.world = world;
        this.inventory = inventory;
        this.founded = founded;
        this.revision = "main@sha1:"
                + world.origin()
                        .head(Origin.BRANCH)
                        .orElseGet(() -> world.seed().hex("revision", 40));
    }

    /** The objects that the repository defines, if the twin has one. */
    void follow() {
        if (!world.origin().exists()) {
            return;
        }
        var snapshot = world.origin().snapshot(revision.replaceFirst(".*:", ""));
        var roots = roots(snapshot);
        roots.stream().findFirst().ifPresent(root -> SourceTracking.follow(world, source(root)));
        var source = Json.of("{'spec': {'interval': '1h', 'url': '%s', 'ref': {'branch': 'main'}}}", URL);
        world.objects().create(SourceTracking.main(world), source, founded);
        roots.forEach(this::plant);
        build(snapshot);
        // others may depend on what comes from other sources
        leave(object -> !SourceTracking.plays(world, object));
        build(snapshot);
        leave(object -> true);
    }

    private void build(Snapshot snapshot) {
        do {
            Kustomizations.found(world, founded);
        } while (new Keys(world, founded).lay() || new SubstitutionValues(world, snapshot, founded).lay());
    }

    private void leave(Predicate<ObjectNode> which) {
        world.objects().list(Kinds.KUSTOMIZATION).stream()
                .filter(object -> !Conditions.is(object, "Ready", "True"))
                .filter(which)
                .forEach(this::leave);
    }

    /** Where Flux begins in the repository; several only where nothing says which. */
    private List<FluxRoot> roots(Snapshot snapshot) {
        var hints = new ArrayList<String>(List.of(inventory.name()));
        inventory.talosDirectory().forEach(step -> hints.add(step.toString()));
        var found = FluxRoots.of(snapshot, hints, (file, failure) -> {
            // the inventory has named it
        });
        return found.guessed() ? found.roots() : found.roots().stream().limit(1).toList();
    }

    private static ObjectKey source(FluxRoot root) {
        var reference = Json.at(root.kustomization(), "spec", "sourceRef");
        return Kinds.GIT_REPOSITORY.key(
                reference.path("namespace").asText(NAMESPACE),
                reference.path("name").asText(NAMESPACE));
    }

    private void plant(FluxRoot root) {
        if (!root.top().isEmpty()
                || "OCIRepository".equals(Json.text(root.kustomization(), "spec", "sourceRef", "kind"))) {
            PlayLimits.add(
                    world,
                    "Flux follows an OCI artifact here, and a rehearsal has only Git: its Kustomizations are shown as ready and"
                            + " do not follow the repository");
            return;
        }
        var object = Json.object();
        object.set("spec", root.kustomization().path("spec").deepCopy());
        Json.within(object, "spec").remove("suspend");
        Json.within(object, "spec", "sourceRef").remove("url");
        if (Json.at(object, "spec", "interval").isMissingNode()) {
            Json.within(object, "spec").put("interval", "1h");
        }
        var key = Kinds.KUSTOMIZATION.key(
                Json.at(root.kustomization(), "metadata", "namespace").asText(NAMESPACE),
                Json.text(root.kustomization(), "metadata", "name"));
        if (world.objects().find(key).isEmpty()) {
            world.objects().create(key, object, founded);
        }
    }

    /** Manifests that the twin cannot build are left out: a rehearsal of something else must not fail for them. */
    private void leave(ObjectNode kustomization) {
        if (SourceTracking.plays(world, kustomization)) {
            PlayLimits.add(
                    world,
                    "The Kustomization %s/%s does not build in the twin, so it is shown as ready and does not follow the repository: %s"
                            .formatted(
                                    Json.text(kustomization, "metadata", "namespace"),
                                    Json.text(kustomization, "metadata", "name"),
                                    Json.text(Conditions.find(kustomization, "Ready"), "message")));
        }
        SourceTracking.hollow(world, kustomization);
        world.objects().update(Objects.key(Kinds.KUSTOMIZATION, kustomization), object -> {
            Json.within(object, "status")
                    .put("lastAppliedRevision", revision)
                    .put("lastAttemptedRevision", revision)
                    .put("observedGeneration", 1);
            Conditions.set(
                    object, "Ready", "True", "ReconciliationSucceeded", "Applied revision: " + revision, founded);
        });
    }

    void declare() {
        if (world.objects().find(SourceTracking.main(world)).isEmpty()) {
            source();
        }
        inventory.kustomizations().forEach(this::kustomization);
        if (!world.origin().exists() && world.objects().find(ROOT).isEmpty()) {
            ready(ROOT, spec("./kubernetes/flux/cluster", true, false));
        }
        Applications.named(inventory).forEach((name, namespace) -> release(namespace, name));
        instance();
    }

    private void source() {
        var source = Json.of("""
                {'spec': {'interval': '1h', 'url': '%s', 'ref': {'branch': 'main'}},
                 'status': {'artifact': {'revision': '%s', 'digest': 'sha256:%s', 'path': 'gitrepository/flux-system'}}}""", URL, revision, world.seed().hex("digest", 64));
        ready(SourceTracking.main(world), source);
    }

    private void kustomization(Inventory.FluxKustomization declared) {
        var path = declared.path() == null ? "./" : declared.path();
        var object = spec(path, declared.prune(), declared.suspended());
        var dependsOn = Json.list(Json.within(object, "spec"), "dependsOn");
        declared.dependsOn().forEach(dependency -> {
            var at = dependency.indexOf('/');
            dependsOn
                    .addObject()
                    .put("namespace", at < 0 ? declared.namespace() : dependency.substring(0, at))
                    .put("name", dependency.substring(at + 1));
        });
        var key = Kinds.KUSTOMIZATION.key(declared.namespace(), declared.name());
        if (world.objects().find(key).isEmpty()) {
            ready(key, object);
        }
    }

    private ObjectNode spec(String path, boolean prune, boolean suspended) {
        return Json.of("""
                {'spec': {'interval': '1h', 'path': '%1$s', 'prune': %2$s, 'suspend': %3$s, 'wait': false,
                          'sourceRef': {'kind': 'GitRepository', 'name': 'flux-system', 'namespace': 'flux-system'}},
                 'status': {'lastAppliedRevision': '%4$s', 'lastAttemptedRevision': '%4$s', 'inventory': {'entries': []}}}""", path, prune, suspended, revision);
    }

    private void release(String namespace, String name) {
        var release = Json.of("""
                {'spec': {'interval': '1h', 'chartRef': {'kind': 'OCIRepository', 'name': 'app-template'}},
                 'status': {'lastAttemptedGeneration': 1, 'lastAttemptedRevision': '4.6.0',
                            'history': [{'name': '%s', 'version': 1, 'status': 'deployed', 'chartVersion': '4.6.0'}]}}""", name);
        var key = Kinds.HELM_RELEASE.key(namespace, name);
        if (world.objects().find(key).isEmpty()) {
            ready(key, release);
        }
    }

    private void instance() {
        var key = Kinds.FLUX_INSTANCE.key(NAMESPACE, "flux");
        if (inventory.bootstrap() != Inventory.FluxBootstrap.FLUX_BOOTSTRAP
                && world.objects().find(key).isEmpty()) {
            var instance = Json.of(
                    "{'spec': {'distribution': {'version': '2.x'}}, 'status': {'lastAppliedRevision': 'v2.9.4@sha256:%s'}}",
                    world.seed().hex("flux", 64));
            ready(key, instance);
        }
    }

    private void ready(ObjectKey key, ObjectNode object) {
        Json.within(object, "status").put("observedGeneration", 1);
        var message = "Applied revision: " + revision;
        Conditions.set(object, "Ready", "True", "ReconciliationSucceeded", message, founded);
        if (key.kind().equals(Kinds.KUSTOMIZATION)) {
            Json.within(object, "metadata").put("name", key.name()).put("namespace", key.namespace());
            SourceTracking.hollow(world, object);
        }
        world.objects().create(key, object, founded);
    }
}
