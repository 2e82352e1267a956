package dev.kaltstart.twin.seed;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kaltstart.cluster.Inventory;
import dev.kaltstart.twin.life.Conditions;
import dev.kaltstart.twin.store.Json;
import dev.kaltstart.twin.store.Key;
import dev.kaltstart.twin.store.Kinds;
import dev.kaltstart.twin.world.World;
import java.time.Instant;

/** What Flux has in the cluster, all of it ready. */
final class FluxObjects {

    private static final String NAMESPACE = "flux-system";

    private final World world;
    private final Inventory inventory;
    private final Instant founded;
    private final String revision;

    FluxObjects(World world, Inventory inventory, Instant founded) {
        this.world = world;
        this.inventory = inventory;
        this.founded = founded;
        this.revision = "main@sha1:" + world.seed().hex("revision", 40);
    }

    void declare() {
        source();
        var root = Kinds.KUSTOMIZATION.key(NAMESPACE, NAMESPACE);
        inventory.kustomizations().forEach(this::kustomization);
        if (world.objects().find(root).isEmpty()) {
            ready(root, spec("./kubernetes/flux/cluster", true, false));
        }
        Applications.named(inventory).forEach((name, namespace) -> release(namespace, name));
        instance();
    }

    private void source() {
        var source = Json.of("""
                {'spec': {'interval': '1h', 'url': 'ssh://git@git.example/cluster.git', 'ref': {'branch': 'main'}},
                 'status': {'artifact': {'revision': '%s', 'digest': 'sha256:%s', 'path': 'gitrepository/flux-system'}}}""", revision, world.seed().hex("digest", 64));
        ready(Kinds.GIT_REPOSITORY.key(NAMESPACE, NAMESPACE), source);
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
        ready(Kinds.HELM_RELEASE.key(namespace, name), release);
    }

    private void instance() {
        if (inventory.bootstrap() != Inventory.FluxBootstrap.FLUX_BOOTSTRAP) {
            var instance = Json.of(
                    "{'spec': {'distribution': {'version': '2.x'}}, 'status': {'lastAppliedRevision': 'v2.9.4@sha256:%s'}}",
                    world.seed().hex("flux", 64));
            ready(Kinds.FLUX_INSTANCE.key(NAMESPACE, "flux"), instance);
        }
    }

    private void ready(Key key, ObjectNode object) {
        Json.within(object, "status").put("observedGeneration", 1);
        var words = "Applied revision: " + revision;
        Conditions.set(object, "Ready", "True", "ReconciliationSucceeded", words, founded);
        world.objects().create(key, object, founded);
    }
}
