package dev.kaltstart.twin.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** The field managers of an object: {@code metadata.managedFields}. */
public final class Ownership {

    private static final String APPLY = "Apply";
    private static final String UPDATE = "Update";

    private final ObjectKey key;
    private final Map<Owner, Set<List<String>>> fields = new LinkedHashMap<>();
    private final Map<Owner, String> times = new LinkedHashMap<>();

    private record Owner(String name, String operation) {}

    /** Reads the managed fields of an object. */
    public Ownership(ObjectKey key, JsonNode object) {
        this.key = key;
        for (JsonNode entry : Json.at(object, "metadata", "managedFields")) {
            var manager = new Owner(Json.text(entry, "manager"), Json.text(entry, "operation"));
            fields.put(manager, FieldSet.read(entry.path("fieldsV1")));
            times.put(manager, Json.text(entry, "time"));
        }
    }

    /** A manager owns the fields that it has changed other than by apply. */
    public void updated(String name, ObjectNode before, ObjectNode after, Instant now) {
        var there = FieldSet.of(key.kind(), after);
        var changed = new LinkedHashSet<>(there);
        changed.removeIf(path -> FieldSet.value(before, path).equals(FieldSet.value(after, path)));
        fields.values().forEach(owned -> {
            owned.removeAll(changed);
            owned.retainAll(there);
        });
        if (!changed.isEmpty()) {
            var manager = new Owner(name, UPDATE);
            fields.computeIfAbsent(manager, any -> new LinkedHashSet<>()).addAll(changed);
            times.put(manager, Json.time(now));
        }
        write(after);
    }

    /**
     * Sets the applied fields; fields the manager no longer applies are removed, unless another manager owns them.
     *
     * @throws ApiError when it would change the field of another manager, unless forced
     */
    public ObjectNode applied(String name, boolean force, ObjectNode current, ObjectNode wanted, Instant now) {
        var manager = new Owner(name, APPLY);
        var before = fields.getOrDefault(manager, Set.of());
        var after = FieldSet.of(key.kind(), wanted);
        var changed = new LinkedHashSet<>(after);
        changed.removeIf(path -> FieldSet.value(current, path).equals(FieldSet.value(wanted, path)));
        if (!force) {
            refuseConflicts(manager, changed);
        }
        fields.remove(manager);
        fields.values().forEach(owned -> owned.removeAll(changed));
        var next = current.deepCopy();
        after.forEach(path -> FieldSet.set(next, path, FieldSet.value(wanted, path)));
        before.stream()
                .filter(path -> !after.contains(path))
                .filter(path -> fields.values().stream().noneMatch(owned -> owned.contains(path)))
                .forEach(path -> FieldSet.remove(next, path));
        fields.put(manager, after);
        times.put(manager, Json.time(now));
        write(next);
        return next;
    }

    /** Takes over the fields of these managers, so that fields no longer applied are removed. */
    public void takeOver(String name, Predicate<String> others) {
        var taken = new LinkedHashSet<List<String>>();
        fields.entrySet().removeIf(entry -> {
            var theirs = others.test(entry.getKey().name());
            if (theirs) {
                taken.addAll(entry.getValue());
            }
            return theirs;
        });
        if (!taken.isEmpty()) {
            fields.computeIfAbsent(new Owner(name, APPLY), any -> new LinkedHashSet<>())
                    .addAll(taken);
        }
    }

    /** Whether a manager of that name owns a field. */
    public boolean knows(Predicate<String> name) {
        return fields.keySet().stream().anyMatch(owner -> name.test(owner.name()));
    }

    private void refuseConflicts(Owner manager, Set<List<String>> changed) {
        var conflicts = new ArrayList<String>();
        fields.forEach((other, owned) -> {
            var taken = new TreeSet<String>();
            owned.stream().filter(changed::contains).map(FieldSet::path).forEach(taken::add);
            if (!other.equals(manager) && !taken.isEmpty()) {
                conflicts.add("with \"%s\"%s:%s".formatted(other.name(), how(other), list(taken)));
            }
        });
        if (!conflicts.isEmpty()) {
            var one = conflicts.size() == 1 && !conflicts.get(0).contains("\n");
            throw new ApiError(
                    409,
                    "Conflict",
                    "Apply failed with %s: %s %s"
                            .formatted(
                                    one ? "1 conflict" : conflicts.size() + " conflicts",
                                    one ? "conflict" : "conflicts",
                                    String.join("\nconflicts ", conflicts)));
        }
    }

    private String how(Owner other) {
        return other.operation().equals(UPDATE) ? " using " + key.kind().apiVersion() : "";
    }

    private static String list(Set<String> taken) {
        return taken.size() == 1 ? " " + taken.iterator().next() : "\n- " + String.join("\n- ", taken);
    }

    private void write(ObjectNode object) {
        var metadata = Json.within(object, "metadata");
        metadata.remove("managedFields");
        fields.forEach((manager, owned) -> {
            if (!owned.isEmpty()) {
                Json.list(metadata, "managedFields")
                        .addObject()
                        .put("manager", manager.name())
                        .put("operation", manager.operation())
                        .put("apiVersion", key.kind().apiVersion())
                        .put("time", times.get(manager))
                        .put("fieldsType", "FieldsV1")
                        .set("fieldsV1", FieldSet.write(owned));
            }
        });
    }
}
