package dev.kaltstart.cluster.volumes;

import dev.kaltstart.cluster.RepositoryCopy;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A repository with some manifests in the namespace {@code office}, and what is read of it. */
record Manifests(RepositoryCopy copy) {

    private static final String APP = "kubernetes/apps/office/paperless/app/";

    /** Of the claim that every one of these repositories has. */
    static final String CLAIM = "paperless-data";

    static Manifests in(Path directory) {
        return new Manifests(RepositoryCopy.copyOf("single", directory)).following("paperless");
    }

    /** Flux follows these apps of the namespace, and nothing else. */
    Manifests following(String... apps) {
        copy.with(
                "kubernetes/apps/kustomization.yaml",
                "{apiVersion: kustomize.config.k8s.io/v1beta1, kind: Kustomization, resources: [%s]}"
                        .formatted(Stream.of(apps)
                                .map("office/%s/ks.yaml"::formatted)
                                .collect(Collectors.joining(", "))));
        return this;
    }

    Manifests with(String file, String text) {
        copy.with(APP + file, text);
        return this;
    }

    /** Several objects, one a line, in YAML's flow style. */
    Manifests declaring(String... objects) {
        return with("more.yaml", "---\n{" + String.join("}\n---\n{", objects) + "}\n");
    }

    DeclaredVolumes volumes() {
        return Objects.requireNonNull(copy.discovered().inventory()).volumes();
    }

    DeclaredVolume volume(String claim) {
        return volumes().all().stream()
                .filter(one -> one.claim().equals(claim))
                .findFirst()
                .orElseThrow(() -> new AssertionError(volumes().toString()));
    }

    static String claim(String name, String more) {
        return "apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: %s}, spec: {storageClassName: fast, accessModes: [ReadWriteOnce], resources: {requests: {storage: 5Gi}}%s}"
                .formatted(name, more);
    }

    static String release(String name, String chart, String version, String values) {
        return "apiVersion: helm.toolkit.fluxcd.io/v2, kind: HelmRelease, metadata: {name: %s}, spec: {chart: {spec: {chart: %s, version: %s}}, values: {%s}}"
                .formatted(name, chart, version, values);
    }

    static String object(String version, String kind, String name, String spec) {
        return "apiVersion: %s, kind: %s, metadata: {name: %s}, spec: {%s}".formatted(version, kind, name, spec);
    }
}
