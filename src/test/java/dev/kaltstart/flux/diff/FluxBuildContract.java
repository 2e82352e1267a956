package dev.kaltstart.flux.diff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.lab.Contract;
import dev.kaltstart.lab.LabFlux;
import dev.kaltstart.shell.Command;
import dev.kaltstart.shell.Result;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@code flux build} prints for a directory, without a cluster. */
abstract class FluxBuildContract extends Contract {

    private void write(String file, String content) throws IOException {
        Path path = tree().resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, content);
    }

    /** The twin builds nothing that lies elsewhere. */
    private Path tree() {
        return directory.resolve("home/trees/build");
    }

    private Result build(String path, String more) throws IOException {
        write("ks.yaml", LabFlux.manifest("office", "apps", path, more));
        return world.cluster()
                .looking()
                .run(Command.of(
                        "flux",
                        "build",
                        "kustomization",
                        "apps",
                        "-n",
                        "office",
                        "--path",
                        tree().resolve(path).toString(),
                        "--kustomization-file",
                        tree().resolve("ks.yaml").toString(),
                        "--dry-run",
                        "--in-memory-build"));
    }

    private static List<GenericKubernetesResource> objects(Result result) {
        assertThat(result.exitCode()).as(result.error()).isZero();
        return Arrays.stream(result.output().split("(?m)^---$"))
                .filter(document -> !document.isBlank())
                .map(document -> Serialization.unmarshal(document, GenericKubernetesResource.class))
                .toList();
    }

    @Test
    void aDirectoryThatSaysHowItIsBuiltIsBuiltSo() throws IOException {
        write("components/common/kustomization.yaml", """
                apiVersion: kustomize.config.k8s.io/v1alpha1
                kind: Component
                resources: [map.yaml]
                """);
        write("components/common/map.yaml", LabFlux.map("elsewhere", "common", "1"));
        write("apps/kustomization.yaml", """
                apiVersion: kustomize.config.k8s.io/v1beta1
                kind: Kustomization
                namespace: media
                components: [../components/common]
                resources: [one, two.yaml]
                """);
        write("apps/one/kustomization.yaml", "resources: [map.yaml]\n");
        write("apps/one/map.yaml", LabFlux.map("elsewhere", "one", "1"));
        write("apps/two.yaml", LabFlux.map("elsewhere", "two", "1") + "---\n" + LabFlux.map("elsewhere", "three", "1"));
        write("apps/unlisted.yaml", LabFlux.map("elsewhere", "unlisted", "1"));

        var built = objects(build("apps", "commonMetadata: {labels: {team: home}}"));

        assertThat(built)
                .extracting(object -> object.getMetadata().getName())
                .containsExactlyInAnyOrder("one", "two", "three", "common");
        assertThat(built).allSatisfy(object -> {
            assertThat(object.getMetadata().getNamespace()).isEqualTo("media");
            assertThat(object.getMetadata().getLabels())
                    .containsEntry("team", "home")
                    .containsEntry("kustomize.toolkit.fluxcd.io/name", "apps")
                    .containsEntry("kustomize.toolkit.fluxcd.io/namespace", "office");
        });
    }

    @Test
    void aDirectoryThatSaysNothingIsBuiltFromAllItHolds() throws IOException {
        write("apps/map.yaml", LabFlux.map("elsewhere", "top", "${WHO}"));
        write("apps/below/deep/map.yml", LabFlux.map("elsewhere", "deep", "1"));
        write("apps/listed/kustomization.yaml", "resources: [map.yaml]\n");
        write("apps/listed/map.yaml", LabFlux.map("elsewhere", "listed", "1"));
        write("apps/listed/unlisted.yaml", LabFlux.map("elsewhere", "unlisted", "1"));
        write("apps/README.md", "not a manifest\n");

        var built = objects(build("apps", "targetNamespace: media\npostBuild: {substitute: {WHO: somebody}}"));

        assertThat(built)
                .extracting(object -> object.getMetadata().getName())
                .containsExactlyInAnyOrder("top", "deep", "listed");
        assertThat(built)
                .extracting(object -> object.getMetadata().getNamespace())
                .containsOnly("media");
        assertThat(built.stream()
                        .filter(object -> object.getMetadata().getName().equals("top"))
                        .map(object -> object.<String>get("data", "value")))
                .containsExactly("somebody");
    }

    @Test
    void secretsAreNotShown() throws IOException {
        write("apps/secret.yaml", """
                apiVersion: v1
                kind: Secret
                metadata: {name: paperless}
                stringData: {password: "ENC[AES256_GCM,data:AAAA,iv:AAAA,tag:AAAA,type:str]"}
                sops:
                  mac: ENC[AES256_GCM,data:AAAA,iv:AAAA,tag:AAAA,type:str]
                  version: 3.12.1
                """);

        var built = objects(build("apps", "targetNamespace: media"));

        assertThat(built.get(0).<String>get("stringData", "password")).isEqualTo("**SOPS**");
        assertThat(built.get(0).<Object>get("sops")).isNull();
    }

    @Test
    void saysWhatDoesNotBuild() throws IOException {
        write("apps/kustomization.yaml", "resources: [absent.yaml]\n");

        var result = build("apps", "");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.error())
                .contains(
                        "✗ failed to generate kustomization.yaml: lstat ",
                        "/apps/absent.yaml: no such file or directory");
        assertThat(result.output()).isBlank();
    }

    @Test
    void saysWhatDoesNotBuildFurtherDown() throws IOException {
        write("apps/kustomization.yaml", "resources: [below]\n");
        write("apps/below/kustomization.yaml", "resources: [absent.yaml]\n");

        assertThat(build("apps", "").error()).contains("✗ kustomize build failed: accumulating resources");
    }

    @Test
    void saysWhatIsNoManifest() throws IOException {
        write("apps/broken.yaml", "kind: [");

        assertThat(build("apps", "").error())
                .contains("✗ failed to generate kustomization.yaml: failed to decode Kubernetes YAML from ");
    }
}
