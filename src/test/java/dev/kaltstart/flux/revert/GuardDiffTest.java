package dev.kaltstart.flux.revert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.git.RealGit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuardDiffTest {

    @TempDir
    Path directory;

    @Test
    void isAPatchThatGitApplies() throws IOException {
        Path repository = RealGit.repository(directory.resolve("r"));
        RealGit.commit(repository, "apps/claims.yaml", """
                ---
                # two of them
                apiVersion: v1
                kind: PersistentVolumeClaim
                metadata:
                  name: one
                spec: {}
                ---
                apiVersion: v1
                kind: PersistentVolumeClaim
                metadata:
                  labels: {a: b}
                  annotations:
                    here: already
                  name: two
                """);
        RealGit.commit(repository, "apps/namespace.yaml", "apiVersion: v1\nkind: Namespace\nmetadata:\n    name: x");
        RealGit.commit(repository, "apps/guarded.yaml", """
                apiVersion: v1
                kind: Namespace
                metadata:
                  name: y
                  annotations: {kustomize.toolkit.fluxcd.io/prune: disabled}
                """);
        RealGit.commit(repository, "apps/flow.yaml", "{apiVersion: v1, kind: Namespace, metadata: {name: z}}\n");
        RealGit.commit(
                repository,
                "apps/claim.yaml",
                "apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: { name: data }\nspec: { storageClassName: x }");
        RealGit.commit(
                repository,
                "apps/marked.yaml",
                "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: a\n  annotations: {here: already} # why\n");
        RealGit.commit(repository, "apps/template.yaml", "kind: Namespace\n{{ if x }}\n");
        RealGit.commit(
                repository, "apps/other.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: Namespace\n");

        var diff = new GuardDiff(repository);

        assertThat(diff.count()).isEqualTo(5);
        assertThat(diff.byHand()).containsExactly("apps/flow.yaml");
        Path file = Files.writeString(directory.resolve("guard.diff"), diff.text());
        RealGit.git(repository, "apply", file.toString());
        assertThat(repository.resolve("apps/claims.yaml")).content().isEqualTo("""
                ---
                # two of them
                apiVersion: v1
                kind: PersistentVolumeClaim
                metadata:
                  annotations:
                    kustomize.toolkit.fluxcd.io/prune: disabled
                  name: one
                spec: {}
                ---
                apiVersion: v1
                kind: PersistentVolumeClaim
                metadata:
                  labels: {a: b}
                  annotations:
                    kustomize.toolkit.fluxcd.io/prune: disabled
                    here: already
                  name: two
                """);
        assertThat(repository.resolve("apps/namespace.yaml"))
                .content()
                .contains(
                        "metadata:\n    annotations:\n      kustomize.toolkit.fluxcd.io/prune: disabled\n    name: x");
        assertThat(repository.resolve("apps/claim.yaml"))
                .content()
                .contains(
                        "\nmetadata: { annotations: { \"kustomize.toolkit.fluxcd.io/prune\": disabled }, name: data }\n");
        assertThat(repository.resolve("apps/marked.yaml"))
                .content()
                .contains("  annotations: { \"kustomize.toolkit.fluxcd.io/prune\": disabled, here: already} # why\n");
        assertThat(new GuardDiff(repository).text()).isEmpty();
    }
}
