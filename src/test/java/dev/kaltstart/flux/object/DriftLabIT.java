package dev.kaltstart.flux.object;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.git.RealGit;
import dev.kaltstart.lab.LabFlux;
import dev.kaltstart.lab.LabRepository;
import dev.kaltstart.lab.LabTools;
import dev.kaltstart.lab.LabWorld;
import dev.kaltstart.lab.World;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is read out of the objects of Flux is there when its real controllers have written it. */
@Tag("lab")
@SuppressWarnings("NullAway.Init")
class DriftLabIT {

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

    private FluxObject seen(String kustomization) {
        return new FluxObject(flux.kustomization(kustomization).get());
    }

    private String map(String name, String value) {
        return LabFlux.map(world.namespace(), name, value);
    }

    @Test
    void theHistoryTellsWhatWasAppliedTheNewestFirst() {
        String first = repository.write("apps/map.yaml", map("app", "1")).push();
        flux.create(LabFlux.manifest(world.namespace(), "apps", "apps", ""));
        flux.applied("apps", first);
        String second = repository.write("apps/map.yaml", map("app", "2")).push();
        flux.applied("apps", second);

        var history = seen("apps").history();
        assertThat(history).extracting(HistoryEntry::revision).containsExactly(second, first);
        assertThat(history).allSatisfy(entry -> {
            assertThat(entry.succeeded()).isTrue();
            assertThat(entry.digest()).isNotBlank();
            assertThat(entry.at()).isNotNull();
        });
        assertThat(new FluxObject(flux.source().get()).artifactRevision()).isEqualTo(second);
    }

    @Test
    void theInventoryTellsWhatWasMadeAndTheChildWhoHasMadeIt() {
        repository.write("apps/map.yaml", map("app", "1"));
        repository.write("cluster/child.yaml", LabFlux.manifest(world.namespace(), "child", "apps", ""));
        String revision = repository.push();
        flux.create(LabFlux.manifest(world.namespace(), "cluster", "cluster", ""));
        flux.applied("cluster", revision);
        flux.applied("child", revision);

        assertThat(seen("child").inventory())
                .containsExactly(new InventoryEntry(world.namespace(), "app", "", "ConfigMap", "v1"));
        assertThat(seen("child").parent()).contains(FluxId.kustomization(world.namespace(), "cluster"));
        assertThat(seen("cluster").parent()).isEmpty();
    }

    private void comesTo(String kustomization, Cause cause) {
        world.until(
                kustomization + " comes to " + cause, () -> seen(kustomization).cause() == cause);
        assertThat(seen(kustomization).healthy()).isFalse();
    }

    @Test
    void whatIsWrongInGitIsToldByItsCause() throws Exception {
        String good = repository.write("apps/map.yaml", map("app", "1")).push();
        flux.create(LabFlux.manifest(world.namespace(), "apps", "apps", ""));
        flux.applied("apps", good);

        repository.write("apps/broken.yaml", "kind: [").push();
        comesTo("apps", Cause.BUILD);
        assertThat(seen("apps").appliedRevision()).isEqualTo(good);

        Files.delete(repository.checkout().resolve("apps/broken.yaml"));
        repository
                .write("apps/map.yaml", map("app", "2") + "immutable: maybe\n")
                .push();
        comesTo("apps", Cause.INVALID);

        RealGit.git(repository.checkout(), "mv", "apps", "elsewhere");
        repository.push();
        comesTo("apps", Cause.PATH_GONE);
    }

    @Test
    void whatIsMissingInTheClusterIsToldByItsCause() {
        repository.write("apps/map.yaml", map("app", "1")).write("waiting/map.yaml", map("waiting", "1"));
        repository.push();
        flux.create(LabFlux.manifest(world.namespace(), "waiting", "waiting", "dependsOn: [{name: absent}]"));
        comesTo("waiting", Cause.WAITS);

        flux.create(LabFlux.manifest(world.namespace(), "sourceless", "apps", "")
                .replace("name: flux-system", "name: nowhere"));
        comesTo("sourceless", Cause.SOURCE);

        var tools = new LabTools(directory);
        String recipient = tools.ageKey("age.key");
        repository.write("secret/secret.sops.yaml", """
                apiVersion: v1
                kind: Secret
                metadata: {name: paperless, namespace: %s}
                stringData: {password: for-tests-only}
                """.formatted(world.namespace()));
        tools.run("sops encrypt --in-place --encrypted-regex ^stringData$ --age " + recipient + " "
                + repository.checkout().resolve("secret/secret.sops.yaml"));
        repository.push();
        flux.create(LabFlux.manifest(world.namespace(), "secret", "secret", "decryption: {provider: sops}"));
        comesTo("secret", Cause.DECRYPTION);
    }

    @Test
    void whatNeverGetsHealthyIsToldByItsCause() {
        repository.write("apps/pod.yaml", """
                apiVersion: v1
                kind: Pod
                metadata: {name: nowhere, namespace: %s}
                spec:
                  nodeSelector: {kubernetes.io/hostname: nowhere}
                  containers: [{name: app, image: "registry.example/app:1"}]
                """.formatted(world.namespace())).push();
        flux.create(LabFlux.manifest(world.namespace(), "apps", "apps", "wait: true")
                .replace("timeout: 30s", "timeout: 3s"));

        comesTo("apps", Cause.UNHEALTHY);
    }
}
