package dev.kaltstart.kustomize;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/**
 * All Kustomizations of a cluster, followed from the root as Flux does: each is built, and what comes out of it is followed
 * in turn. What is not in the repository, or switched off in it, is not found.
 */
public final class KustomizationTree {

    private static final int MOST = 5_000;
    private static final String GROUP = "kustomize.toolkit.fluxcd.io";

    private final FileTree whole;
    private final FaultHandler faults;
    private final BiConsumer<String, ObjectNode> observer;
    private final Map<String, Declared> found = new LinkedHashMap<>();
    private final Map<String, Map<String, String>> values = new HashMap<>();
    private final Map<String, String> sources = new HashMap<>();
    private final Set<String> namespaces = new TreeSet<>();
    private final Deque<Pending> open = new ArrayDeque<>();

    private record Pending(ObjectNode kustomization, FluxRoot root, int postponed) {}

    /**
     * A Kustomization as it will be in the cluster.
     *
     * @param object with everything that the ones above it add
     * @param source file and line of its declaration; of the file that installs Flux where there is none
     * @param origin what becomes of its path
     */
    public record Declared(ObjectNode object, String source, Origin origin) {

        public String namespace() {
            return ManifestFields.at(object, "metadata", "namespace").asText("flux-system");
        }

        public String name() {
            return ManifestFields.text(object, "metadata", "name");
        }

        public String id() {
            return namespace() + "/" + name();
        }
    }

    /** Where the manifests of a Kustomization are. */
    public enum Origin {
        HERE,
        /** Its directory does not exist: Flux fails on it. */
        MISSING,
        /** In another source, which is not read. */
        ELSEWHERE
    }

    private KustomizationTree(FileTree whole, FaultHandler faults, BiConsumer<String, ObjectNode> observer) {
        this.whole = whole;
        this.faults = faults;
        this.observer = observer;
    }

    /** @param faults of single files, which are left out; an implementation that throws ends it */
    public static KustomizationTree follow(FileTree tree, List<FluxRoot> roots, FaultHandler faults) {
        return follow(tree, roots, faults, (source, object) -> {});
    }

    /** @param observer of every object that is built, with the file and line of its declaration; it must not keep them all */
    public static KustomizationTree follow(
            FileTree tree, List<FluxRoot> roots, FaultHandler faults, BiConsumer<String, ObjectNode> observer) {
        var all = new KustomizationTree(tree, faults, observer);
        all.namespaces.add("flux-system");
        roots.forEach(all::begin);
        all.goOn();
        return all;
    }

    /** Those that the repository declares, in the order in which Flux meets them. */
    public List<Declared> kustomizations() {
        return List.copyOf(found.values());
    }

    /** The namespaces of everything that is built. */
    public Set<String> namespaces() {
        return Set.copyOf(namespaces);
    }

    private void begin(FluxRoot root) {
        if (root.declared()) {
            meet(root.kustomization(), root);
        } else {
            open.add(new Pending(root.kustomization(), root, 0));
        }
    }

    private void meet(ObjectNode kustomization, FluxRoot root) {
        var source = ManifestFields.text(kustomization, Documents.SOURCE);
        var origin = origin(kustomization, root);
        var declared = new Declared(kustomization, source.isEmpty() ? root.file() : source, origin);
        if (declared.name().isEmpty() || found.size() >= MOST) {
            return;
        }
        var other = found.putIfAbsent(declared.id(), declared);
        if (other == null) {
            namespaces.add(declared.namespace());
            if (origin == Origin.HERE) {
                open.add(new Pending(kustomization, root, 0));
            }
        } else if (!other.source().equals(declared.source())) {
            faults.fault(
                    declared.source(),
                    new BuildFailure("the Kustomization %s is declared in %s too: Flux keeps only one of them"
                            .formatted(declared.id(), other.source())));
        }
    }

    private Origin origin(ObjectNode kustomization, FluxRoot root) {
        if (!ours(kustomization, root)) {
            return Origin.ELSEWHERE;
        }
        var path = FluxRoot.pathOf(kustomization).replaceFirst("/+$", "");
        try {
            var normal = Overlay.normal("", path.equals(".") ? "" : path);
            return root.tree(whole).isDirectory(normal) ? Origin.HERE : Origin.MISSING;
        } catch (BuildFailure failure) {
            return Origin.MISSING;
        }
    }

    /** The source of the root, by name; or another that the repository declares with the same address. */
    private boolean ours(ObjectNode kustomization, FluxRoot root) {
        var mine = ManifestFields.at(kustomization, "spec", "sourceRef");
        var main = ManifestFields.at(root.kustomization(), "spec", "sourceRef");
        var kind = ManifestFields.text(mine, "kind");
        var name = ManifestFields.text(mine, "name");
        if (kind.equals(ManifestFields.text(main, "kind")) && name.equals(ManifestFields.text(main, "name"))) {
            return true;
        }
        var address = sources.get(kind + "/" + name);
        if (address == null) {
            // a source of the repository itself is often made by hand, at bootstrap
            return kind.equals("GitRepository")
                    && !FluxRoot.pathOf(kustomization).matches("[./]*")
                    && whole.isDirectory(FluxRoot.pathOf(kustomization).replaceFirst("/+$", ""));
        }
        var ofRoot = sources.getOrDefault(
                ManifestFields.text(main, "kind") + "/" + ManifestFields.text(main, "name"),
                plain(ManifestFields.text(main, "url")));
        return address.equals(ofRoot);
    }

    private static String plain(String url) {
        return url.replaceFirst("^[a-z+]+://", "")
                .replaceFirst("^[^@/]*@", "")
                .replace(':', '/')
                .replaceFirst("(\\.git)?/*$", "")
                .toLowerCase(Locale.ROOT);
    }

    private void goOn() {
        while (!open.isEmpty()) {
            var next = open.remove();
            if (lacksValues(next) && next.postponed() < open.size() + 1) {
                // another one makes them
                open.add(new Pending(next.kustomization(), next.root(), next.postponed() + 1));
            } else {
                build(next);
            }
        }
    }

    private boolean lacksValues(Pending pending) {
        for (JsonNode from : ManifestFields.at(pending.kustomization(), "spec", "postBuild", "substituteFrom")) {
            if (!values.containsKey(key(pending.kustomization(), from)) && !open.isEmpty()) {
                return true;
            }
        }
        return false;
    }

    private static String key(ObjectNode kustomization, JsonNode from) {
        return ManifestFields.at(kustomization, "metadata", "namespace").asText("flux-system") + "/"
                + ManifestFields.text(from, "kind") + "/" + ManifestFields.text(from, "name");
    }

    private void build(Pending pending) {
        var kustomization = pending.kustomization();
        var root = pending.root();
        var file = ManifestFields.at(kustomization, Documents.SOURCE).asText(root.file());
        try {
            var build = new KustomizationBuild(root.tree(whole), kustomization, "", faults);
            var objects = build.objects(FluxRoot.pathOf(kustomization), variables(kustomization));
            KustomizationBuild.adorn(kustomization, objects);
            objects.forEach(object -> note(object, file));
            for (ObjectNode object : objects) {
                follow(object, kustomization, root);
            }
        } catch (Overlay.TooMuch failure) {
            // the others would take as long
            open.clear();
            faults.fault(file, failure);
        } catch (BuildFailure failure) {
            faults.fault(file, failure);
        }
    }

    private void follow(ObjectNode object, ObjectNode parent, FluxRoot root) {
        if (ManifestFields.isA(object, GROUP, "Kustomization")) {
            if (ManifestFields.at(object, "metadata", "namespace").isMissingNode()) {
                ManifestFields.within(object, "metadata")
                        .put(
                                "namespace",
                                ManifestFields.at(parent, "metadata", "namespace")
                                        .asText("flux-system"));
            }
            meet(object, root);
        } else if (ManifestFields.isA(object, "fluxcd.controlplane.io", "ResourceSet")) {
            new ResourceSet(object).objects().forEach(made -> {
                note(made, ManifestFields.at(object, Documents.SOURCE).asText(root.file()));
                follow(made, object, root);
            });
        }
    }

    /** @param file that is named when the object does not say where it is declared */
    private void note(ObjectNode object, String file) {
        observer.accept(ManifestFields.at(object, Documents.SOURCE).asText(file), object);
        var kind = ManifestFields.text(object, "kind");
        var name = ManifestFields.text(object, "metadata", "name");
        var namespace = ManifestFields.text(object, "metadata", "namespace");
        if (kind.equals("Namespace")) {
            namespaces.add(name);
        } else if (!namespace.isEmpty()) {
            namespaces.add(namespace);
        }
        if (kind.equals("GitRepository") || kind.equals("OCIRepository")) {
            sources.put(kind + "/" + name, plain(ManifestFields.text(object, "spec", "url")));
        } else if (kind.equals("ConfigMap") || kind.equals("Secret")) {
            values.put(namespace + "/" + kind + "/" + name, data(object));
        }
    }

    /** What is encrypted stays unknown. */
    private static Map<String, String> data(ObjectNode object) {
        var data = new HashMap<String, String>();
        if (object.has("sops")) {
            return data;
        }
        object.path("data").properties().forEach(entry -> {
            var text = entry.getValue().asText();
            data.put(entry.getKey(), ManifestFields.text(object, "kind").equals("Secret") ? decoded(text) : text);
        });
        object.path("stringData")
                .properties()
                .forEach(entry -> data.put(entry.getKey(), entry.getValue().asText()));
        return data;
    }

    private static String decoded(String text) {
        try {
            return new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private Map<String, String> variables(ObjectNode kustomization) {
        var postBuild = ManifestFields.at(kustomization, "spec", "postBuild");
        var variables = new LinkedHashMap<String, String>();
        for (JsonNode from : postBuild.path("substituteFrom")) {
            variables.putAll(values.getOrDefault(key(kustomization, from), Map.of()));
        }
        postBuild
                .path("substitute")
                .properties()
                .forEach(entry -> variables.put(entry.getKey(), entry.getValue().asText()));
        variables.replaceAll((name, value) -> value.replace("\n", ""));
        return variables;
    }
}
