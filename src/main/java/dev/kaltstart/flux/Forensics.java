package dev.kaltstart.flux;

import dev.kaltstart.flux.object.AffectedObjects;
import dev.kaltstart.flux.object.FluxId;
import dev.kaltstart.flux.object.FluxObject;
import dev.kaltstart.flux.object.InventoryEntry;
import dev.kaltstart.flux.object.LiveObjects;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is affected, as YAML, as it is now: volumes first, then what Flux says, events, and the objects themselves. Of
 * Secrets only the names of their keys.
 */
final class Forensics {

    private static final int OBJECTS = 500;
    private static final int EVENTS = 200;
    private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

    private final KubernetesClient client;
    private final Map<FluxId, FluxObject> flux;
    private final AffectedObjects affected;
    private final StringBuilder text = new StringBuilder();
    private final List<String> missing = new ArrayList<>();

    Forensics(KubernetesClient client, Map<FluxId, FluxObject> flux, AffectedObjects affected) {
        this.client = client;
        this.flux = flux;
        this.affected = affected;
    }

    String yaml() {
        part("volumes", client.persistentVolumes().list().getItems());
        part("claims", client.persistentVolumeClaims().inAnyNamespace().list().getItems());
        part("Flux", concerned().stream().map(FluxObject::object).toList());
        part("events, the newest first", events());
        part("objects", objects());
        missing.forEach(line -> text.append("# not saved: ").append(line).append('\n'));
        return text.toString();
    }

    private List<FluxObject> concerned() {
        return Stream.concat(affected.stop().stream(), affected.victims().stream())
                .distinct()
                .map(flux::get)
                .filter(Objects::nonNull)
                .toList();
    }

    private List<Event> events() {
        List<Event> events = client.v1().events().inAnyNamespace().list().getItems().stream()
                .filter(event ->
                        affected.namespaces().contains(event.getMetadata().getNamespace()))
                .sorted(Comparator.comparing(Forensics::time).reversed())
                .toList();
        if (events.size() > EVENTS) {
            missing.add("events: only the newest " + EVENTS + " of " + events.size());
        }
        return events.stream().limit(EVENTS).toList();
    }

    private static String time(Event event) {
        return Stream.of(
                        event.getLastTimestamp(),
                        event.getEventTime() == null
                                ? null
                                : event.getEventTime().getTime(),
                        event.getMetadata().getCreationTimestamp())
                .filter(Objects::nonNull)
                .findFirst()
                .orElse("");
    }

    private List<GenericKubernetesResource> objects() {
        Set<InventoryEntry> wanted = concerned().stream()
                .flatMap(object -> object.inventory().stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        if (wanted.size() > OBJECTS) {
            missing.add("objects: only " + OBJECTS + " of " + wanted.size() + " that Flux has made");
        }
        var first = wanted.stream().limit(OBJECTS).collect(Collectors.toCollection(LinkedHashSet::new));
        var api = new LiveObjects(client);
        var found = new ArrayList<GenericKubernetesResource>();
        for (InventoryEntry kind : kinds(first)) {
            try {
                api.all(kind).stream()
                        .filter(object -> wants(first, kind, object))
                        .forEach(found::add);
            } catch (KubernetesClientException e) {
                missing.add(kind.kind() + ": the API answers " + e.getCode());
            }
        }
        return found;
    }

    private static boolean wants(Set<InventoryEntry> wanted, InventoryEntry kind, GenericKubernetesResource object) {
        String namespace = Objects.requireNonNullElse(object.getMetadata().getNamespace(), "");
        return wanted.stream()
                .anyMatch(one -> one.kind().equals(kind.kind())
                        && one.group().equals(kind.group())
                        && one.name().equals(object.getMetadata().getName())
                        && one.namespace().equals(namespace));
    }

    private static Collection<InventoryEntry> kinds(Collection<InventoryEntry> objects) {
        var kinds = new TreeSet<>(Comparator.comparing(InventoryEntry::group).thenComparing(InventoryEntry::kind));
        kinds.addAll(objects);
        return kinds;
    }

    private void part(String title, List<? extends HasMetadata> objects) {
        text.append("# ").append(title).append(": ").append(objects.size()).append('\n');
        objects.forEach(object -> text.append(Serialization.asYaml(plain(object))));
    }

    /** Without what only machines read, and without secrets. */
    static Map<String, Object> plain(HasMetadata object) {
        Map<String, Object> all = map(Serialization.jsonMapper().convertValue(object, Map.class));
        Map<String, Object> metadata = map(all.get("metadata"));
        metadata.remove("managedFields");
        if ("Secret".equals(object.getKind())) {
            Map<String, Object> annotations = map(metadata.get("annotations"));
            annotations.remove(LAST_APPLIED);
            metadata.put("annotations", annotations);
            keysOnly(all, "data");
            keysOnly(all, "stringData");
        }
        all.put("metadata", metadata);
        return all;
    }

    private static void keysOnly(Map<String, Object> secret, String field) {
        if (secret.get(field) instanceof Map<?, ?> values) {
            secret.put(
                    field,
                    values.keySet().stream().map(String::valueOf).sorted().toList());
        }
    }

    private static Map<String, Object> map(@Nullable Object value) {
        var map = new LinkedHashMap<String, Object>();
        if (value instanceof Map<?, ?> known) {
            known.forEach((key, one) -> map.put(String.valueOf(key), one));
        }
        return map;
    }
}
