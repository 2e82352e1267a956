package dev.kaltstart.twin.seed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Adds to a copy of a repository one Kustomization that eighty small ones hang on. */
public final class Tenants {

    static final String PARENT = "kubernetes/flux/cluster/tenants.yaml";
    static final String NAME = "tenants";

    private static final int COUNT = 80;
    private static final String KUSTOMIZATION = """
            ---
            apiVersion: kustomize.toolkit.fluxcd.io/v1
            kind: Kustomization
            metadata:
              name: %s
              namespace: flux-system
            spec:
              interval: 1h
              path: ./kubernetes/tenants/%s
              prune: true
              sourceRef:
                kind: GitRepository
                name: flux-system
            """;
    private static final String MAP = """
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata:
              name: %1$s
              namespace: default
            data:
              tenant: %1$s
            """;

    private final Path root;

    public Tenants(Path root) {
        this.root = root;
    }

    public void settle() {
        write(root.resolve(PARENT), KUSTOMIZATION.formatted(NAME, "all"));
        var list = root.resolve("kubernetes/flux/cluster/kustomization.yaml");
        if (Files.exists(list)) {
            append(list, "  - ./tenants.yaml\n");
        }
        var children = new StringBuilder();
        for (int number = 1; number <= COUNT; number++) {
            var tenant = "tenant-%02d".formatted(number);
            children.append(KUSTOMIZATION.formatted(tenant, tenant));
            write(root.resolve("kubernetes/tenants/%s/map.yaml".formatted(tenant)), MAP.formatted(tenant));
        }
        write(root.resolve("kubernetes/tenants/all/ks.yaml"), children.toString());
    }

    private static void append(Path file, String line) {
        try {
            write(file, Files.readString(file).stripTrailing() + "\n" + line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file, String content) {
        try {
            Files.createDirectories(file.resolveSibling(""));
            Files.writeString(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
