package dev.kaltstart.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.shell.Command;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the controllers of Flux make of a repository. The twin has no manifests; the models for drift rely on this. */
@Tag("lab")
@SuppressWarnings("NullAway.Init")
class FluxLabIT {

    private static final String SUSPEND = "{\"spec\":{\"suspend\":true}}";

    @TempDir
    Path directory;

    private World world;
    private LabRepository repository;
    private LabFlux flux;

    @BeforeEach
    void open() {
        world = LabWorld.open();
        repository = LabRepository.open(directory, world.namespace());
        flux = LabFlux.watching(world, repository);
    }

    @AfterEach
    void close() {
        if (world != null) {
            world.close();
        }
    }

    private boolean there(String map) {
        return world.kubernetes()
                        .configMaps()
                        .inNamespace(world.namespace())
                        .withName(map)
                        .get()
                != null;
    }

    private String map(String name, String value) {
        return LabFlux.map(world.namespace(), name, value);
    }

    private String kustomization(String name, String path, String more) {
        return LabFlux.manifest(world.namespace(), name, path, more);
    }

    private String ready(String kustomization) {
        return String.valueOf(flux.kustomization(kustomization).get().<Object>get("status", "conditions"));
    }

    @Test
    void appliesWhatIsPushedAndPrunesWhatIsTakenAway() throws Exception {
        repository.write("apps/kept.yaml", map("kept", "1")).write("apps/dropped.yaml", map("dropped", "1"));
        String first = repository.push();
        flux.create(kustomization("apps", "apps", ""));
        flux.applied("apps", first);
        assertThat(there("kept") && there("dropped")).isTrue();

        Files.delete(repository.checkout().resolve("apps/dropped.yaml"));
        flux.applied("apps", repository.push());

        assertThat(there("kept")).isTrue();
        world.until("it is pruned", () -> !there("dropped"));
    }

    @Test
    void waitsForWhatItDependsOn() {
        repository.write("first/map.yaml", map("first", "1")).write("second/map.yaml", map("second", "1"));
        String revision = repository.push();
        flux.create(kustomization("second", "second", "dependsOn: [{name: first}]"));
        world.until("it waits", () -> ready("second").contains("DependencyNotReady"));
        assertThat(there("second")).isFalse();

        flux.create(kustomization("first", "first", ""));

        flux.applied("second", revision);
        assertThat(there("second")).isTrue();
    }

    @Test
    void aSuspendedOneAnswersARequestAndAppliesNothing() {
        repository.write("apps/map.yaml", map("first", "1"));
        String before = repository.push();
        flux.create(kustomization("apps", "apps", ""));
        flux.applied("apps", before);
        flux.kustomization("apps").patch(PatchContext.of(PatchType.JSON_MERGE), SUSPEND);
        String after = repository.write("apps/more.yaml", map("second", "1")).push();
        world.until("the source has it", () -> after.equals(flux.source().get().get("status", "artifact", "revision")));

        flux.kustomization("apps")
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        "{\"metadata\":{\"annotations\":{\"reconcile.fluxcd.io/requestedAt\":\"now\"}}}");

        world.until(
                "it says it has",
                () -> "now".equals(flux.kustomization("apps").get().get("status", "lastHandledReconcileAt")));
        assertThat(flux.kustomization("apps").get().<Object>get("status", "lastAppliedRevision"))
                .isEqualTo(before);
        assertThat(there("second")).isFalse();
    }

    @Test
    void aParentUndoesASuspendOnlyWhereItsManifestSpeaksOfIt() {
        repository
                .write("apps/map.yaml", map("app", "1"))
                .write("cluster/speaks.yaml", kustomization("speaks", "apps", "suspend: false"))
                .write("cluster/silent.yaml", kustomization("silent", "apps", ""));
        String revision = repository.push();
        flux.create(kustomization("cluster", "cluster", ""));
        flux.applied("cluster", revision);
        flux.applied("speaks", revision);
        flux.applied("silent", revision);

        for (String name : new String[] {"speaks", "silent"}) {
            flux.kustomization(name).patch(PatchContext.of(PatchType.JSON_MERGE), SUSPEND);
        }
        flux.applied(
                "cluster",
                repository.write("cluster/more.yaml", map("more", "1")).push());

        world.until("the one is resumed", () -> !suspended("speaks"));
        assertThat(suspended("silent")).isTrue();
    }

    private boolean suspended(String name) {
        return Boolean.TRUE.equals(flux.kustomization(name).get().get("spec", "suspend"));
    }

    @Test
    void decryptsWithTheKeyInTheClusterAndSaysSoWhenItIsTheWrongOne() throws Exception {
        var tools = new LabTools(directory);
        String recipient = tools.ageKey("right.agekey");
        tools.ageKey("wrong.agekey");
        repository.write("apps/secret.sops.yaml", """
                apiVersion: v1
                kind: Secret
                metadata: {name: paperless, namespace: %s}
                stringData: {password: for-tests-only}
                """.formatted(world.namespace()));
        var encrypted = tools.run(Command.of(
                "sops",
                "encrypt",
                "--in-place",
                "--age",
                recipient,
                "--encrypted-regex",
                "^(data|stringData)$",
                repository.checkout().resolve("apps/secret.sops.yaml").toString()));
        assertThat(encrypted.exitCode()).as(encrypted.error()).isZero();
        String revision = repository.push();
        holdKey("wrong.agekey");
        flux.create(kustomization("apps", "apps", "decryption: {provider: sops, secretRef: {name: sops-age}}"));
        world.until("it cannot decrypt", () -> ready("apps").contains("cannot get sops data key"));
        assertThat(ready("apps")).contains("BuildFailed");

        holdKey("right.agekey");

        flux.applied("apps", revision);
        assertThat(world.kubernetes()
                        .secrets()
                        .inNamespace(world.namespace())
                        .withName("paperless")
                        .get()
                        .getData())
                .containsKey("password");
    }

    private void holdKey(String file) throws Exception {
        var secret = new io.fabric8.kubernetes.api.model.SecretBuilder()
                .withNewMetadata()
                .withName("sops-age")
                .withNamespace(world.namespace())
                .endMetadata()
                .addToStringData("age.agekey", Files.readString(directory.resolve(file)))
                .build();
        world.kubernetes().resource(secret).createOr(io.fabric8.kubernetes.client.dsl.NonDeletingOperation::update);
    }
}
