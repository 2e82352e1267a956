package dev.kaltstart.flux.bootstrap;

import dev.kaltstart.cluster.Inventory;
import dev.kaltstart.flux.object.Cause;
import dev.kaltstart.flux.object.Drift.Root;
import dev.kaltstart.flux.object.DriftLook;
import dev.kaltstart.flux.object.FluxId;
import dev.kaltstart.flux.object.FluxObject;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How far Flux has come with everything, at one moment.
 *
 * @param total Kustomizations and HelmReleases that are not suspended
 * @param open what still has to happen, by who is to blame for it
 * @param held what is not Ready only because its pods are held
 * @param missing Kustomizations that the repository declares and the cluster does not have
 */
record Waves(int total, List<Root> open, List<Root> held, List<FluxId> missing, Set<String> heldNamespaces) {

    /** Applied, and its pods do not come: or with a wait for it still under way. */
    private static final Set<Cause> WITHOUT_PODS =
            EnumSet.of(Cause.UNHEALTHY, Cause.TIMED_OUT, Cause.IN_PROGRESS, Cause.HELM, Cause.DENIED);

    static Waves of(DriftLook.Seen seen, Set<String> heldNamespaces, Inventory inventory) {
        Predicate<Root> isHeld = root -> isHeld(root, seen.objects(), heldNamespaces);
        List<Root> roots = seen.drift().roots();
        return new Waves(
                seen.drift().looked() - seen.drift().suspended().size(),
                roots.stream().filter(isHeld.negate()).toList(),
                roots.stream().filter(isHeld).toList(),
                inventory.kustomizations().stream()
                        .filter(declared -> !declared.suspended())
                        .map(declared -> FluxId.kustomization(declared.namespace(), declared.name()))
                        .filter(id -> !seen.objects().containsKey(id))
                        .sorted()
                        .toList(),
                heldNamespaces);
    }

    private static boolean isHeld(Root root, Map<FluxId, FluxObject> objects, Set<String> namespaces) {
        FluxObject object = objects.get(root.id());
        return object != null
                && WITHOUT_PODS.contains(root.cause())
                && namespaces(object).anyMatch(namespaces::contains);
    }

    /** Where it has put something. */
    static Stream<String> namespaces(FluxObject object) {
        Stream<String> own = object.id().kind().equals("HelmRelease")
                ? Stream.of(
                        object.id().namespace(),
                        Objects.toString(object.object().get("spec", "targetNamespace"), ""))
                : Stream.empty();
        return Stream.concat(own, object.inventory().stream().map(entry -> entry.namespace()));
    }

    /** Those that wait, each once. */
    Set<FluxId> waiting() {
        return victims(open);
    }

    /** Those that are held and wait for nothing else. */
    Set<FluxId> onlyHeld() {
        Set<FluxId> only = victims(held);
        only.removeAll(waiting());
        return only;
    }

    private static Set<FluxId> victims(List<Root> roots) {
        return roots.stream().flatMap(root -> root.victims().stream()).collect(Collectors.toCollection(TreeSet::new));
    }

    int ready() {
        return Math.max(0, total - waiting().size() - onlyHeld().size());
    }

    boolean settled() {
        return total > 0 && open.isEmpty();
    }

    double progress() {
        int all = total + missing.size();
        return all == 0 ? 0 : Math.min(1, (ready() + onlyHeld().size()) / (double) all);
    }

    /** The counts and who is to blame, the one that most wait for first. */
    String message() {
        var text = new StringBuilder(ready() + " of " + total + " are Ready");
        if (!onlyHeld().isEmpty()) {
            text.append("; ")
                    .append(onlyHeld().size())
                    .append(" held until their data is back (")
                    .append(String.join(", ", heldNamespaces))
                    .append("): ")
                    .append(names(onlyHeld()));
        }
        open.stream().limit(3).forEach(root -> text.append("; ").append(message(root)));
        if (open.size() > 3) {
            text.append("; and ").append(open.size() - 3).append(" more");
        }
        if (!missing.isEmpty()) {
            text.append("; not there yet: ").append(names(missing));
        }
        return text.toString();
    }

    static String message(Root root) {
        long others =
                root.victims().stream().filter(id -> !id.equals(root.id())).count();
        String says = root.says().length() > 300 ? root.says().substring(0, 300) + "…" : root.says();
        return (others == 0 ? "" : others + " waiting for ") + root.id().label() + ", which " + words(root.cause())
                + (says.isEmpty() || root.cause() == Cause.CIRCLE ? "" : ", it says: " + says);
    }

    /** The messages of causes are made to stand behind a name and a colon. */
    private static String words(Cause cause) {
        return switch (cause) {
            case IN_PROGRESS, ABSENT, SUSPENDED, HELD, CIRCLE -> cause.message();
            default -> "is not Ready: " + cause.message();
        };
    }

    private static String names(java.util.Collection<FluxId> ids) {
        return ids.stream().map(FluxId::label).limit(5).collect(Collectors.joining(", "))
                + (ids.size() > 5 ? " and " + (ids.size() - 5) + " more" : "");
    }
}
