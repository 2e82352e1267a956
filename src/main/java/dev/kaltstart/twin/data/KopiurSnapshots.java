package dev.kaltstart.twin.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kaltstart.twin.life.Attachments;
import dev.kaltstart.twin.store.Json;
import dev.kaltstart.twin.store.Kinds;
import dev.kaltstart.twin.store.Objects;
import dev.kaltstart.twin.world.Rule;
import dev.kaltstart.twin.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/**
 * Kopiur saves a claim for each Snapshot by its policy, and makes none where nothing has changed (src:
 * home-operations/kopiur: crates/api/src/snapshot.rs, crates/e2e). Schedules are not played.
 */
public final class KopiurSnapshots implements Rule {

    private static final Duration TAKES = Duration.ofSeconds(40);
    private static final String MARK = "kopiur/";

    /** What a snapshot has. */
    static Optional<VolumeData> data(World world, String kopiaId) {
        return Optional.ofNullable(world.marks().get(MARK + kopiaId)).map(VolumeData::parse);
    }

    @Override
    public void apply(World world, Instant now) {
        for (ObjectNode snapshot : world.objects().list(Kinds.KOPIUR_SNAPSHOT)) {
            var timer = "kopiur/" + Json.text(snapshot, "metadata", "uid");
            if (Json.text(snapshot, "status", "phase").isEmpty()
                    && world.timers().passed(timer, TAKES, now)) {
                world.timers().clear(timer);
                save(world, snapshot, now);
            }
        }
    }

    /** A Snapshot as a schedule made it earlier. */
    public static void scheduled(World world, ObjectNode policy, Instant at) {
        var namespace = Json.text(policy, "metadata", "namespace");
        var name = Json.text(policy, "metadata", "name") + "-" + at.getEpochSecond();
        var key = Kinds.KOPIUR_SNAPSHOT.key(namespace, name);
        var object = Json.object();
        Json.within(object, "spec", "policyRef").put("name", Json.text(policy, "metadata", "name"));
        world.objects().create(key, object, at);
        world.objects().find(key).ifPresent(made -> save(world, made, at));
    }

    /** Of all policies, before anything else is saved. */
    public static void forget(World world) {
        world.marks().keySet().removeIf(mark -> mark.startsWith(MARK));
        world.objects()
                .list(Kinds.KOPIUR_SNAPSHOT)
                .forEach(snapshot -> world.objects().remove(Objects.key(Kinds.KOPIUR_SNAPSHOT, snapshot)));
    }

    private static void save(World world, ObjectNode snapshot, Instant at) {
        var namespace = Json.text(snapshot, "metadata", "namespace");
        var policy = world.objects()
                .find(Kinds.KOPIUR_POLICY.key(namespace, Json.text(snapshot, "spec", "policyRef", "name")));
        var claim = policy.map(KopiurSnapshots::claim).orElse("");
        var data = Attachments.volume(world, namespace, claim).flatMap(volume -> VolumeData.of(world, volume));
        var unchanged = data.isPresent()
                && latest(world, namespace, claim)
                        .flatMap(before -> data(world, kopiaId(before)))
                        .equals(data);
        var id = "k" + Json.text(snapshot, "metadata", "uid").replace("-", "");
        if (!unchanged) {
            data.ifPresent(saved -> world.marks().put(MARK + id, saved.text()));
        }
        world.objects().update(Objects.key(Kinds.KOPIUR_SNAPSHOT, snapshot), object -> {
            var status = Json.within(object, "status");
            if (data.isEmpty()) {
                status.put("phase", "Failed");
                Json.within(status, "failure").put("message", "the source claim " + claim + " has no data");
                return;
            }
            status.put("phase", unchanged ? "Unchanged" : "Succeeded");
            Json.within(status, "timing").put("startTime", Json.time(at)).put("endTime", Json.time(at));
            if (!unchanged) {
                Json.within(status, "snapshot").put("kopiaSnapshotID", id);
                Json.within(status, "resolved")
                        .putArray("sources")
                        .addObject()
                        .put("pvc", namespace + "/" + claim)
                        .put("sourcePath", "/pvc/" + claim);
            }
        });
    }

    private static String claim(JsonNode policy) {
        return Json.text(Json.at(policy, "spec", "sources").path(0), "pvc", "name");
    }

    static Optional<ObjectNode> latest(World world, String namespace, String claim) {
        return world.objects().list(Kinds.KOPIUR_SNAPSHOT, namespace).stream()
                .filter(snapshot -> !kopiaId(snapshot).isEmpty())
                .filter(snapshot -> (namespace + "/" + claim)
                        .equals(Json.text(
                                Json.at(snapshot, "status", "resolved", "sources")
                                        .path(0),
                                "pvc")))
                .max(Comparator.comparing(snapshot -> Json.text(snapshot, "status", "timing", "startTime")));
    }

    static String kopiaId(JsonNode snapshot) {
        return Json.text(snapshot, "status", "snapshot", "kopiaSnapshotID");
    }
}
