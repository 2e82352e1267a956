package dev.kaltstart.twin.seed;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kaltstart.cluster.Inventory;
import dev.kaltstart.twin.life.Conditions;
import dev.kaltstart.twin.life.Kustomizations;
import dev.kaltstart.twin.life.SourceTracking;
import dev.kaltstart.twin.origin.Origin;
import dev.kaltstart.twin.store.Json;
import dev.kaltstart.twin.store.Kinds;
import dev.kaltstart.twin.store.ObjectKey;
import dev.kaltstart.twin.store.Objects;
import dev.kaltstart.twin.world.World;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The Flux objects of the cluster, all of them ready. */
final class FluxObjects {

    private static final String NAMESPACE = "flux-system";

    private static final ObjectKey SOURCE = Kinds.GIT_REPOSITORY.key(NAMESPACE, NAMESPACE);
    private static final ObjectKey ROOT = Kinds.KUSTOMIZATION.key(NAMESPACE, NAMESPACE);
    private static final String URL = "ssh://git@git.example/cluster.git";
    private static final List<String> ROOTS =
            List.of("./kubernetes/flux/cluster", "./kubernetes/flux", "./kubernetes/cluster", "./cluster");

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
        var source = Json.of("{'spec': {'interval': '1h', 'url': '%s', 'ref': {'branch': 'main'}}}", URL);
        world.objects().create(SOURCE, source, founded);
        rootPath().ifPresent(path -> {
            var root = spec(path, true, false);
            root.remove("status");
            Json.within(root, "spec").remove("suspend");
            world.objects().create(ROOT, root, founded);
            do {
                Kustomizations.found(world, founded);
            } while (new Keys(world, founded).lay());
        });
        world.objects().list(Kinds.KUSTOMIZATION).stream()
                .filter(object -> !Conditions.is(object, "Ready", "True"))
                .forEach(this::leave);
    }

    /** Below the Kustomization that everything else hangs on; empty where the repository has no such directory. */
    private Optional<String> rootPath() {
        var snapshot = world.origin().snapshot(revision.replaceFirst(".*:", ""));
        var declared = inventory.kustomizations().stream()
                .filter(kustomization -> kustomization.namespace().equals(NAMESPACE)
                        && kustomization.name().equals(NAMESPACE))
                .map(kustomization -> String.valueOf(kustomization.path()));
        return Stream.concat(declared, ROOTS.stream())
                .filter(path -> snapshot.isDirectory(path.replaceFirst("^(\\./)+|^/+", "")))
                .findFirst();
    }

    /** Manifests that the twin cannot build are left out: a rehearsal of something else must not fail for them. */
    private void leave(ObjectNode kustomization) {
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
        if (world.objects().find(SOURCE).isEmpty()) {
            source();
        }
        inventory.kustomizations().forEach(this::kustomization);
        if (world.objects().find(ROOT).isEmpty()) {
            ready(ROOT, spec("./kubernetes/flux/cluster", true, false));
        }
        Applications.named(inventory).forEach((name, namespace) -> release(namespace, name));
        instance();
    }

    private void source() {
        var source = Json.of("""
                {'spec': {'interval': '1h', 'url': '%s', 'ref': {'branch': 'main'}},
                 'status': {'artifact': {'revision': '%s', 'digest': 'sha256:%s', 'path': 'gitrepository/flux-system'}}}""", URL, revision, world.seed().hex("digest", 64));
        ready(SOURCE, source);
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
