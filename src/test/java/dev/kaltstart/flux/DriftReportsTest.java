package dev.kaltstart.flux;

import static dev.kaltstart.flux.DriftFixture.NEWEST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.engine.Turn;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Drifts after public bug reports, with other names; each names the report. */
@EnableKubernetesMockClient(https = false, crud = true)
@SuppressWarnings("NullAway.Init")
class DriftReportsTest {

    KubernetesClient client;

    private DriftFixture drift;

    @BeforeEach
    void begin() {
        drift = new DriftFixture(client);
    }

    /** devantler-tech/platform#1346: the Secret has another cluster's key, and everything waits for the variables. */
    @Test
    void anotherKeyIsOneTroubleHoweverLongTheChainBehindIt() {
        drift.running()
                .kustomization("variables")
                .decrypts("sops-age")
                .remembers("sha256:a", FluxWorld.OLDER, "ReconciliationSucceeded")
                .failing(
                        "BuildFailed",
                        "decryption failed for 'Secret.v1.[noGrp]/variables-cluster': cannot get sops data key: Failed to get"
                                + " the data key required to decrypt the SOPS file.")
                .there();
        String before = "variables";
        for (String name : new String[] {"controllers", "infrastructure", "apps"}) {
            drift.world
                    .kustomization(name)
                    .after(before)
                    .failing("DependencyNotReady", "dependency 'flux-system/" + before + "' is not ready")
                    .there();
            before = name;
        }

        assertThat(drift.scope()).contains("flux-system/variables", "4 affected");
        assertThat(drift.way()).isEqualTo("key");
        assertThat(drift.run.get(DriftFacts.ROOT)).isEqualTo("Kustomization flux-system/variables");
        assertThat(drift.run.get(DriftFacts.KEY_OWNERS)).isEqualTo("flux-system/variables");
        assertThat(drift.affected().stop()).isEmpty();
    }

    /** onedr0p/cluster-template#156: the Secret was made in another namespace. */
    @Test
    void asksForTheKeyWhereItsSecretIsInAnotherNamespace() {
        drift.running()
                .kustomization("cluster-apps")
                .decrypts("sops-age")
                .remembers("sha256:a", FluxWorld.OLDER, "ReconciliationSucceeded")
                .failing("BuildFailed", "decryption secret error: Secret \"sops-age\" not found")
                .there();

        drift.scope();

        assertThat(drift.way()).isEqualTo("key");
        assertThat(drift.run.get(DriftFacts.KEY_SECRETS)).isEqualTo("flux-system/sops-age");
    }

    /** fluxcd/flux2#5154: the right key is in the Secret, as {@code age.key}, and Flux does not read it. */
    @Test
    void hasThePersonLookAtTheNameOfTheEntryToo() {
        drift.run.set(DriftFacts.KEY_SECRETS, "flux-system/sops-age");

        assertThat(Turn.brief(new GiveKey(), drift.run).commands())
                .contains("# its entries: Flux reads only those whose name ends in .agekey")
                .anyMatch(command -> command.contains("--from-file=age.agekey="));
    }

    /**
     * rwlove/home-ops#13277, fluxcd/flux2#5715 and #2404, fluxcd/kustomize-controller#453: no later try changes what the
     * API says, so nobody waits an hour for it.
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Job/tools/migrate dry-run failed (Invalid): spec.template: field is immutable",
                "Server/office/management dry-run failed: .spec.accessPolicy: field not declared in schema",
                "ConfigMap/default/test-cm dry-run failed, reason: BadRequest, error: metadata.managedFields must be nil",
                "Service/tools/admin dry-run failed, error: failed to create typed patch object: .status.loadBalancer: field"
                        + " not declared in schema"
            })
    void asksAPersonWhereTheApiRefusesAnObjectForGood(String says) {
        drift.running()
                .kustomization("tools")
                .failing("ReconciliationFailed", says)
                .there();
        drift.run.set(DriftFacts.HEAD, NEWEST);
        var reconcile = new ReconcileFlux(run -> Optional.of(drift.commits()));
        assertThat(Turn.check(reconcile, drift.run)).isInstanceOf(Check.NotYet.class);

        drift.cluster.pass(Duration.ofMinutes(4));

        assertThatThrownBy(() -> Turn.check(reconcile, drift.run))
                .isInstanceOf(Failure.NeedsHuman.class)
                .hasMessageContaining(says);
    }

    /** fluxcd/flux2#1193: a dependency that is only slow is waited for, as long as the model allows. */
    @Test
    void waitsForADependencyThatIsOnlySlow() {
        drift.running()
                .kustomization("operator")
                .failing("HealthCheckFailed", "timeout waiting for: [Deployment/tools/operator status: 'InProgress']")
                .there()
                .kustomization("app")
                .after("operator")
                .failing("DependencyNotReady", "dependency 'flux-system/operator' is not ready")
                .there();
        drift.cluster.pass(Duration.ofMinutes(4));

        assertThat(Turn.check(new ReconcileFlux(run -> Optional.of(drift.commits())), drift.run))
                .isInstanceOf(Check.NotYet.class);
    }
}
