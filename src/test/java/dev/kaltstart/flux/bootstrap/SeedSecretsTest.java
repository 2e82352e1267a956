package dev.kaltstart.flux.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaltstart.cluster.FakeCluster;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.engine.FakeRun;
import dev.kaltstart.engine.Turn;
import dev.kaltstart.shell.Command;
import dev.kaltstart.shell.Result;
import dev.kaltstart.shell.Shell;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@EnableKubernetesMockClient(https = false, crud = true)
@SuppressWarnings("NullAway.Init")
class SeedSecretsTest {

    private static final String KEY = "AGE-SECRET-KEY-1FORTESTSONLY";
    private static final String AGE = "bootstrap/sops-age.sops.yaml";
    private static final String APP = "kubernetes/apps/media/app/secret.sops.yaml";

    @TempDir
    Path root;

    KubernetesClient client;

    private final SeedSecrets step = new SeedSecrets();
    private FakeCluster cluster;
    private FakeRun run;

    @BeforeEach
    void aRepositoryWithAKeyAndASecretOfAnApplication() throws IOException {
        secret(AGE, "metadata: {name: sops-age, namespace: flux-system}", "age.agekey");
        secret(APP, "metadata: {name: app, namespace: media}", "password");
        Files.writeString(root.resolve("age.key"), "for tests");
        cluster = new FakeCluster(ColdInventory.in(root)
                        .encrypted(AGE, APP)
                        .kustomization("media", "./kubernetes/apps/media")
                        .build())
                .with(client);
        run = FakeRun.on(cluster);
        cluster.when(opening(AGE), Result.exited(0, "", ""));
        cluster.when(opening(APP), Result.exited(0, "", ""));
    }

    @Test
    void handsEachSecretFromSopsToKubectl() {
        applies(AGE, "sops-age", "flux-system", Map.of("age.agekey", KEY));

        assertThat(Turn.check(step, run).message()).contains("the namespace flux-system", "flux-system/sops-age");
        Turn.perform(step, run);

        assertThat(Turn.check(step, run)).isInstanceOf(Check.Met.class);
        assertThat(Turn.check(step, run).message()).contains("the age key in flux-system/sops-age opens " + APP);
        assertThat(cluster.acts())
                .singleElement()
                .asString()
                .contains("sops exec-file")
                .doesNotContain(KEY);
    }

    @Test
    void namesNoKeyInAnythingThatIsKept() {
        applies(AGE, "sops-age", "flux-system", Map.of("age.agekey", KEY));
        cluster.when(opening(APP), Result.exited(128, "", "no identity matched"));
        Turn.perform(step, run);

        assertThatThrownBy(() -> Turn.check(step, run)).isInstanceOfSatisfying(Failure.NeedsHuman.class, e -> {
            assertThat(e.code()).isEqualTo("AGE_KEY_WRONG");
            assertThat(e.message()).contains(APP).doesNotContain(KEY);
        });
    }

    @Test
    void triesOnlyTheKeyOfTheClusterAndNoneOfThisMachine() {
        Command command = SopsRun.opening(cluster.inventory(), Path.of(APP), KEY);

        assertThat(command.line()).doesNotContain(KEY);
        assertThat(command.environment())
                .containsEntry("SOPS_AGE_KEY", KEY)
                .containsEntry("HOME", "/nonexistent")
                .doesNotContainKey("SOPS_AGE_KEY_FILE");
    }

    @Test
    void findsAKeyUnderANameThatFluxIgnores() {
        hold("flux-system", "sops-age", Map.of("age.key", KEY, "age.agekey", "not a key"));

        assertThatThrownBy(() -> Turn.check(step, run)).isInstanceOfSatisfying(Failure.NeedsHuman.class, e -> {
            assertThat(e.code()).isEqualTo("AGE_KEY_MISPLACED");
            assertThat(e.message()).contains("under age.key", "name it age.agekey");
        });
    }

    @Test
    void findsAKeyInANamespaceThatFluxDoesNotLookInto() throws IOException {
        secret(AGE, "metadata: {name: sops-age, namespace: default}", "age.agekey");
        hold("default", "sops-age", Map.of("age.agekey", KEY));

        assertThatThrownBy(() -> Turn.check(step, run)).isInstanceOfSatisfying(Failure.NeedsHuman.class, e -> {
            assertThat(e.code()).isEqualTo("AGE_KEY_MISPLACED");
            assertThat(e.message()).contains("default/sops-age", "put it into flux-system");
        });
    }

    @Test
    void asksForAKeyWhereThereIsNone() throws IOException {
        Files.delete(root.resolve(AGE));
        namespace("flux-system");

        assertThatThrownBy(() -> Turn.check(step, run))
                .isInstanceOfSatisfying(
                        Failure.NeedsHuman.class, e -> assertThat(e.code()).isEqualTo("AGE_KEY_ABSENT"));
        assertThat(step.remedies(run, "AGE_KEY_ABSENT")).anyMatch(line -> line.contains("--from-file=age.agekey="));
    }

    @Test
    void isNotContentWithASecretThatLacksAnEntry() {
        hold("flux-system", "sops-age", Map.of("other", "x"));

        assertThat(Turn.check(step, run)).isInstanceOf(Check.NotYet.class);
        assertThat(Turn.check(step, run).message()).contains("without the entries of " + AGE);
    }

    @Test
    void neverRunsKubectlOnAFileThatDoesNotOpen() {
        cluster.when(opening(AGE), Result.exited(128, "", ""));

        assertThatThrownBy(() -> Turn.perform(step, run))
                .isInstanceOfSatisfying(
                        Failure.NeedsHuman.class, e -> assertThat(e.code()).isEqualTo("SEED_CLOSED"));
        assertThat(cluster.acts()).isEmpty();
    }

    @Test
    void saysThatAFileWasChanged() {
        cluster.when(opening(AGE), Result.exited(51, "", ""));

        assertThatThrownBy(() -> Turn.perform(step, run))
                .isInstanceOfSatisfying(
                        Failure.NeedsHuman.class, e -> assertThat(e.code()).isEqualTo("SEED_CHANGED"));
    }

    @Test
    void saysThatKubectlIsMissing() {
        cluster.when(line(AGE, "flux-system"), Result.exited(127, "", ""));

        assertThatThrownBy(() -> Turn.perform(step, run))
                .isInstanceOf(Shell.MissingTool.class)
                .hasMessageContaining("kubectl");
    }

    @Test
    void triesAgainWhatANewApiServerRefusesAtFirst() {
        cluster.when(line(AGE, "flux-system"), Result.exited(1, "", ""), Result.exited(0, "secret/sops-age", ""));

        Turn.perform(step, run);

        assertThat(cluster.acts()).hasSize(2);
    }

    @Test
    void doesNotRecordWhyTheClusterRefusesASecret() {
        cluster.when(line(AGE, "flux-system"), Result.exited(1, "", "cannot parse " + KEY));

        assertThatThrownBy(() -> Turn.perform(step, run)).isInstanceOfSatisfying(Failure.NeedsHuman.class, e -> {
            assertThat(e.code()).isEqualTo("SEED_REFUSED");
            assertThat(e.message()).doesNotContain(KEY);
        });
        assertThat(step.remedies(run, "SEED_REFUSED"))
                .anyMatch(command -> command.contains("sops exec-file") && !command.contains("/dev/null"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "metadata: {name: '../../kube-system/secrets/x', namespace: flux-system}",
                "metadata: {name: sops-age, namespace: '--server=https://evil.example'}",
                "metadata: {name: sops-age, namespace: 'a; curl evil.example'}",
                "metadata: {name: '', namespace: flux-system}"
            })
    void takesNoNameThatIsNone(String metadata) throws IOException {
        secret(AGE, metadata, "age.agekey");

        assertThat(BootstrapSecret.of(cluster.inventory())).isEmpty();
    }

    @Test
    void leavesAFileAloneThatHoldsAnythingButSecrets() throws IOException {
        Files.writeString(
                root.resolve(AGE),
                Files.readString(root.resolve(AGE))
                        + "---\napiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding\nmetadata: {name: all}\n");

        assertThat(BootstrapSecret.of(cluster.inventory())).isEmpty();
    }

    @Test
    void doesNotSeedTheSecretsOfApplications() {
        assertThat(BootstrapSecret.of(cluster.inventory()))
                .extracting(BootstrapSecret::label)
                .containsExactly("flux-system/sops-age");
    }

    @Test
    void putsASecretThatNamesNoNamespaceWhereTheRecipesPutIt() throws IOException {
        secret(AGE, "metadata: {name: sops-age}", "age.agekey");

        assertThat(BootstrapSecret.of(cluster.inventory()))
                .extracting(BootstrapSecret::label)
                .containsExactly("flux-system/sops-age");
    }

    private void secret(String file, String metadata, String key) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(Objects.requireNonNull(path.getParent()));
        Files.writeString(path, """
                apiVersion: v1
                kind: Secret
                %s
                stringData: {"%s": "ENC[AES256_GCM,data:x,type:str]"}
                sops: {mac: x, age: [{recipient: age1fortestsonly, enc: x}]}
                """.formatted(metadata, key));
    }

    private String opening(String file) {
        return Command.of(
                        "sops",
                        "decrypt",
                        "--output",
                        "/dev/null",
                        root.resolve(file).toString())
                .line();
    }

    private String line(String file, String namespace) {
        return SopsRun.apply(cluster.inventory(), Path.of(file), namespace).line();
    }

    private void applies(String file, String name, String namespace, Map<String, String> values) {
        cluster.when(line(file, namespace), Result.exited(0, "secret/" + name + "\n", ""));
        cluster.effect(line(file, namespace), () -> hold(namespace, name, values));
    }

    private void hold(String namespace, String name, Map<String, String> values) {
        namespace("flux-system");
        var secret = new SecretBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .endMetadata();
        values.forEach((key, value) ->
                secret.addToData(key, Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8))));
        client.resource(secret.build()).createOr(io.fabric8.kubernetes.client.dsl.NonDeletingOperation::update);
    }

    private void namespace(String name) {
        if (client.namespaces().withName(name).get() == null) {
            client.resource(new io.fabric8.kubernetes.api.model.NamespaceBuilder()
                            .withNewMetadata()
                            .withName(name)
                            .endMetadata()
                            .build())
                    .create();
        }
    }
}
