package dev.kaltstart.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.shell.Command;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What only real controllers can do with a repository; the rest is in ManifestsContract. */
@Tag("lab")
@SuppressWarnings("NullAway.Init")
class FluxLabIT {

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

    private String kustomization(String name, String path, String more) {
        return LabFlux.manifest(world.namespace(), name, path, more);
    }

    private String ready(String kustomization) {
        return String.valueOf(flux.kustomization(kustomization).get().<Object>get("status", "conditions"));
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
