package dev.kaltstart.secrets.exposure;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Groups values into the credentials that are replaced together, and puts these into order: what opens, destroys or spreads
 * first comes first, and what is still in use before what is gone.
 */
final class Credentials {

    /** One task for a person each. */
    static final int MOST = 300;

    /** In groups of their own; the rest is one group per file. */
    private static final int SINGLE = 200;

    private final List<Part> parts = new ArrayList<>();

    /** @param history where the value comes from */
    record Part(ExposedValue value, ValueHistory history) {}

    void add(Part part) {
        parts.add(part);
    }

    private Collection<List<Part>> groups() {
        var groups = new LinkedHashMap<String, List<Part>>();
        var inDocument = new HashMap<String, Set<String>>();
        parts.stream().filter(part -> !isSetting(part)).forEach(part -> {
            String group = group(part);
            groups.computeIfAbsent(group, name -> new ArrayList<>()).add(part);
            inDocument.computeIfAbsent(document(part), name -> new HashSet<>()).add(group);
        });
        parts.stream()
                .filter(Credentials::isSetting)
                .forEach(part -> groups.computeIfAbsent(
                                companion(part, inDocument.getOrDefault(document(part), Set.of())),
                                name -> new ArrayList<>())
                        .add(part));
        return joined(groups.values());
    }

    /**
     * A Secret that was moved, and encrypted again on the way, is in the history several times: what is gone belongs to the one
     * that is still there, or else is one credential.
     */
    private static Collection<List<Part>> joined(Collection<List<Part>> groups) {
        Map<String, List<List<Part>>> alike = groups.stream()
                .collect(Collectors.groupingBy(Credentials::signature, LinkedHashMap::new, Collectors.toList()));
        return alike.entrySet().stream()
                .flatMap(entry ->
                        entry.getKey().isEmpty() ? entry.getValue().stream() : joined(entry.getValue()).stream())
                .toList();
    }

    private static List<List<Part>> joined(List<List<Part>> alike) {
        List<List<Part>> used = alike.stream()
                .filter(Credentials::atHead)
                .map(ArrayList::new)
                .collect(Collectors.toCollection(ArrayList::new));
        List<Part> gone = alike.stream()
                .filter(group -> !atHead(group))
                .flatMap(List::stream)
                .collect(Collectors.toCollection(ArrayList::new));
        if (used.size() == 1) {
            used.get(0).addAll(gone);
        } else if (!gone.isEmpty()) {
            used.add(gone);
        }
        return used;
    }

    private static boolean atHead(List<Part> group) {
        return group.stream().anyMatch(part -> part.value().atHead());
    }

    /** Name of the Secret, kind and stem; empty for what is no Secret of Kubernetes. */
    private static String signature(List<Part> group) {
        ValueHistory.Place place = group.get(0).history().place();
        ValueKind kind = kind(group);
        return place.fromStore() || place.named().name().isEmpty()
                ? ""
                : place.named().name() + "\0" + kind.word() + "\0"
                        + (kind.oneCredential() ? "" : CredentialName.stem(place.key()));
    }

    private static boolean isSetting(Part part) {
        return part.value().kind() == ValueKind.SETTING;
    }

    /** A user name belongs to the password of the same stem, and to the only credential of its document. */
    private static String companion(Part setting, Set<String> credentials) {
        if (credentials.size() == 1) {
            return credentials.iterator().next();
        }
        String stem = CredentialName.stem(setting.history().place().key());
        return credentials.stream()
                .filter(group -> !stem.isEmpty() && group.endsWith("\0stem " + stem))
                .min(Comparator.naturalOrder())
                .orElseGet(() -> group(setting));
    }

    private static String document(Part part) {
        return part.history().file() + "\0" + part.history().place().document();
    }

    private static String group(Part part) {
        ValueHistory.Place place = part.history().place();
        ValueKind kind = part.value().kind();
        if (place.fromStore()) {
            // all fields of an item, whichever Secret uses them
            return "item\0" + item(place);
        }
        String group = document(part) + "\0" + kind.word();
        return kind.oneCredential() ? group : group + "\0stem " + CredentialName.stem(place.key());
    }

    private static String item(ValueHistory.Place place) {
        int field = place.keyPath().indexOf(", field ");
        return field < 0 ? place.keyPath() : place.keyPath().substring(0, field);
    }

    /** All values, with the name of their credential and its place in the order. */
    List<ExposedValue> ordered() {
        List<List<Part>> order = groups().stream()
                .sorted(Comparator.comparing((List<Part> group) -> kind(group))
                        .thenComparing(group ->
                                group.stream().noneMatch(part -> part.value().atHead()))
                        .thenComparing(group -> group.get(0).value().file())
                        .thenComparing(group -> group.get(0).value().keyPath()))
                .toList();
        var names = new HashMap<String, Integer>();
        var ordered = new ArrayList<ExposedValue>();
        var merged = new LinkedHashMap<String, List<Part>>();
        for (List<Part> group : order) {
            if (order.size() <= MOST || names.size() < SINGLE) {
                put(name(group), group, names, ordered);
            } else {
                merged.computeIfAbsent(mergedKey(group, merged), key -> new ArrayList<>())
                        .addAll(group);
            }
        }
        merged.forEach((key, group) -> put(
                key.isEmpty()
                        ? "all-other-values"
                        : SafeName.slug(CredentialName.base(group.get(0).history()), 60) + ".rest",
                group,
                names,
                ordered));
        return ordered;
    }

    private static ValueKind kind(List<Part> group) {
        return group.stream()
                .map(part -> part.value().kind())
                .min(Comparator.naturalOrder())
                .orElse(ValueKind.UNKNOWN);
    }

    private static String mergedKey(List<Part> group, Map<String, List<Part>> merged) {
        String file = group.get(0).history().file();
        return merged.containsKey(file) || merged.size() < MOST - SINGLE - 1 ? file : "";
    }

    private static String name(List<Part> group) {
        ValueHistory history = group.get(0).history();
        if (history.place().fromStore()) {
            return "1password." + SafeName.slug(item(history.place()).replace("1Password item ", ""), 40);
        }
        ValueKind kind = kind(group);
        String stem = CredentialName.stem(history.place().key());
        String suffix = kind.oneCredential() || stem.isEmpty() ? kind.word() : stem;
        String base = CredentialName.base(history);
        return base.endsWith(suffix) ? base : base + "." + suffix;
    }

    private static void put(String wanted, List<Part> group, Map<String, Integer> names, List<ExposedValue> ordered) {
        String cut = SafeName.slug(wanted, CredentialName.LONGEST - 10);
        String name = cut;
        if (names.containsKey(cut)) {
            name = cut + "-" + SafeName.digest(group(group.get(0))).substring(0, 6);
        }
        int rank = names.size() + 1;
        names.putIfAbsent(name, rank);
        for (Part part : group) {
            ordered.add(part.value().in(name, rank));
        }
    }
}
