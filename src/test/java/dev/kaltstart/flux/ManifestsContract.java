package dev.kaltstart.flux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.flux.object.Cause;
import dev.kaltstart.flux.object.FluxId;
import dev.kaltstart.flux.object.FluxObject;
import dev.kaltstart.flux.object.HistoryEntry;
import dev.kaltstart.flux.object.InventoryEntry;
import dev.kaltstart.git.RealGit;
import dev.kaltstart.lab.Contract;
import dev.kaltstart.lab.LabFlux;
import dev.kaltstart.lab.Repository;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What Flux makes of the manifests in a repository, and what its objects say about it. */
@SuppressWarnings("NullAway.Init")
abstract class ManifestsContract extends Contract {

    private static final String SUSPEND = "{\"spec\":{\"suspend\":true}}";
    private static final String REQUEST =
            "{\"metadata\":{\"annotations\":{\"reconcile.fluxcd.io/requestedAt\":\"%s\"}}}";

    private Repository repository;
    private LabFlux flux;

    protected abstract Repository repository();

    protected abstract LabFlux follow(Repository repository);

    @BeforeEach
    void watch() {
        repository = repository();
        flux = follow(repository);
    }

    private String map(String name, String value) {
        return LabFlux.map(world.namespace(), name, value);
    }

    private String kustomization(String name, String path, String more) {
        return LabFlux.manifest(world.namespace(), name, path, more);
    }

    private Resource<ConfigMap> live(String map) {
        return world.kubernetes().configMaps().inNamespace(world.namespace()).withName(map);
    }

    private boolean there(String map) {
        return live(map).get() != null;
    }

    private FluxObject seen(String name) {
        return new FluxObject(flux.kustomization(name).get());
    }

    private void comesTo(String name, Cause cause) {
        world.until(name + " comes to " + cause, () -> seen(name).cause() == cause);
        assertThat(seen(name).healthy()).isFalse();
    }

    private void patch(String name, String patch) {
        flux.kustomization(name).patch(PatchContext.of(PatchType.JSON_MERGE), patch);
    }

    @Test
    void appliesWhatIsPushedAndPrunesWhatIsTakenAway() throws IOException {
        repository.write("apps/kept.yaml", map("kept", "1")).write("apps/dropped.yaml", map("dropped", "1"));
        repository.write(
                "apps/guarded.yaml",
                map("guarded", "1")
                        .replace(
                                "metadata: {",
                                "metadata: {annotations: {kustomize.toolkit.fluxcd.io/prune: disabled}, "));
        String first = repository.push();
        flux.create(kustomization("apps", "apps", ""));
        flux.applied("apps", first);
        assertThat(there("kept") && there("dropped") && there("guarded")).isTrue();

        Files.delete(repository.checkout().resolve("apps/dropped.yaml"));
        Files.delete(repository.checkout().resolve("apps/guarded.yaml"));
        flux.applied("apps", repository.push());

        assertThat(there("kept")).isTrue();
        world.until("it is pruned", () -> !there("dropped"));
        assertThat(there("guarded")).isTrue();
    }

    @Test
    void undoesWhatSomebodyChangedByHandAndBringsBackWhatHeDeleted() {
        repository.write("apps/edited.yaml", map("edited", "1")).write("apps/deleted.yaml", map("deleted", "1"));
        String revision = repository.push();
        flux.create(kustomization("apps", "apps", ""));
        flux.applied("apps", revision);
        live("edited")
                .patch(
                        new PatchContext.Builder()
                                .withPatchType(PatchType.JSON_MERGE)
                                .withFieldManager("kubectl-edit")
                                .build(),
                        "{\"data\":{\"value\":\"2\",\"more\":\"3\"}}");
        live("deleted").delete();

        patch("apps", REQUEST.formatted("now"));

        world.until("it is back", () -> there("deleted"));
        world.until(
                "it is undone", () -> "1".equals(live("edited").get().getData().get("value")));
        assertThat(live("edited").get().getData()).doesNotContainKey("more");
        assertThat(live("edited").get().getMetadata().getManagedFields())
                .extracting(field -> field.getManager())
                .contains("kustomize-controller")
                .doesNotContain("kubectl-edit");
    }

    @Test
    void waitsForWhatItDependsOn() {
        repository.write("first/map.yaml", map("first", "1")).write("second/map.yaml", map("second", "1"));
        String revision = repository.push();
        flux.create(kustomization("second", "second", "dependsOn: [{name: first}]"));
        comesTo("second", Cause.WAITS);
        assertThat(seen("second").message()).contains("dependency '" + world.namespace() + "/first' not found");
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
        patch("apps", SUSPEND);
        String after = repository.write("apps/more.yaml", map("second", "1")).push();
        world.until("the source has it", () -> after.equals(flux.source().get().get("status", "artifact", "revision")));

        patch("apps", REQUEST.formatted("now"));

        world.until(
                "it says it has",
                () -> "now".equals(flux.kustomization("apps").get().get("status", "lastHandledReconcileAt")));
        assertThat(seen("apps").appliedRevision()).isEqualTo(before);
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

        patch("speaks", SUSPEND);
        patch("silent", SUSPEND);
        flux.applied(
                "cluster",
                repository.write("cluster/more.yaml", map("more", "1")).push());

        world.until("the one is resumed", () -> !seen("speaks").suspended());
        assertThat(seen("silent").suspended()).isTrue();
    }

    @Test
    void aChildThatIsTakenAwayTakesWhatItHasMadeWithIt() throws IOException {
        repository
                .write("apps/map.yaml", map("app", "1"))
                .write("cluster/kept.yaml", map("kept", "1"))
                .write("cluster/child.yaml", kustomization("child", "apps", ""));
        String revision = repository.push();
        flux.create(kustomization("cluster", "cluster", ""));
        flux.applied("child", revision);
        assertThat(seen("child").parent()).contains(FluxId.kustomization(world.namespace(), "cluster"));
        assertThat(seen("child").inventory())
                .containsExactly(new InventoryEntry(world.namespace(), "app", "", "ConfigMap", "v1"));

        Files.delete(repository.checkout().resolve("cluster/child.yaml"));
        flux.applied("cluster", repository.push());

        world.until("the child is gone", () -> flux.kustomization("child").get() == null);
        world.until("and what it has made", () -> !there("app"));
        assertThat(there("kept")).isTrue();
    }

    @Test
    void theHistoryTellsWhatWasAppliedTheNewestFirst() {
        String first = repository.write("apps/map.yaml", map("app", "1")).push();
        flux.create(kustomization("apps", "apps", ""));
        flux.applied("apps", first);
        String second = repository.write("apps/map.yaml", map("app", "2")).push();
        flux.applied("apps", second);
        String again = repository.write("other/map.yaml", map("other", "2")).push();
        flux.applied("apps", again);

        assertThat(seen("apps").history())
                .extracting(HistoryEntry::revision)
                .as("what builds the same objects is one entry")
                .containsExactly(again, first);
        assertThat(seen("apps").history()).allSatisfy(entry -> {
            assertThat(entry.succeeded()).isTrue();
            assertThat(entry.digest()).startsWith("sha256:");
            assertThat(entry.at()).isNotNull();
        });
    }

    @Test
    void whatIsWrongInGitIsToldByItsCause() throws IOException {
        String good = repository.write("apps/map.yaml", map("app", "1")).push();
        flux.create(kustomization("apps", "apps", ""));
        flux.applied("apps", good);

        String broken = repository.write("apps/broken.yaml", "kind: [").push();
        comesTo("apps", Cause.BUILD);
        assertThat(seen("apps").appliedRevision()).isEqualTo(good);
        assertThat(seen("apps").attemptedRevision()).isEqualTo(broken);
        assertThat(there("app")).isTrue();

        Files.delete(repository.checkout().resolve("apps/broken.yaml"));
        repository
                .write(
                        "apps/map.yaml",
                        map("app", "2").replace("namespace: " + world.namespace(), "namespace: nowhere"))
                .push();
        comesTo("apps", Cause.REFUSED);

        RealGit.git(repository.checkout(), "mv", "apps", "elsewhere");
        repository.push();
        comesTo("apps", Cause.PATH_GONE);
        assertThat(seen("apps").message()).contains("kustomization path not found: stat ", "no such file or directory");
    }

    @Test
    void aResourceThatIsListedAndNotThereDoesNotBuild() {
        repository
                .write("apps/kustomization.yaml", "resources: [absent.yaml]\n")
                .push();
        flux.create(kustomization("apps", "apps", ""));

        comesTo("apps", Cause.BUILD);
        assertThat(seen("apps").message()).startsWith("kustomize build failed: accumulating resources");
    }

    @Test
    void whatIsEncryptedNeedsAKeyAndSomebodyWhoSaysSo() {
        repository.write("secret/secret.yaml", encrypted("paperless", "data")).push();
        flux.create(kustomization("keyless", "secret", "decryption: {provider: sops, secretRef: {name: sops-age}}"));
        flux.create(kustomization("careless", "secret", ""));

        comesTo("keyless", Cause.DECRYPTION);
        assertThat(seen("keyless").message()).contains("\"sops-age\" not found");
        comesTo("careless", Cause.REFUSED);
        assertThat(seen("careless").message()).contains("is SOPS encrypted");
    }

    @Test
    void encryptedTextIsAppliedAsItIsWhereNobodySaysThatItBeDecrypted() {
        String revision = repository
                .write("secret/secret.yaml", encrypted("paperless", "stringData"))
                .push();
        flux.create(kustomization("careless", "secret", ""));

        flux.applied("careless", revision);

        var secret = world.kubernetes()
                .secrets()
                .inNamespace(world.namespace())
                .withName("paperless")
                .get();
        assertThat(new String(Base64.getDecoder().decode(secret.getData().get("password")), StandardCharsets.UTF_8))
                .startsWith("ENC[");
    }

    private String encrypted(String name, String field) {
        return """
                apiVersion: v1
                kind: Secret
                metadata: {name: %s, namespace: %s}
                %s: {password: "ENC[AES256_GCM,data:AAAA,iv:AAAA,tag:AAAA,type:str]"}
                sops: {mac: "ENC[AES256_GCM,data:AAAA,iv:AAAA,tag:AAAA,type:str]", version: 3.12.1}
                """.formatted(name, world.namespace(), field);
    }

    @Test
    void whatNeverGetsWellIsToldAfterTheTimeout() {
        repository.write("apps/claim.yaml", """
                apiVersion: v1
                kind: PersistentVolumeClaim
                metadata: {name: data, namespace: %s}
                spec:
                  storageClassName: ""
                  accessModes: [ReadWriteOnce]
                  resources: {requests: {storage: 1Gi}}
                """.formatted(world.namespace())).push();
        flux.create(kustomization("apps", "apps", "wait: true").replace("timeout: 30s", "timeout: 3s"));

        String message =
                "timeout waiting for: [PersistentVolumeClaim/" + world.namespace() + "/data status: 'InProgress'";
        // it tries again and again, and says something else meanwhile
        world.until(
                "it gives up",
                () -> seen("apps").cause() == Cause.TIMED_OUT
                        && seen("apps").message().contains(message));
    }

    @Test
    void valuesAreSubstitutedFromTheKustomizationAndFromMaps() {
        repository
                .write("vars/map.yaml", LabFlux.map(world.namespace(), "settings", "from the map"))
                .write("apps/map.yaml", map("app", "${inline} and ${value} and ${absent:=a default}"));
        String revision = repository.push();
        flux.create(kustomization("vars", "vars", ""));
        flux.applied("vars", revision);
        flux.create(kustomization(
                "apps",
                "apps",
                "postBuild: {substitute: {inline: here}, substituteFrom: [{kind: ConfigMap, name: settings}]}"));
        flux.applied("apps", revision);

        assertThat(live("app").get().getData().get("value")).isEqualTo("here and from the map and a default");
    }
}
