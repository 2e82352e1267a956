package dev.kaltstart.twin.life;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kaltstart.kustomize.BuildFailure;
import dev.kaltstart.kustomize.KustomizationBuild;
import dev.kaltstart.twin.origin.Snapshot;
import dev.kaltstart.twin.store.Json;
import dev.kaltstart.twin.store.Kinds;
import dev.kaltstart.twin.store.ObjectKey;
import dev.kaltstart.twin.store.Objects;
import dev.kaltstart.twin.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One reconcile of a Kustomization (src: internal/controller/kustomization_controller.go). */
final class Reconciliation {

    private static final Duration USUAL_TIMEOUT = Duration.ofMinutes(5);

    private final World world;
    private final ObjectNode kustomization;
    private final ObjectKey key;
    private final Instant now;
    private final ServerSideApply appliance;

    Reconciliation(World world, ObjectNode kustomization, Instant now) {
        this.world = world;
        this.kustomization = kustomization;
        this.key = Objects.key(Kinds.KUSTOMIZATION, kustomization);
        this.now = now;
        this.appliance = new ServerSideApply(world, now);
    }

    /** @param patient waits until what was applied is well, where the Kustomization says so */
    void run(boolean patient) {
        var source = SourceTracking.sourceOf(world, kustomization);
        if (source.isEmpty()) {
            var name = Json.text(kustomization, "spec", "sourceRef", "name");
            fail("ArtifactFailed", "gitrepositories.source.toolkit.fluxcd.io \"%s\" not found".formatted(name));
            return;
        }
        var revision = Json.text(source.get(), "status", "artifact", "revision");
        if (revision.isEmpty()) {
            fail("ArtifactFailed", "Source artifact not found, retrying in 30s");
            return;
        }
        var missing = new Dependencies(world, kustomization).missing(revision);
        if (missing.isPresent()) {
            fail("DependencyNotReady", missing.get());
            return;
        }
        reconcile(revision, patient);
    }

    private void reconcile(String revision, boolean patient) {
        var snapshot = world.origin().snapshot(revision.replaceFirst(".*sha1:", ""));
        var path = Json.text(kustomization, "spec", "path")
                .replaceFirst("^(\\./)+|^/+", "")
                .replaceFirst("/+$", "");
        if (!snapshot.isDirectory(path.equals(".") ? "" : path)) {
            fail(
                    "ArtifactFailed",
                    "kustomization path not found: stat %s/%s: no such file or directory".formatted(place(), path));
            return;
        }
        world.objects().update(key, object -> Json.within(object, "status").put("lastAttemptedRevision", revision));
        List<ObjectNode> objects;
        try {
            objects = built(snapshot, path);
        } catch (BuildFailure failure) {
            fail("BuildFailed", String.valueOf(failure.getMessage()));
            return;
        }
        apply(objects, revision, patient);
    }

    private String place() {
        return "/tmp/kustomization-"
                + world.seed().random(FluxControllers.uid(kustomization)).nextInt(1_000_000_000);
    }

    private List<ObjectNode> built(Snapshot snapshot, String path) {
        var objects = new KustomizationBuild(snapshot, kustomization, place()).objects(path, variables());
        return new Decryption(world, kustomization).of(objects);
    }

    /** Values in the Kustomization override those from substituteFrom. */
    private Map<String, String> variables() {
        var postBuild = Json.at(kustomization, "spec", "postBuild");
        var variables = new LinkedHashMap<String, String>();
        for (JsonNode from : postBuild.path("substituteFrom")) {
            var kind = Json.text(from, "kind").equals("Secret") ? Kinds.SECRET : Kinds.CONFIG_MAP;
            var found = world.objects().find(kind.key(key.namespace(), Json.text(from, "name")));
            if (found.isEmpty() && !from.path("optional").asBoolean()) {
                throw new BuildFailure(
                        "post build failed for '%s': substitute from '%s/%s' error: %s \"%3$s\" not found"
                                .formatted(key.name(), kind.name(), Json.text(from, "name"), kind.plural()));
            }
            found.ifPresent(map -> map.path("data")
                    .properties()
                    .forEach(entry -> variables.put(
                            entry.getKey(),
                            kind.equals(Kinds.SECRET)
                                    ? Decryption.plain(entry.getValue().asText())
                                    : entry.getValue().asText().replace("\n", ""))));
        }
        postBuild
                .path("substitute")
                .properties()
                .forEach(entry ->
                        variables.put(entry.getKey(), entry.getValue().asText().replace("\n", "")));
        return variables;
    }

    private void apply(List<ObjectNode> objects, String revision, boolean patient) {
        var history = new ReconcileHistory(revision, objects);
        KustomizationBuild.adorn(kustomization, objects);
        try {
            for (ObjectNode object : objects) {
                Decryption.undecrypted(object);
            }
            // a namespace has to exist before its objects
            objects.stream().filter(Reconciliation::first).forEach(appliance::apply);
            objects.stream().filter(object -> !first(object)).forEach(appliance::apply);
        } catch (ServerSideApply.Refused refused) {
            report(history, "ReconciliationFailed");
            fail("ReconciliationFailed", String.valueOf(refused.getMessage()));
            return;
        }
        var before = inventory();
        var after = ids(objects);
        world.objects().update(key, object -> remember(object, after));
        if (Json.at(kustomization, "spec", "prune").asBoolean()) {
            before.forEach((id, version) -> {
                if (!after.containsKey(id)) {
                    appliance.prune(id, version, kustomization);
                }
            });
        }
        if (patient && Json.at(kustomization, "spec", "wait").asBoolean() && !objects.isEmpty()) {
            world.timers().since(Kustomizations.timer("health", kustomization), now);
            world.marks().put(mark(), Json.write(history.keep()));
            awaitHealth();
        } else {
            succeed(history);
        }
    }

    private static boolean first(ObjectNode object) {
        var kind = Json.text(object, "kind");
        return kind.equals("Namespace") || kind.equals("CustomResourceDefinition");
    }

    private static Map<String, String> ids(List<ObjectNode> objects) {
        var ids = new LinkedHashMap<String, String>();
        objects.forEach(object -> ids.put(
                ServerSideApply.id(object), Json.text(object, "apiVersion").replaceFirst(".*/", "")));
        return ids;
    }

    private Map<String, String> inventory() {
        var ids = new LinkedHashMap<String, String>();
        Json.at(kustomization, "status", "inventory", "entries")
                .forEach(entry -> ids.put(Json.text(entry, "id"), Json.text(entry, "v")));
        return ids;
    }

    private static void remember(ObjectNode object, Map<String, String> ids) {
        var entries = Json.within(object, "status", "inventory").putArray("entries");
        ids.forEach((id, version) -> entries.addObject().put("id", id).put("v", version));
    }

    void pruneAll() {
        inventory().forEach((id, version) -> appliance.prune(id, version, kustomization));
    }

    /** Continues waiting for the applied objects. */
    void awaitHealth() {
        var timer = Kustomizations.timer("health", kustomization);
        var history = ReconcileHistory.kept(Json.read(world.marks().getOrDefault(mark(), "{}")));
        var waited = HealthCheck.waitedFor(world, key, history.objects());
        var timeout = FluxControllers.duration(kustomization, "timeout", USUAL_TIMEOUT);
        if (waited.isEmpty()) {
            healthy(history);
        } else if (world.timers().passed(timer, timeout, now)) {
            world.timers().clear(timer);
            world.marks().remove(mark());
            report(history, "HealthCheckFailed");
            var message = "health check failed after %ss: timeout waiting for: [%s]"
                    .formatted(timeout.toSeconds(), String.join(", ", waited));
            world.objects()
                    .update(
                            key,
                            object -> Conditions.set(object, "Healthy", "False", "HealthCheckFailed", message, now));
            fail("HealthCheckFailed", message);
        } else {
            progress(history.revision(), timeout);
        }
    }

    private void healthy(ReconcileHistory history) {
        world.timers().clear(Kustomizations.timer("health", kustomization));
        world.marks().remove(mark());
        world.objects()
                .update(
                        key,
                        object -> Conditions.set(object, "Healthy", "True", "Succeeded", "Health check passed", now));
        succeed(history);
    }

    private void progress(String revision, Duration timeout) {
        var message =
                "Running health checks for revision %s with a timeout of %ss".formatted(revision, timeout.toSeconds());
        world.objects().update(key, object -> {
            Conditions.set(object, "Ready", "Unknown", "Progressing", "Reconciliation in progress", now);
            Conditions.set(object, "Reconciling", "True", "Progressing", message, now);
            Conditions.set(object, "Healthy", "Unknown", "Progressing", message, now);
        });
    }

    private String mark() {
        return Kustomizations.timer("health", kustomization);
    }

    private void succeed(ReconcileHistory history) {
        world.objects().update(key, object -> {
            FluxControllers.handled(object);
            history.tell(object, "ReconciliationSucceeded", now);
            Conditions.drop(object, "Reconciling");
            var message = "Applied revision: " + history.revision();
            Conditions.set(object, "Ready", "True", "ReconciliationSucceeded", message, now);
            Json.within(object, "status")
                    .put("lastAppliedRevision", history.revision())
                    .put("observedGeneration", FluxControllers.generation(object));
        });
    }

    private void report(ReconcileHistory history, String reason) {
        world.objects().update(key, object -> history.tell(object, reason, now));
    }

    private void fail(String reason, String message) {
        world.objects().update(key, object -> {
            FluxControllers.handled(object);
            Conditions.drop(object, "Reconciling");
            Conditions.set(object, "Ready", "False", reason, message, now);
        });
    }
}
