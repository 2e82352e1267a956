package dev.kaltstart.flux.object;

import dev.kaltstart.flux.object.Drift.Clash;
import dev.kaltstart.flux.object.Drift.Root;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Asks Flux where the cluster does not follow Git. Looks, and changes nothing. */
public final class DriftLook {

    private final Flux flux;
    private final Map<FluxId, FluxObject> objects = new HashMap<>();
    private final Map<FluxId, Cause> troubles = new TreeMap<>();
    private final Set<FluxId> held;

    private DriftLook(KubernetesClient client, Set<FluxId> held) {
        this.flux = new Flux(client);
        this.held = held;
    }

    /**
     * @return empty when the cluster does not serve Flux
     * @throws io.fabric8.kubernetes.client.KubernetesClientException when it does not answer
     */
    public static Optional<Drift> at(KubernetesClient client) {
        return at(client, Set.of()).map(Seen::drift);
    }

    /** @param held what is suspended for the one who looks: it is judged as it was when it was stopped */
    public static Optional<Seen> at(KubernetesClient client, Set<FluxId> held) {
        var look = new DriftLook(client, held);
        return look.flux.kustomizations().map(all -> new Seen(look.drift(all), Map.copyOf(look.objects)));
    }

    /** @param objects all Kustomizations, HelmReleases and their sources */
    public record Seen(Drift drift, Map<FluxId, FluxObject> objects) {}

    private Drift drift(List<FluxObject> kustomizations) {
        var all = new ArrayList<>(kustomizations);
        flux.helmReleases().ifPresent(all::addAll);
        all.forEach(object -> objects.put(object.id(), object));
        List<FluxObject> active =
                all.stream().filter(object -> !leftAlone(object)).toList();
        active.forEach(this::judge);
        kustomizations.stream().map(FluxObject::source).distinct().forEach(this::judgeSource);
        return new Drift(
                all.size(),
                roots(),
                objects.values().stream()
                        .filter(this::leftAlone)
                        .map(FluxObject::id)
                        .sorted()
                        .toList(),
                clashes(kustomizations));
    }

    private boolean leftAlone(FluxObject object) {
        return object.suspended() && !held.contains(object.id());
    }

    private void judge(FluxObject object) {
        if (held.contains(object.id())) {
            if (object.failed()) {
                troubles.put(object.id(), object.cause());
            }
        } else if (!object.healthy()) {
            troubles.put(object.id(), object.cause());
        } else if (!flux.upToDate(object)) {
            troubles.put(object.id(), Cause.BEHIND);
        }
    }

    private void judgeSource(FluxId id) {
        if (id.name().isEmpty() || !FluxKinds.known(id.kind())) {
            return;
        }
        Optional<FluxObject> source = flux.source(id);
        source.ifPresent(object -> objects.put(id, object));
        if (source.isEmpty() || (!source.get().suspended() && !source.get().healthy())) {
            troubles.put(
                    id, source.map(FluxObject::cause).filter(Cause::mayPass).orElse(Cause.SOURCE));
        }
    }

    private List<Root> roots() {
        var blame = new Blame(objects, troubles);
        var victims = new TreeMap<FluxId, TreeSet<FluxId>>();
        for (FluxId troubled : troubles.keySet()) {
            for (FluxId root : blame.rootsOf(troubled)) {
                victims.computeIfAbsent(root, any -> new TreeSet<>()).add(troubled);
            }
        }
        // a source that cannot be fetched leaves those ready that were, and keeps them where they are
        victims.forEach((root, hit) -> objects.values().stream()
                .filter(object -> object.source().equals(root))
                .map(FluxObject::id)
                .forEach(hit::add));
        return victims.entrySet().stream()
                .map(entry -> root(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparing((Root root) -> -root.victims().size())
                        .thenComparing(Root::id))
                .toList();
    }

    private Root root(FluxId id, Collection<FluxId> hit) {
        List<FluxId> victims = hit.stream().filter(victim -> !isSource(victim)).toList();
        FluxObject object = objects.get(id);
        if (object == null) {
            return new Root(id, Cause.ABSENT, "", "", "", "", victims);
        }
        if (leftAlone(object)) {
            return new Root(id, Cause.SUSPENDED, "", object.appliedRevision(), "", "", victims);
        }
        return new Root(
                id,
                // what stands still for us keeps others waiting, and that passes
                troubles.getOrDefault(id, held.contains(id) ? Cause.UNSEEN : Cause.UNKNOWN),
                object.message(),
                object.appliedRevision(),
                object.attemptedRevision(),
                good(object),
                victims);
    }

    private static boolean isSource(FluxId id) {
        return !id.kind().equals("Kustomization") && !id.kind().equals("HelmRelease");
    }

    /** The newest that went well and built other objects than the one it is at now. */
    public static String good(FluxObject object) {
        List<HistoryEntry> history = object.history();
        if (history.isEmpty()) {
            return "";
        }
        boolean failing = !object.healthy();
        String now = history.get(0).digest();
        return history.stream()
                .filter(HistoryEntry::succeeded)
                .filter(applied -> failing || !applied.digest().equals(now))
                .map(HistoryEntry::revision)
                .findFirst()
                .orElse("");
    }

    private static List<Clash> clashes(List<FluxObject> kustomizations) {
        var owners = new TreeMap<String, List<FluxId>>();
        for (FluxObject kustomization : kustomizations) {
            kustomization
                    .inventory()
                    .forEach(managed -> owners.computeIfAbsent(managed.label(), any -> new ArrayList<>())
                            .add(kustomization.id()));
        }
        return owners.entrySet().stream()
                .filter(entry -> entry.getValue().size() > 1)
                .map(entry -> new Clash(entry.getKey(), entry.getValue()))
                .toList();
    }
}
