package dev.kaltstart.kustomize;

import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** A repository of a few files in memory. */
final class TextTree implements FileTree {

    private final TreeMap<String, String> files = new TreeMap<>();

    /** The usual beginning: a FluxInstance, and one Kustomization for all applications. */
    static TextTree templated() {
        return new TextTree()
                .with("kubernetes/apps/flux-system/instance.yaml", """
                        apiVersion: fluxcd.controlplane.io/v1
                        kind: FluxInstance
                        metadata: { name: flux, namespace: flux-system }
                        spec: { sync: { path: kubernetes/flux/cluster } }
                        """)
                .with(
                        "kubernetes/flux/cluster/ks.yaml",
                        kustomization("cluster-apps", "flux-system", "./kubernetes/apps", ""))
                .with("kubernetes/apps/kustomization.yaml", "resources: [./media]\n")
                .with("kubernetes/apps/media/kustomization.yaml", "resources: [./ks.yaml]\nnamespace: media\n")
                .with("kubernetes/apps/media/ks.yaml", kustomization("plex", "", "./kubernetes/apps/media/app", ""))
                .with("kubernetes/apps/media/app/map.yaml", map("x"));
    }

    static String kustomization(String name, String namespace, String path, String more) {
        return """
                apiVersion: kustomize.toolkit.fluxcd.io/v1
                kind: Kustomization
                metadata: { name: "%s"%s }
                spec:
                  path: %s
                  prune: true
                  sourceRef: { kind: GitRepository, name: flux-system, namespace: flux-system }
                %s""".formatted(name, namespace.isEmpty() ? "" : ", namespace: " + namespace, path, more.indent(2));
    }

    static String map(String name) {
        return "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: %s }\n".formatted(name);
    }

    TextTree with(String file, String text) {
        files.put(file, text);
        return this;
    }

    TextTree without(String file) {
        files.remove(file);
        return this;
    }

    @Override
    public Optional<String> read(String path) {
        return Optional.ofNullable(files.get(path));
    }

    @Override
    public boolean isDirectory(String path) {
        return path.isEmpty() || files.keySet().stream().anyMatch(file -> file.startsWith(path + "/"));
    }

    @Override
    public List<String> files(String directory) {
        var prefix = directory.isEmpty() ? "" : directory + "/";
        return files.keySet().stream()
                .filter(file -> file.startsWith(prefix))
                .map(file -> file.substring(prefix.length()))
                .toList();
    }
}
