package dev.kaltstart.flux.hold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaltstart.cluster.FakeCluster;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.engine.FakeRun;
import dev.kaltstart.engine.Subject;
import dev.kaltstart.engine.Turn;
import dev.kaltstart.recovery.EvidenceInMemory;
import dev.kaltstart.storage.HeldNamespaces;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The bookkeeping of the hold. What the API server makes of its rule is seen in the lab. */
@EnableKubernetesMockClient(https = false, crud = true)
@SuppressWarnings("NullAway.Init")
class HoldTest {

    KubernetesMockServer server;
    KubernetesClient client;

    private final EvidenceInMemory evidence = new EvidenceInMemory();
    private final HoldWorkloads hold = new HoldWorkloads(evidence);
    private final ReleaseWorkloads release = new ReleaseWorkloads(evidence);
    private FakeCluster cluster;
    private FakeRun run;

    @BeforeEach
    void begin() {
        cluster = FakeCluster.homelab().with(client);
        run = FakeRun.on(cluster);
        HeldNamespaces.keep(run, evidence, List.of("media", "office", "../kube-system", "UPPER"));
    }

    @Test
    void holdsTheNamespacesOfTheEvidenceAndNoNameThatIsNone() {
        there("media");
        Turn.perform(hold, run);

        assertThat(new Hold(client).namespaces()).containsExactly("media", "office");
    }

    @Test
    void isNotMetBeforeTheApiServerDenies() {
        there("media");
        Turn.perform(hold, run);

        assertThat(Turn.check(hold, run).message()).contains("does not follow the hold yet");
    }

    @Test
    void isMetWhenAPodIsDenied() {
        there("media");
        denies("media", 403, "pods is forbidden: ValidatingAdmissionPolicy 'kaltstart-hold' denied request");
        Turn.perform(hold, run);

        assertThat(Turn.check(hold, run)).isInstanceOf(Check.Met.class);
    }

    @Test
    void doesNotTakeAnotherRefusalForItsOwn() {
        there("media");
        denies("media", 403, "pods is forbidden: violates PodSecurity");
        Turn.perform(hold, run);

        assertThat(Turn.check(hold, run)).isInstanceOf(Check.Unknown.class);
    }

    @Test
    void makesOneNamespaceSoThatTheHoldCanBeTried() {
        Turn.perform(hold, run);

        assertThat(client.namespaces().withName("media").get()).isNotNull();
        assertThat(client.namespaces().withName("office").get()).isNull();
    }

    @Test
    void puttingItTwiceIsTheSame() {
        there("media");
        Turn.perform(hold, run);
        Turn.perform(hold, run);

        assertThat(new Hold(client).bindings().orElseThrow()).hasSize(2);
    }

    @Test
    void repairsARuleThatLetsEverythingPass() {
        there("media");
        Turn.perform(hold, run);
        client.admissionRegistration()
                .v1()
                .validatingAdmissionPolicies()
                .withName(HoldPolicy.NAME)
                .edit(policy -> {
                    policy.getSpec().getValidations().get(0).setExpression("true");
                    return policy;
                });

        assertThat(Turn.check(hold, run)).isInstanceOf(Check.NotYet.class);
        Turn.perform(hold, run);

        assertThat(new Hold(client).isAsWanted()).isTrue();
    }

    @Test
    void doesNotTakeABindingThatOnlyWarnsForAHold() {
        there("media");
        Turn.perform(hold, run);
        client.admissionRegistration()
                .v1()
                .validatingAdmissionPolicyBindings()
                .withName("kaltstart-hold-media")
                .edit(binding -> {
                    binding.getSpec().setValidationActions(List.of("Warn"));
                    return binding;
                });

        assertThat(Turn.check(hold, run).message()).contains("not held yet: media");
        Turn.perform(hold, run);

        assertThat(new Hold(client).namespaces()).containsExactly("media", "office");
    }

    @Test
    void holdsNothingWhenNoDataHasToComeBack() {
        HeldNamespaces.keep(run, evidence, List.of());

        assertThat(Turn.check(hold, run)).isInstanceOf(Check.Met.class);
    }

    @Test
    void asksAPersonWhereTheApiServerKnowsNoSuchRule() {
        server.expect()
                .get()
                .withPath("/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicybindings"
                        + "?labelSelector=app.kubernetes.io%2Fmanaged-by%3Dkaltstart")
                .andReturn(404, "")
                .always();

        assertThatThrownBy(() -> Turn.check(hold, run)).isInstanceOfSatisfying(Failure.NeedsHuman.class, e -> {
            assertThat(e.code()).isEqualTo("HOLD_UNSUPPORTED");
            assertThat(e.message()).contains("1.30", "media, office");
        });
        assertThat(Turn.check(release, run)).isInstanceOf(Check.Met.class);
    }

    @Test
    void releasesOneNamespaceAndKeepsTheOthers() {
        Turn.perform(hold, run);
        var media = FakeRun.on(cluster).about(new Subject.OfNamespace("media"));

        assertThat(Turn.check(release, media)).isInstanceOf(Check.NotYet.class);
        Turn.perform(release, media);

        assertThat(Turn.check(release, media)).isInstanceOf(Check.Met.class);
        assertThat(new Hold(client).namespaces()).isEqualTo(Set.of("office"));
    }

    @Test
    void leavesNothingWhenItReleasesTheCluster() {
        Turn.perform(hold, run.of("an-earlier-recovery"));
        var another = FakeRun.on(cluster);

        Turn.perform(release, another);
        Turn.perform(release, another);

        assertThat(Turn.check(release, another)).isInstanceOf(Check.Met.class);
        assertThat(new Hold(client).hasPolicy()).isFalse();
        assertThat(new Hold(client).bindings().orElseThrow()).isEmpty();
    }

    @Test
    void hasThoseTryAgainWhosePodsWereDeniedAndLeavesNoMark() {
        client.resource(new ReplicaSetBuilder()
                        .withNewMetadata()
                        .withNamespace("media")
                        .withName("app-1")
                        .endMetadata()
                        .withNewSpec()
                        .withReplicas(1)
                        .endSpec()
                        .withNewStatus()
                        .withReplicas(0)
                        .endStatus()
                        .build())
                .create();
        Turn.perform(hold, run);
        String before = version();

        Turn.perform(release, FakeRun.on(cluster).about(new Subject.OfNamespace("media")));

        assertThat(version()).isNotEqualTo(before);
        var annotations = client.apps()
                .replicaSets()
                .inNamespace("media")
                .withName("app-1")
                .get()
                .getMetadata()
                .getAnnotations();
        assertThat(annotations == null ? null : annotations.get("kaltstart.dev/released-at"))
                .isNull();
    }

    @Test
    void isNotDoneBeforeTheDeniedHaveTriedAgain() {
        client.resource(new ReplicaSetBuilder()
                        .withNewMetadata()
                        .withNamespace("media")
                        .withName("app-1")
                        .endMetadata()
                        .withNewSpec()
                        .withReplicas(1)
                        .endSpec()
                        .withNewStatus()
                        .addNewCondition()
                        .withType("ReplicaFailure")
                        .withStatus("True")
                        .withMessage("ValidatingAdmissionPolicy 'kaltstart-hold' denied request: held")
                        .endCondition()
                        .endStatus()
                        .build())
                .create();

        assertThat(Turn.check(release, FakeRun.on(cluster)).message()).contains("not tried again yet by media/app-1");
        assertThat(Turn.check(release, FakeRun.on(cluster).about(new Subject.OfNamespace("office"))))
                .isInstanceOf(Check.Met.class);
    }

    private String version() {
        return client.apps()
                .replicaSets()
                .inNamespace("media")
                .withName("app-1")
                .get()
                .getMetadata()
                .getResourceVersion();
    }

    private void there(String namespace) {
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(namespace)
                        .endMetadata()
                        .build())
                .create();
    }

    private void denies(String namespace, int code, String message) {
        server.expect()
                .post()
                .withPath("/api/v1/namespaces/" + namespace + "/pods?dryRun=All")
                .andReturn(
                        code,
                        new StatusBuilder()
                                .withCode(code)
                                .withReason("Forbidden")
                                .withMessage(message)
                                .build())
                .always();
    }
}
