package dev.kaltstart.flux.diff;

import dev.kaltstart.flux.diff.FluxBuild.Built;
import dev.kaltstart.flux.lease.LeaseMarks;
import dev.kaltstart.flux.object.FluxId;
import dev.kaltstart.flux.object.FluxObject;
import dev.kaltstart.shell.Parallel;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Builds all that a tree makes, beginning with the Kustomizations that no other one creates, and going on with those that come
 * out of it: also those that the cluster does not have yet. What does not build is taken as the cluster has it, so that
 * those below it are still looked at.
 */
final class TreeBuild {

    private static final int AT_ONCE = 2;
    private static final String SUBSTITUTE = "substitute";

    private final KubernetesClient client;
    private final FluxBuild flux;
    private final Map<FluxId, FluxObject> live;
    private final Set<FluxId> sources;
    private final Map<FluxId, Made> built = new TreeMap<>();
    private final Map<FluxId, String> failures = new TreeMap<>();
    private final Map<FluxId, String> left = new TreeMap<>();
    /** ConfigMaps of the tree, by namespace and name. */
    private final Map<String, Map<?, ?>> maps = new HashMap<>();

    /** @param live all Kustomizations of the cluster, @param sources those that have the tree */
    TreeBuild(KubernetesClient client, FluxBuild flux, Map<FluxId, FluxObject> live, Set<FluxId> sources) {
        this.client = client;
        this.flux = flux;
        this.live = live;
        this.sources = sources;
    }

    /** A Kustomization as it would be, and the manifests that it builds, before variables are filled in. */
    private record Made(BuiltObject kustomization, List<String> texts) {}

    Map<FluxId, FluxObject> live() {
        return live;
    }

    TreeBuild run() {
        return run(live.values().stream().filter(this::root).toList(), child -> true);
    }

    /** Builds these, and what comes out of them and is not in the cluster. */
    TreeBuild run(Set<FluxId> only) {
        return run(
                live.values().stream()
                        .filter(object -> only.contains(object.id()))
                        .toList(),
                child -> !live.containsKey(child));
    }

    private TreeBuild run(List<FluxObject> first, Predicate<FluxId> followed) {
        Map<FluxId, BuiltObject> next = new LinkedHashMap<>();
        first.forEach(object -> next.put(object.id(), asManifest(object)));
        while (!next.isEmpty()) {
            List<BuiltObject> turn =
                    next.values().stream().filter(this::follows).toList();
            next.clear();
            List<Built> results = Parallel.map(AT_ONCE, turn, this::build);
            for (int number = 0; number < turn.size(); number++) {
                BuiltObject kustomization = turn.get(number);
                children(kustomization, results.get(number)).stream()
                        .filter(child -> !known(id(child)) && followed.test(id(child)))
                        .forEach(child -> next.putIfAbsent(id(child), child));
            }
        }
        return this;
    }

    private boolean root(FluxObject object) {
        return object.parent().filter(live::containsKey).isEmpty();
    }

    private boolean known(FluxId id) {
        return built.containsKey(id) || failures.containsKey(id) || left.containsKey(id);
    }

    /** Also those that are out of our sight are written down, so that they are not taken for gone. */
    private boolean follows(BuiltObject kustomization) {
        FluxId source = source(kustomization);
        if (!sources.contains(source)) {
            left.put(id(kustomization), "is made from " + source.label() + ", which is another source");
            return false;
        }
        return true;
    }

    private static FluxId source(BuiltObject kustomization) {
        Map<?, ?> reference = kustomization.spec().get("sourceRef") instanceof Map<?, ?> map ? map : Map.of();
        return new FluxId(
                Objects.toString(reference.get("kind"), ""),
                Objects.toString(reference.get("namespace"), kustomization.namespace()),
                Objects.toString(reference.get("name"), ""));
    }

    /** Somebody else has suspended it, so it stays as it is when this recovery is over. */
    boolean suspended(BuiltObject kustomization) {
        if (kustomization.spec().get("suspend") instanceof Boolean told) {
            FluxObject there = live.get(id(kustomization));
            return told && (there == null || LeaseMarks.holder(there).isEmpty());
        }
        return Optional.ofNullable(live.get(id(kustomization)))
                .filter(object ->
                        object.suspended() && LeaseMarks.holder(object).isEmpty())
                .isPresent();
    }

    private Built build(BuiltObject kustomization) {
        FluxId id = id(kustomization);
        var spec = new HashMap<Object, Object>(kustomization.spec());
        // values from the cluster must not get into the output of a command
        spec.remove("postBuild");
        Map<String, Object> manifest = Map.of(
                "apiVersion",
                "kustomize.toolkit.fluxcd.io/v1",
                "kind",
                "Kustomization",
                "metadata",
                Map.of("name", id.name(), "namespace", id.namespace()),
                "spec",
                spec);
        try {
            var file = Files.createTempFile(flux.manifests(), "kustomization-", ".json");
            try {
                Files.writeString(file, Serialization.asJson(manifest));
                return flux.of(id, Objects.toString(spec.get("path"), ""), file);
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write to " + flux.manifests(), e);
        }
    }

    private List<BuiltObject> children(BuiltObject kustomization, Built result) {
        FluxId id = id(kustomization);
        if (result instanceof Built.Failed failed) {
            return failed(id, failed.message());
        }
        var made = new Made(kustomization, ((Built.Manifests) result).texts());
        try {
            List<BuiltObject> objects = objects(made);
            objects.stream()
                    .filter(object ->
                            object.kind().equals("ConfigMap") && object.group().isEmpty())
                    .forEach(map -> maps.put(map.namespace() + "/" + map.name(), map.content()));
            built.put(id, made);
            return objects.stream().filter(BuiltObject::kustomization).toList();
        } catch (UnreadableManifest e) {
            return failed(id, String.valueOf(e.getMessage()));
        }
    }

    private List<BuiltObject> failed(FluxId id, String message) {
        failures.put(id, message);
        return live.values().stream()
                .filter(object -> object.parent().filter(id::equals).isPresent())
                .map(TreeBuild::asManifest)
                .toList();
    }

    private static final class UnreadableManifest extends RuntimeException {
        UnreadableManifest(String message) {
            super(message);
        }
    }

    private List<BuiltObject> objects(Made made) {
        BuiltObject kustomization = made.kustomization();
        var variables = Variables.of(kustomization.spec(), kustomization.namespace(), client, maps);
        return made.texts().stream()
                .map(text -> object(id(kustomization), text, variables))
                .filter(object -> !object.kind().isEmpty() && !object.name().isEmpty())
                .toList();
    }

    private static BuiltObject object(FluxId owner, String text, Variables variables) {
        Map<String, Object> raw = read(text, null);
        if (!variables.used() || BuiltObject.told(raw, SUBSTITUTE, "disabled")) {
            return new BuiltObject(owner, raw, doubt(variables, raw, text));
        }
        var substitution = new Substitution(variables.values());
        Map<String, Object> filled = read(substitution.of(text), raw);
        String doubt = substitution.odd()
                ? "has variables in it that Kaltstart cannot fill in"
                : substitution.unknown().isEmpty() || variables.missing().isEmpty()
                        ? null
                        : "needs " + String.join(", ", variables.missing()) + ", which is not there";
        return new BuiltObject(owner, filled, doubt);
    }

    /** Nothing is filled in where there are no values; unless there should be. */
    private static @Nullable String doubt(Variables variables, Map<String, Object> raw, String text) {
        boolean wanted = !variables.missing().isEmpty() && !BuiltObject.told(raw, SUBSTITUTE, "disabled");
        return wanted && text.contains("${")
                ? "needs " + String.join(", ", variables.missing()) + ", which is not there"
                : null;
    }

    /** @param otherwise what it was before variables were filled in, if that can be read */
    @SuppressWarnings("unchecked")
    private static Map<String, Object> read(String text, @Nullable Map<String, Object> otherwise) {
        try {
            Map<String, Object> content = Serialization.unmarshal(text, Map.class);
            return content == null ? Map.of() : content;
        } catch (RuntimeException e) {
            if (otherwise != null) {
                throw new UnreadableManifest(
                        "with its variables filled in, a " + otherwise.get("kind") + " is no manifest any more");
            }
            throw new UnreadableManifest("builds something that is no manifest");
        }
    }

    private static BuiltObject asManifest(FluxObject object) {
        Map<String, Object> content = new HashMap<>();
        content.put("apiVersion", object.object().getApiVersion());
        content.put("kind", object.object().getKind());
        content.put(
                "metadata",
                Map.of("name", object.id().name(), "namespace", object.id().namespace()));
        content.put("spec", Objects.requireNonNullElse(object.object().<Object>get("spec"), Map.of()));
        return new BuiltObject(object.parent().orElse(object.id()), content, null);
    }

    static FluxId id(BuiltObject kustomization) {
        return FluxId.kustomization(kustomization.namespace(), kustomization.name());
    }

    /** The Kustomizations that were built, as they would be; to be asked after {@link #objects}. */
    Collection<BuiltObject> kustomizations() {
        return built.values().stream().map(Made::kustomization).toList();
    }

    /** All that would be there, with all variables filled in that the tree itself has. */
    List<BuiltObject> objects() {
        var all = new ArrayList<BuiltObject>();
        for (var made : List.copyOf(built.entrySet())) {
            try {
                all.addAll(objects(made.getValue()));
            } catch (UnreadableManifest e) {
                built.remove(made.getKey());
                failures.put(made.getKey(), String.valueOf(e.getMessage()));
            }
        }
        return all;
    }

    /** Why one did not build. */
    Map<FluxId, String> failures() {
        return failures;
    }

    /** Why one was not looked into. */
    Map<FluxId, String> left() {
        return left;
    }
}
