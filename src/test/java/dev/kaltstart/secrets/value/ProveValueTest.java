package dev.kaltstart.secrets.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaltstart.cluster.FakeInventory;
import dev.kaltstart.cluster.Inventory.FluxKustomization;
import dev.kaltstart.cluster.Prerequisite;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.engine.Measurement;
import dev.kaltstart.git.RealGit;
import dev.kaltstart.secrets.LeakFacts;
import dev.kaltstart.secrets.exposure.Encrypted;
import dev.kaltstart.secrets.exposure.ExposedValue.State;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@EnableKubernetesMockClient(https = false, crud = true)
@SuppressWarnings("NullAway.Init")
class ProveValueTest {

    private static final String RECIPIENT = "age1leakedxyz";
    private static final String FILE = "apps/paperless/secret.sops.yaml";
    private static final String ADMIN = "paperless.paperless-secret.admin";

    @TempDir
    Path directory;

    KubernetesClient client;

    private Replacement leaked(OldValueTrial... trials) throws IOException {
        var replacement = new Replacement(directory, trials);
        replacement.repository.on("2024-01-01").commit(FILE, secret("a")).exposed();
        return replacement;
    }

    private static String secret(String salt) {
        return Encrypted.secret("paperless", "paperless-secret", salt, RECIPIENT, "ADMIN_PASSWORD");
    }

    @Test
    void theLeakedValueInGitIsNoReplacement() throws IOException {
        var replacement = leaked();
        replacement.task(ADMIN).replaced("the old login was refused");

        assertThatThrownBy(() -> replacement.prove(ADMIN))
                .isInstanceOfSatisfying(
                        Failure.NeedsHuman.class,
                        failure -> assertThat(failure.code()).isEqualTo("OLD_VALUE"));
        assertThat(replacement.answer(ADMIN).state()).isEqualTo(State.OPEN);
    }

    @Test
    void aNewValueInClearTextLeakedAgain() throws IOException {
        var replacement = leaked();
        replacement.task(ADMIN).replaced("the old login was refused");
        replacement
                .repository
                .commit(FILE, secret("a").replace(Encrypted.value("a"), "plain-text"))
                .push();

        assertThatThrownBy(() -> replacement.prove(ADMIN)).hasMessageContaining("in clear text in Git now");
    }

    @Test
    void withoutAKeyToCompareTheEvidenceOfAPersonCountsAndTheProofSaysSo() throws IOException {
        var replacement = leaked();
        replacement.task(ADMIN).replaced("the old login was refused");
        replacement.repository.commit(FILE, secret("b")).push();

        Check.Met met = (Check.Met) replacement.prove(ADMIN);

        assertThat(met.message())
                .contains("proven by no program", "cannot be decrypted here, so nothing was compared")
                .contains("a person: replaced: the old login was refused (ada)");
        assertThat(met.measured()).anyMatch(Measurement::saysNotVerified);
        assertThat(replacement.answer(ADMIN).state()).isEqualTo(State.REPLACED);
        // after a crash between the row and the end of the step
        assertThat(((Check.Met) replacement.prove(ADMIN)).message()).isEqualTo(met.message());
        try (var left = Files.walk(directory.resolve("home/clones"))) {
            assertThat(left.map(Path::toString).filter(path -> path.contains(".value-")))
                    .isEmpty();
        }
    }

    @Test
    void whatIsNoLongerInGitIsProvenToBeGone() throws IOException {
        var replacement = leaked();
        replacement.task(ADMIN).replaced("the old login was refused");
        replacement.repository.delete(FILE).push();

        assertThat(((Check.Met) replacement.prove(ADMIN)).message()).contains("is not in Git any more");
    }

    @Test
    void anOldValueThatStillWorksIsNotDead() throws IOException {
        var answers = new ArrayList<Prerequisite>(List.of(
                Prerequisite.missing("the host accepts the old one"), Prerequisite.proven("the host refuses it")));
        var replacement = leaked(old -> Optional.of(answers.remove(0)));
        replacement.task(ADMIN).replaced("the old login was refused");
        replacement.repository.commit(FILE, secret("b")).push();

        assertThatThrownBy(() -> replacement.prove(ADMIN))
                .isInstanceOf(Failure.NeedsHuman.class)
                .hasMessageContaining("accepts the old one");
        assertThat(((Check.Met) replacement.prove(ADMIN)).message()).contains("proven: the host refuses it");
    }

    @Test
    void aSkippedValueStaysVisible() throws IOException {
        var replacement = leaked();
        var task = replacement.task(ADMIN);
        task.give(task.run()
                .with(ReplacementFacts.DONE, ReplacementFacts.SKIP)
                .with(ReplacementFacts.SKIP_REASON, "the account is closed next week"));

        Check.Met met = (Check.Met) replacement.prove(ADMIN);

        assertThat(met.message()).contains("skipped, it stays exposed: the account is closed next week (ada)");
        assertThat(met.measured()).anyMatch(Measurement::saysNotVerified);
    }

    @Test
    void nothingIsProvenBeforeAPersonHasAnswered() throws IOException {
        var replacement = leaked();
        assertThatThrownBy(() -> replacement.prove(ADMIN)).hasMessageContaining("answer the task");
    }

    @Test
    void waitsUntilTheClusterUsesTheNewValue() throws IOException {
        var replacement = new Replacement(directory);
        replacement
                .repository
                .declaring(FakeInventory.declaring(
                        FakeInventory.homelabIn(replacement.repository.person),
                        List.of(new FluxKustomization(
                                "flux-system", "paperless", "./apps/paperless", List.of(), true, false, "ks.yaml:1"))))
                .leaked(LeakFacts.AGE_KEY, true)
                .with(client)
                .on("2024-01-01")
                .commit(FILE, secret("a"))
                .exposed();
        String old = RealGit.git(replacement.repository.person, "rev-parse", "HEAD");
        replacement.task(ADMIN).replaced("the old login was refused");
        replacement.repository.on("2024-02-01").commit(FILE, secret("b")).push();
        String head = RealGit.git(replacement.repository.person, "rev-parse", "HEAD");

        kustomizations(kustomization(old)).create();
        client.resource(pod("2024-01-15T00:00:00Z")).create();
        assertThat(replacement.prove(ADMIN).message()).contains("has not applied the new version", "started before");
        kustomizations(kustomization(head)).update();
        assertThat(replacement.prove(ADMIN)).isInstanceOf(Check.NotYet.class);
        client.resource(pod("2024-02-02T00:00:00Z")).update();
        assertThat(replacement.prove(ADMIN))
                .isInstanceOfSatisfying(
                        Check.Met.class,
                        met -> assertThat(met.message())
                                .contains(
                                        "Kustomization flux-system/paperless has applied the new version",
                                        "pods in paperless were started since the change"));
    }

    private Resource<GenericKubernetesResource> kustomizations(GenericKubernetesResource one) {
        return client.genericKubernetesResources(new ResourceDefinitionContext.Builder()
                        .withGroup("kustomize.toolkit.fluxcd.io")
                        .withVersion("v1")
                        .withKind("Kustomization")
                        .withPlural("kustomizations")
                        .withNamespaced(true)
                        .build())
                .inNamespace("flux-system")
                .resource(one);
    }

    private static GenericKubernetesResource kustomization(String commit) {
        return new GenericKubernetesResourceBuilder()
                .withApiVersion("kustomize.toolkit.fluxcd.io/v1")
                .withKind("Kustomization")
                .withNewMetadata()
                .withNamespace("flux-system")
                .withName("paperless")
                .endMetadata()
                .addToAdditionalProperties(
                        "status",
                        Map.of(
                                "lastAppliedRevision",
                                "main@sha1:" + commit,
                                "conditions",
                                List.of(Map.of("type", "Ready", "status", "True"))))
                .build();
    }

    private static Pod pod(String started) {
        return new PodBuilder()
                .withNewMetadata()
                .withNamespace("paperless")
                .withName("paperless-0")
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("app")
                .addNewEnvFrom()
                .withNewSecretRef("paperless-secret", false)
                .endEnvFrom()
                .endContainer()
                .endSpec()
                .withNewStatus()
                .withStartTime(started)
                .endStatus()
                .build();
    }
}
