package dev.kaltstart.twin.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The objects of a cluster. Objects that are in here are never changed, only replaced, so that they can be handed out.
 * Not thread-safe.
 */
public final class Objects {

    static final String PREFIX = "object/";

    private static final int REMEMBERED = 1000;
    /** Comes after every name. */
    private static final String LAST = "\uffff";

    private final Map<Kind, TreeMap<String, ObjectNode>> all = new HashMap<>();
    private final Set<ObjectKey> touched = new LinkedHashSet<>();
    private final List<Watcher> watchers = new CopyOnWriteArrayList<>();
    private final Deque<Change> recent = new ArrayDeque<>();
    private final String seed;
    private long version;
    /** The history up to this version is compacted. */
    private long forgotten;

    /** @param seed makes the identifiers of this cluster's objects repeatable */
    public Objects(String seed) {
        this.seed = seed;
    }

    /** Sees every change; must not wait. */
    public interface Watcher {
        void saw(Change change);
    }

    /**
     * One change of one object.
     *
     * @param version what the change made the newest version of all
     * @param before null when it was created
     * @param after null when it was removed
     */
    public record Change(
            long version,
            ObjectKey key,
            @Nullable ObjectNode before,
            @Nullable ObjectNode after) {}

    /**
     * What has happened after a version.
     *
     * @throws ApiError when that is too long ago to be known
     */
    public List<Change> since(long seen) {
        if (seen < forgotten) {
            throw ApiError.expired(seen, forgotten);
        }
        return recent.stream().filter(change -> change.version() > seen).toList();
    }

    public void watch(Watcher watcher) {
        watchers.add(watcher);
    }

    public void forget(Watcher watcher) {
        watchers.remove(watcher);
    }

    public long version() {
        return version;
    }

    public Optional<ObjectNode> find(ObjectKey key) {
        return Optional.ofNullable(of(key.kind()).get(key.sorted()));
    }

    /** All objects of a kind, by namespace and name. */
    public List<ObjectNode> list(Kind kind) {
        return List.copyOf(of(kind).values());
    }

    /** All objects of a kind in a namespace, by name. */
    public List<ObjectNode> list(Kind kind, String namespace) {
        return List.copyOf(of(kind).subMap(ObjectKey.sorted(namespace, ""), ObjectKey.sorted(namespace, LAST))
                .values());
    }

    public static ObjectKey key(Kind kind, JsonNode object) {
        return kind.key(Json.text(object, "metadata", "namespace"), Json.text(object, "metadata", "name"));
    }

    /** @throws ApiError when it is there already */
    public ObjectNode create(ObjectKey key, ObjectNode object, Instant now) {
        if (find(key).isPresent()) {
            throw ApiError.exists(key);
        }
        var made = object.deepCopy();
        made.put("apiVersion", key.kind().apiVersion()).put("kind", key.kind().name());
        var metadata = Json.within(made, "metadata");
        metadata.put("name", key.name());
        if (key.kind().namespaced()) {
            metadata.put("namespace", key.namespace());
        }
        var next = ++version;
        var identity = UUID.nameUUIDFromBytes((seed + key.path() + next).getBytes(StandardCharsets.UTF_8));
        metadata.put("uid", identity.toString()).put("creationTimestamp", Json.time(now));
        if (key.kind().hasGenerations()) {
            metadata.put("generation", 1);
        }
        metadata.put("resourceVersion", Long.toString(next));
        put(key, made);
        tell(new Change(next, key, null, made));
        return made;
    }

    /** Changes an object; does nothing when it is not there or nothing changes. */
    public void update(ObjectKey key, Consumer<ObjectNode> change) {
        find(key).ifPresent(current -> {
            var next = current.deepCopy();
            change.accept(next);
            replace(key, current, next);
        });
    }

    /** Puts the new state of an object in place of its old one, with a new version. */
    public ObjectNode replace(ObjectKey key, ObjectNode current, ObjectNode next) {
        if (next.equals(current)) {
            return current;
        }
        var metadata = Json.within(next, "metadata");
        if (key.kind().hasGenerations() && !specified(key, current).equals(specified(key, next))) {
            metadata.put(
                    "generation", Json.at(current, "metadata", "generation").asLong() + 1);
        }
        metadata.put("resourceVersion", Long.toString(++version));
        put(key, next);
        tell(new Change(version, key, current, next));
        return next;
    }

    /** The fields whose changes increase the generation. A Deployment copies its annotations to its ReplicaSets. */
    private static ObjectNode specified(ObjectKey key, ObjectNode object) {
        var specified = object.deepCopy().<ObjectNode>without(List.of("metadata", "status"));
        if (key.kind().equals(Kinds.DEPLOYMENT)) {
            specified.set("annotations", Json.at(object, "metadata", "annotations"));
        }
        return specified;
    }

    public void remove(ObjectKey key) {
        var gone = of(key.kind()).remove(key.sorted());
        if (gone != null) {
            touched.add(key);
            tell(new Change(++version, key, gone, null));
        }
    }

    private void put(ObjectKey key, ObjectNode object) {
        of(key.kind()).put(key.sorted(), object);
        touched.add(key);
    }

    private void tell(Change change) {
        recent.add(change);
        if (recent.size() > REMEMBERED) {
            forgotten = recent.remove().version();
        }
        watchers.forEach(watcher -> watcher.saw(change));
    }

    private TreeMap<String, ObjectNode> of(Kind kind) {
        return all.computeIfAbsent(kind, any -> new TreeMap<>());
    }

    /** Forgets everything, as a new etcd does. */
    public void clear() {
        all.forEach((kind, objects) -> objects.values().forEach(object -> touched.add(key(kind, object))));
        all.clear();
    }

    /** Writes what has changed since. */
    public void save(DocumentLog ledger) {
        touched.forEach(key -> ledger.put(key.path(), find(key).orElse(null)));
        touched.clear();
    }

    /** Everything there is, as documents. */
    public void saveAll(Map<String, JsonNode> documents) {
        all.forEach((kind, objects) -> objects.values()
                .forEach(object -> documents.put(key(kind, object).path(), object)));
    }

    /**
     * Restores saved objects.
     *
     * @throws IllegalArgumentException when the documents are not a saved world
     */
    public void load(Map<String, JsonNode> documents) {
        documents.forEach((name, document) -> {
            if (name.startsWith(PREFIX)) {
                var parts = name.substring(PREFIX.length()).split("/", 3);
                if (parts.length < 3 || !(document instanceof ObjectNode object)) {
                    throw new IllegalArgumentException("the world of the twin has something that is no object");
                }
                Kinds.ALL.stream()
                        .filter(kind ->
                                kind.group().equals(parts[0]) && kind.plural().equals(parts[1]))
                        .findFirst()
                        .ifPresent(kind -> of(kind).put(parts[2], object));
                version = Math.max(
                        version,
                        Json.at(document, "metadata", "resourceVersion").asLong());
            }
        });
        forgotten = version;
    }
}
