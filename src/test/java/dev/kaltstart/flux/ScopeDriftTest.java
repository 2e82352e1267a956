package dev.kaltstart.flux;

import static dev.kaltstart.flux.DriftFixture.APPS;
import static dev.kaltstart.flux.DriftFixture.MEDIA;
import static dev.kaltstart.flux.DriftFixture.NEWEST;
import static dev.kaltstart.flux.DriftFixture.OLDER;
import static dev.kaltstart.flux.DriftFixture.difference;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Turn;
import dev.kaltstart.flux.diff.Comparison.Action;
import dev.kaltstart.flux.diff.Comparison.Difference;
import dev.kaltstart.flux.object.FluxId;
import dev.kaltstart.flux.object.InventoryEntry;
import dev.kaltstart.git.Changes;
import dev.kaltstart.git.Commit;
import dev.kaltstart.git.CommitId;
import dev.kaltstart.git.Lineage;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.FieldsV1;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntryBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@EnableKubernetesMockClient(https = false, crud = true)
@SuppressWarnings("NullAway.Init")
class ScopeDriftTest {

    private static final InventoryEntry CONFIG = new InventoryEntry("media", "settings", "", "ConfigMap", "v1");
    private static final InventoryEntry CLAIM = new InventoryEntry("media", "data", "", "PersistentVolumeClaim", "v1");
    private static final InventoryEntry NAMESPACE = new InventoryEntry("", "media", "", "Namespace", "v1");

    KubernetesMockServer server;
    KubernetesClient client;

    private DriftFixture drift;

    @BeforeEach
    void begin() {
        drift = new DriftFixture(client);
    }

    @Test
    void seesThatNothingIsWrong() {
        drift.running().kustomization("cluster-apps").there();
        drift.differs(NEWEST);

        drift.scope();

        assertThat(drift.way()).isEqualTo("nothing");
        assertThat(drift.run.get(DriftFacts.CAUSE)).isEqualTo("nothing is wrong: the cluster follows Git");
        assertThat(DriftFacts.wanted(drift.run)).contains(NEWEST);
        assertThat(drift.affected().stop()).isEmpty();
    }

    @Test
    void revertsACommitThatDoesNotBuildAndNamesWhatCameAfterTheGoodOne() {
        drift.running()
                .kustomization("cluster-apps")
                .remembers("sha256:a", FluxWorld.OLDER, "ReconciliationSucceeded")
                .failing("BuildFailed", "kustomize build failed: no such file")
                .there();
        waiting(60, "cluster-apps");
        drift.came(commit(NEWEST, "remove the file"));

        String message = drift.scope();

        assertThat(drift.way()).isEqualTo("revert");
        assertThat(drift.run.get(DriftFacts.GOOD)).isEqualTo(OLDER.value());
        assertThat(drift.run.get(DriftFacts.SUGGESTED_UNDO)).isEqualTo("commits");
        assertThat(drift.run.get(DriftFacts.ROOT)).isEqualTo(APPS.label());
        assertThat(message).contains("61 affected", "no such file", "remove the file", "by Ada", OLDER.abbreviated());
        assertThat(drift.affected().stop()).containsExactly(APPS);
        assertThat(drift.affected().victims()).hasSize(61);
    }

    @Test
    void goesBackToWhatWasAppliedWhereFluxKeepsNoHistory() {
        drift.running()
                .kustomization("cluster-apps")
                .failing("ReconciliationFailed", "dry-run failed: spec.replicas is invalid")
                .there();

        drift.scope();

        assertThat(drift.way()).isEqualTo("revert");
        assertThat(drift.run.get(DriftFacts.GOOD)).isEqualTo(OLDER.value());
    }

    @Test
    void proposesNoRevertOfACommitThatWasWellBefore() {
        drift.running()
                .kustomization("cluster-apps")
                .remembers("sha256:a", FluxWorld.NEWEST, "ReconciliationSucceeded")
                .failing("HealthCheckFailed", "timeout waiting for: [Deployment/media/mediabox]")
                .applied(FluxWorld.NEWEST)
                .there();
        drift.differs(NEWEST);

        assertThat(drift.scope()).contains("no other revision is known");
        assertThat(drift.way()).isEqualTo("judge");
        assertThat(drift.run.find(DriftFacts.GOOD)).isEmpty();
    }

    /** It may be the second bad commit. */
    @Test
    void waitsAMomentForWhatFluxTriesBesideABadCommit() {
        drift.running()
                .kustomization("cluster-apps")
                .remembers("sha256:a", FluxWorld.OLDER, "ReconciliationSucceeded")
                .failing("BuildFailed", "kustomize build failed: no such file")
                .there()
                .kustomization("paperless")
                .conditions(FluxWorld.condition("Ready", "Unknown", "Progressing", "Reconciliation in progress"))
                .there();
        drift.came(commit(NEWEST, "remove the file"));

        assertThat(Turn.check(drift.scopeDrift(), drift.run))
                .isInstanceOfSatisfying(
                        Check.NotYet.class,
                        not -> assertThat(not.message()).contains("tries Kustomization flux-system/paperless"));

        drift.cluster.pass(Duration.ofSeconds(13));
        drift.scope();
        assertThat(drift.way()).isEqualTo("revert");
    }

    /** The RTO counts from the commit, not from when somebody noticed. */
    @Test
    void findsThatTheOutageBeganWithTheBadCommit() {
        Instant pushed = Instant.parse("2026-11-23T09:00:00Z");
        drift.running()
                .kustomization("cluster-apps")
                .remembers("sha256:a", FluxWorld.OLDER, pushed.minusSeconds(600))
                .failing("BuildFailed", "kustomize build failed: no such file")
                .there();
        drift.came(commit(NEWEST, "remove the file"));

        drift.scope();

        assertThat(drift.outage)
                .containsExactly(pushed + ": commit " + NEWEST.abbreviated() + " by Ada (remove the file)");
    }

    /** A commit is often older than its push; what Flux applied meanwhile was well. */
    @Test
    void findsThatTheOutageBeganAfterTheGoodCommitWasLastApplied() {
        Instant applied = Instant.parse("2026-11-23T09:20:00Z");
        drift.running()
                .kustomization("cluster-apps")
                .remembers("sha256:a", FluxWorld.OLDER, applied)
                .failing("BuildFailed", "kustomize build failed: no such file")
                .there();
        drift.came(commit(NEWEST, "remove the file"));

        drift.scope();

        assertThat(drift.outage).singleElement().asString().startsWith(applied + ": ");
    }

    @Test
    void givesFluxAMomentWhenAPersonSaysThatTheKeyIsBack() {
        drift.running()
                .kustomization("cluster-apps")
                .decrypts("sops-age")
                .failing("BuildFailed", "decryption failed for 'Secret.v1/x': cannot get sops data key")
                .there();
        drift.scope();
        assertThat(drift.run.get(DriftFacts.KEY_OWNERS)).isEqualTo("flux-system/cluster-apps");

        assertThat(Turn.check(drift.scopeDrift(), drift.run))
                .isInstanceOfSatisfying(
                        Check.NotYet.class,
                        not -> assertThat(not.message())
                                .contains("Flux is given until " + drift.now().plusSeconds(60)));

        drift.cluster.pass(Duration.ofSeconds(61));
        assertThat(drift.scope()).contains("cannot be decrypted");
    }

    @Test
    void remembersTheObjectsThatTheCommandsAreAbout() {
        drift.running()
                .kustomization("echo")
                .at("./apps/echo")
                .made("media_echo_apps_Deployment", "v1")
                .there()
                .kustomization("copy")
                .at("./apps/copy")
                .made("media_echo_apps_Deployment", "v1")
                .there();
        drift.differs(NEWEST, difference(Action.CHANGE, CONFIG, FluxId.kustomization("flux-system", "echo")));

        drift.scope();

        assertThat(drift.run.get(DriftFacts.CLASHING))
                .isEqualTo("Deployment.apps media/echo | flux-system/echo apps/echo, flux-system/copy apps/copy");
        assertThat(drift.run.get(DriftFacts.CHANGED))
                .isEqualTo("ConfigMap media/settings | flux-system/echo apps/echo");
    }

    @Test
    void asksForTheKeyAndProposesNoRevertWhenASecretCannotBeDecrypted() {
        drift.running()
                .kustomization("cluster-apps")
                .decrypts("sops-age")
                .remembers("sha256:a", FluxWorld.OLDER, "ReconciliationSucceeded")
                .failing("BuildFailed", "decryption failed for 'Secret.v1/x': cannot get sops data key")
                .there();

        drift.scope();

        assertThat(drift.way()).isEqualTo("key");
        assertThat(drift.run.find(DriftFacts.GOOD)).isEmpty();
        assertThat(drift.run.get(DriftFacts.KEY_SECRETS)).isEqualTo("flux-system/sops-age");
        assertThat(drift.affected().stop()).isEmpty();
    }

    @Test
    void findsThatTheOutageBeganWhenTheKeyWasReplaced() {
        drift.running()
                .kustomization("cluster-apps")
                .decrypts("sops-age")
                .remembers("sha256:a", FluxWorld.OLDER, Instant.parse("2026-11-23T09:00:00Z"))
                .failing("BuildFailed", "decryption failed for 'Secret.v1/x': cannot get sops data key")
                .there();
        key("2026-11-23T09:10:00Z");

        drift.scope();

        assertThat(drift.outage).containsExactly("2026-11-23T09:10:00Z: Secret flux-system/sops-age was changed");
    }

    @Test
    void aKeyThatWorkedSinceIsNotWhenTheOutageBegan() {
        drift.running()
                .kustomization("cluster-apps")
                .decrypts("sops-age")
                .remembers("sha256:a", FluxWorld.OLDER, Instant.parse("2026-11-23T09:20:00Z"))
                .failing("BuildFailed", "decryption failed for 'Secret.v1/x': cannot get sops data key")
                .there();
        key("2026-11-23T09:10:00Z");

        drift.scope();

        assertThat(drift.outage).isEmpty();
    }

    private void key(String changed) {
        client.resource(new SecretBuilder()
                        .withNewMetadata()
                        .withName("sops-age")
                        .withNamespace("flux-system")
                        .addToManagedFields(new ManagedFieldsEntryBuilder()
                                .withManager("kubectl-create")
                                .withTime(changed)
                                .build())
                        .endMetadata()
                        .build())
                .create();
    }

    @Test
    void putsControllersThatAreDownBeforeEverythingElse() {
        drift.world
                .source(FluxWorld.NEWEST)
                .controllers("source-controller")
                .kustomization("cluster-apps")
                .failing("BuildFailed", "kustomize build failed")
                .there();
        client.apps()
                .deployments()
                .inNamespace("flux-system")
                .withName("source-controller")
                .edit(deployment -> {
                    deployment.getSpec().setReplicas(0);
                    return deployment;
                });

        String message = drift.scope();

        assertThat(drift.way()).isEqualTo("controllers");
        assertThat(message).contains("scaled to 0", "kustomize-controller: its Deployment is not there");
        assertThat(message.indexOf("stands still")).isLessThan(message.indexOf("do not build"));
        assertThat(drift.run.get(DriftFacts.CONTROLLERS_DOWN)).isEqualTo("kustomize-controller, source-controller");
        assertThat(drift.affected().stop()).isEmpty();
    }

    @Test
    void believesControllersThatActAndHaveNoDeploymentHere() {
        drift.world
                .source(FluxWorld.NEWEST)
                .kustomization("cluster-apps")
                .remembers("sha256:a", FluxWorld.NEWEST, drift.now().minusSeconds(60))
                .there();
        drift.differs(NEWEST);

        assertThat(drift.scope()).contains("do not run as Deployments of this cluster");
        assertThat(drift.way()).isEqualTo("nothing");
    }

    @Test
    void missesControllersThatNobodyHasSeenActForLong() {
        drift.world
                .source(FluxWorld.NEWEST)
                .kustomization("cluster-apps")
                .remembers("sha256:a", FluxWorld.NEWEST, drift.now().minus(Duration.ofHours(2)))
                .there();

        drift.scope();

        assertThat(drift.way()).isEqualTo("controllers");
    }

    @Test
    void asksForTheHostWhenItDoesNotAnswerAndStillSaysWhatElseIsWrong() {
        drift.running()
                .kustomization("cluster-apps")
                .failing("BuildFailed", "it does not build")
                .there();
        drift.run.set(DriftFacts.GIT_ANSWERS, false);

        assertThat(drift.scope()).contains("does not answer Kaltstart", "it does not build");
        assertThat(drift.way()).isEqualTo("git");
    }

    @Test
    void asksForTheHostWhenFluxCannotFetch() {
        drift.world
                .controllers("source-controller", "kustomize-controller")
                .source("flux-system", FluxWorld.OLDER, "False", "GitOperationFailed", "unable to clone: no route")
                .kustomization("cluster-apps")
                .applied(FluxWorld.OLDER)
                .there();

        assertThat(drift.scope()).contains("no route");
        assertThat(drift.way()).isEqualTo("git");
    }

    @Test
    void goesBackToWhatRunsWhenTheBranchWasForced() {
        drift.running().kustomization("cluster-apps").applied(FluxWorld.OLDER).there();
        drift.stands(OLDER, new Lineage.Rewound(3)).differs(NEWEST);

        assertThat(drift.scope()).contains("the branch was forced", "3 commits are lost");
        assertThat(drift.way()).isEqualTo("revert");
        assertThat(drift.run.get(DriftFacts.GOOD)).isEqualTo(OLDER.value());
        assertThat(drift.run.get(DriftFacts.SUGGESTED_UNDO))
                .as("what is lost cannot be reverted")
                .isEqualTo("state");
        assertThat(drift.affected().stop())
                .as("what would apply it, and what would fetch it")
                .containsExactly(new FluxId("GitRepository", "flux-system", "flux-system"), APPS);
    }

    @Test
    void remembersWhatWasAppliedBeforeTheBranchWasForced() {
        drift.running()
                .kustomization("cluster-apps")
                .remembers("sha256:b", FluxWorld.NEWEST, drift.now())
                .remembers("sha256:a", FluxWorld.OLDER, drift.now().minusSeconds(300))
                .there();
        drift.stands(OLDER, new Lineage.Diverged(java.util.Optional.empty(), 2, 1))
                .differs(NEWEST)
                .differs(OLDER);

        assertThat(drift.scope()).contains("2 commits are lost, 1 other is there instead");
        assertThat(drift.way()).isEqualTo("revert");
        assertThat(drift.affected().everything()).isTrue();
    }

    @Test
    void hasAPersonJudgeWhenTheForcedCommitIsNowhere() {
        drift.running().kustomization("cluster-apps").applied(FluxWorld.OLDER).there();
        drift.stands(OLDER, new Lineage.Missing()).differs(NEWEST);

        assertThat(drift.scope()).contains("neither the host nor the checkout");
        assertThat(drift.way()).isEqualTo("judge");
    }

    @Test
    void revertsACommitThatDeletedThoughNothingIsBroken() {
        drift.running()
                .kustomization("cluster-apps")
                .remembers("sha256:b", FluxWorld.NEWEST, drift.now())
                .remembers("sha256:a", FluxWorld.OLDER, drift.now().minusSeconds(300))
                .there();
        drift.differs(NEWEST)
                .differs(
                        OLDER,
                        difference(Action.CREATE, CONFIG, MEDIA),
                        difference(Action.CREATE, CLAIM, MEDIA),
                        difference(Action.CREATE, NAMESPACE, APPS),
                        difference(Action.CHANGE, CONFIG, APPS));

        String message = drift.scope();

        assertThat(drift.way()).isEqualTo("revert");
        assertThat(message).contains("3 objects that " + OLDER.abbreviated(), "1 PersistentVolumeClaim");
        assertThat(message.indexOf("Namespace media")).isLessThan(message.indexOf("ConfigMap media/settings"));
        assertThat(drift.run.get(DriftFacts.GOOD)).isEqualTo(OLDER.value());
        assertThat(drift.affected().everything()).isTrue();
        assertThat(drift.affected().lostClaims()).containsExactly("media/data");
        assertThat(drift.affected().stop()).containsExactly(APPS, MEDIA);
        assertThat(drift.affected().namespaces()).contains("media");
    }

    /** Who waits attempts nothing: the revision it tried last is of before the circle. */
    @Test
    void revertsTheCommitThatMadeACircle() {
        drift.running()
                .kustomization("cluster-apps")
                .remembers("sha256:b", FluxWorld.NEWEST, drift.now())
                .remembers("sha256:a", FluxWorld.OLDER, drift.now().minusSeconds(300))
                .there();
        for (String name : List.of("a", "b")) {
            drift.world
                    .kustomization(name)
                    .below("cluster-apps")
                    .after(name.equals("a") ? "b" : "a")
                    .attempted(FluxWorld.OLDER)
                    .failing("DependencyNotReady", "dependency is not ready")
                    .there();
        }
        drift.came(commit(NEWEST, "Start b after a"));

        assertThat(drift.scope()).contains("flux-system/a -> flux-system/b -> flux-system/a", "Start b after a");
        assertThat(drift.way()).isEqualTo("revert");
        assertThat(drift.run.get(DriftFacts.GOOD)).isEqualTo(OLDER.value());

        drift.suspensions.hold(
                drift.cluster,
                drift.run.mode(),
                drift.run.recovery(),
                "a test",
                List.of(FluxId.kustomization("flux-system", "a"), FluxId.kustomization("flux-system", "b")));
        drift.scope();
        assertThat(drift.way()).as("held, it is the same circle").isEqualTo("revert");
    }

    /** The API server refuses echo's commit; while a person decides, another commit breaks gatus. */
    @Test
    void revertsBothWhenANewerCommitBreaksAnotherKustomization() {
        twoBadCommits("apps/gatus/app.yaml");

        drift.scope();

        assertThat(drift.way()).isEqualTo("revert");
        assertThat(drift.run.get(DriftFacts.GOOD)).isEqualTo(OLDER.value());
        assertThat(drift.run.get(DriftFacts.SUGGESTED_UNDO)).isEqualTo("commits");
        assertThat(drift.run.get(DriftFacts.CAUSE))
                .contains("expected numeric", "no such file")
                .doesNotContain("may pass by itself");
    }

    @Test
    void putsBothDirectoriesBackWhereACommitAlsoBroughtSomethingGood() {
        twoBadCommits("apps/gatus/app.yaml", "apps/home/dashboard.yaml", "docs/CHANGELOG.md", "Taskfile.yaml");

        drift.scope();

        assertThat(drift.run.get(DriftFacts.GOOD)).isEqualTo(OLDER.value());
        assertThat(drift.run.get(DriftFacts.SUGGESTED_UNDO)).isEqualTo("state");
        assertThat(drift.run.get(DriftFacts.SUGGESTED_PATH)).isEqualTo("apps/echo\napps/gatus");
    }

    @ParameterizedTest
    @ValueSource(strings = {"apps/echo/app.yaml", "apps/echo-ks.yaml", "components/common/labels.yaml"})
    void doesNotBlameAStoppedKustomizationThatANewerCommitMayHaveFixed(String file) {
        twoBadCommits("apps/gatus/app.yaml", file);

        drift.scope();

        assertThat(drift.run.get(DriftFacts.CAUSE)).contains("may pass by itself: Kustomization flux-system/echo");
    }

    private void twoBadCommits(String... files) {
        var first = new CommitId("b".repeat(40));
        drift.running()
                .kustomization("cluster-apps")
                .at("./apps")
                .there()
                .kustomization("home")
                .at("./apps/home")
                .there()
                .kustomization("echo")
                .at("./apps/echo")
                .remembers("sha256:a", FluxWorld.OLDER, "ReconciliationSucceeded")
                .applied(FluxWorld.OLDER)
                .attempted("main@sha1:" + first)
                .failing(
                        "ReconciliationFailed",
                        "Deployment/media/echo dry-run failed: failed to create typed patch object (media/echo; apps/v1,"
                                + " Kind=Deployment): .spec.replicas: expected numeric (int or float), got string")
                .there()
                .kustomization("gatus")
                .at("./apps/gatus")
                .remembers("sha256:a", FluxWorld.OLDER, "ReconciliationSucceeded")
                .applied(FluxWorld.OLDER)
                .attempted(FluxWorld.NEWEST)
                .failing("BuildFailed", "kustomize build failed: no such file")
                .there();
        drift.came(commit(NEWEST, "Improve gatus", files)).came(commit(first, "Scale echo", "apps/echo/app.yaml"));
        drift.suspensions.hold(
                drift.cluster,
                drift.run.mode(),
                drift.run.recovery(),
                "a test",
                List.of(FluxId.kustomization("flux-system", "echo")));
    }

    @Test
    void saysFromWhatToWhatAFieldWasChangedByHand() {
        drift.running().kustomization("cluster-apps").there();
        drift.differs(
                NEWEST, new Difference(CONFIG, Action.CHANGE, APPS, List.of(), List.of("data.mode: fast -> slow")));

        assertThat(drift.scope())
                .contains("ConfigMap media/settings is changed (now, and in Git: data.mode: fast -> slow)");
    }

    /** A person took one of two owners away, as the task asked: to revert that would bring the clash back. */
    @Test
    void takesNoOwnerThatWasSettledForALoss() {
        var group = "kustomize.toolkit.fluxcd.io";
        drift.running()
                .kustomization("cluster-apps")
                .remembers("sha256:b", FluxWorld.NEWEST, drift.now())
                .remembers("sha256:a", FluxWorld.OLDER, drift.now().minusSeconds(300))
                .there();
        drift.run.set(DriftFacts.WAY, "owners");
        drift.run.set(
                DriftFacts.CLASHING, "Deployment.apps media/echo | media/echo apps/echo, media/echo-copy apps/copy");
        drift.differs(NEWEST)
                .differs(
                        OLDER,
                        difference(
                                Action.CREATE,
                                new InventoryEntry("media", "echo-copy", group, "Kustomization", "v1"),
                                APPS));

        drift.scope();

        assertThat(drift.way()).isEqualTo("nothing");
    }

    @Test
    void namesTheParentThatTookItsChildrenAlong() {
        drift.running()
                .kustomization("cluster-apps")
                .remembers("sha256:b", FluxWorld.NEWEST, drift.now())
                .remembers("sha256:a", FluxWorld.OLDER, drift.now().minusSeconds(300))
                .there();
        var group = "kustomize.toolkit.fluxcd.io";
        drift.differs(NEWEST)
                .differs(
                        OLDER,
                        difference(
                                Action.CREATE,
                                new InventoryEntry("flux-system", "media", group, "Kustomization", "v1"),
                                APPS),
                        difference(
                                Action.CREATE,
                                new InventoryEntry("media", "child", group, "Kustomization", "v1"),
                                MEDIA));

        assertThat(drift.scope()).contains("It went with " + MEDIA.label());
        assertThat(drift.run.get(DriftFacts.ROOT)).isEqualTo(MEDIA.label());
    }

    @Test
    void takesWhatWasDeletedLongAgoForMeant() {
        drift.running()
                .kustomization("cluster-apps")
                .remembers("sha256:b", FluxWorld.NEWEST, drift.now())
                .remembers("sha256:a", FluxWorld.OLDER, drift.now().minus(Duration.ofDays(30)))
                .there();
        drift.differs(NEWEST).differs(OLDER, difference(Action.CREATE, CONFIG, MEDIA));

        drift.scope();

        assertThat(drift.way()).isEqualTo("nothing");
    }

    @Test
    void namesTheFieldsThatSomebodyHasChangedByHand() {
        drift.running().kustomization("cluster-apps").there();
        client.resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName("settings")
                        .withNamespace("media")
                        .addToManagedFields(new ManagedFieldsEntryBuilder()
                                .withManager("kubectl-edit")
                                .withTime("2026-11-23T09:00:00Z")
                                .withFieldsV1(fields())
                                .build())
                        .endMetadata()
                        .build())
                .create();
        drift.differs(
                NEWEST,
                difference(Action.CHANGE, CONFIG, APPS, "kubectl-edit"),
                difference(Action.CREATE, CLAIM, APPS));

        assertThat(drift.scope())
                .contains(
                        "ConfigMap media/settings is changed: kubectl-edit at 2026-11-23T09:00:00Z set data.theme",
                        "PersistentVolumeClaim media/data is missing");
        assertThat(drift.way()).isEqualTo("overwrite");
        assertThat(drift.affected().stop()).containsExactly(APPS);
        assertThat(drift.outage)
                .containsExactly("2026-11-23T09:00:00Z: ConfigMap media/settings was changed by kubectl-edit");
    }

    private static FieldsV1 fields() {
        var fields = new FieldsV1();
        fields.setAdditionalProperty("f:data", Map.of("f:theme", Map.of()));
        return fields;
    }

    @Test
    void doesNotTakeWhatFluxHasNotAppliedYetForAChangeByHand() {
        drift.running().kustomization("cluster-apps").applied(FluxWorld.OLDER).there();
        drift.differs(NEWEST, difference(Action.CHANGE, CONFIG, APPS));

        assertThat(drift.scope()).contains("may pass by itself");
        assertThat(drift.way()).isEqualTo("nothing");
    }

    @Test
    void asksWhoOwnsWhatTwoAnswerFor() {
        drift.running()
                .kustomization("one")
                .made("media_settings__ConfigMap", "v1")
                .there()
                .kustomization("two")
                .made("media_settings__ConfigMap", "v1")
                .there();
        drift.differs(NEWEST, difference(Action.CHANGE, CONFIG, APPS, "somebody"));

        assertThat(drift.scope()).contains("each undoes the other", "is changed");
        assertThat(drift.way()).isEqualTo("owners");
        assertThat(drift.affected().stop()).isEmpty();
    }

    @Test
    void isNeverNothingWhileSomethingIsBeingDeleted() {
        drift.running().kustomization("cluster-apps").there();
        drift.differs(NEWEST);
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName("media")
                        .addToLabels("kustomize.toolkit.fluxcd.io/name", "cluster-apps")
                        .addToLabels("kustomize.toolkit.fluxcd.io/namespace", "flux-system")
                        .endMetadata()
                        .withNewStatus()
                        .withPhase("Terminating")
                        .endStatus()
                        .build())
                .create();

        assertThat(drift.scope()).contains("1 object is being deleted right now: Namespace media");
        assertThat(drift.way()).isEqualTo("judge");
        assertThat(drift.affected().stop()).containsExactly(APPS);
        assertThat(drift.affected().namespaces()).contains("media");
    }

    @Test
    void saysWhatItCouldNotLookAtAndStillLooksAtTheRest() {
        drift.running().kustomization("cluster-apps").there();

        assertThat(drift.scope()).contains("could not be looked at", "nothing is written down");
        assertThat(drift.way()).isEqualTo("nothing");
        assertThat(drift.evidence.read(drift.run.get(DriftFacts.SCOPE_REF)).orElseThrow())
                .contains("\"unknown\"");
    }

    @Test
    void blamesTheInstallationWhenTheClusterDoesNotServeFlux() {
        server.expect()
                .get()
                .withPath("/apis/kustomize.toolkit.fluxcd.io/v1/kustomizations")
                .andReturn(404, "")
                .always();

        assertThat(drift.scope()).contains("does not serve Flux");
        assertThat(drift.way()).isEqualTo("controllers");
    }

    @Test
    void judgesWhatItHasStoppedItselfAsItWasThen() {
        stoppedWhereItDoesNotBuild();

        drift.scope();

        assertThat(drift.way()).isEqualTo("revert");
        assertThat(drift.affected().suspendedBefore()).isEmpty();
    }

    @Test
    void letsFluxTryWhatCameAfterTheCommitItWasStoppedAt() {
        stoppedWhereItDoesNotBuild();
        var mended = new CommitId("b".repeat(40));
        drift.run.set(DriftFacts.HEAD, mended);
        drift.differs(mended);

        assertThat(drift.scope()).contains("there are newer ones");
        assertThat(drift.way()).isEqualTo("nothing");
    }

    @Test
    void revertsWhatItWasStoppedForWhereTheNewerCommitsDoNotMendIt() {
        stoppedWhereItDoesNotBuild();
        var newer = new CommitId("b".repeat(40));
        drift.run.set(DriftFacts.HEAD, newer);
        drift.doesNotBuild(newer, APPS.label() + ": it still does not");

        drift.scope();

        assertThat(drift.way()).isEqualTo("revert");
        assertThat(drift.run.get(DriftFacts.GOOD)).isEqualTo(OLDER.value());
        assertThat(drift.affected().stop()).containsExactly(APPS);
    }

    @Test
    void waitsForWhatFluxIsAboutToSayOfAHeadThatDoesNotBuild() {
        drift.running()
                .kustomization("cluster-apps")
                .applied(FluxWorld.OLDER)
                .conditions(FluxWorld.condition("Ready", "Unknown", "Progressing", "Building manifests"))
                .there();
        drift.doesNotBuild(NEWEST, APPS.label() + ": no such file");

        assertThat(Turn.check(drift.scopeDrift(), drift.run).message()).contains("Flux tries", "right now");
        assertThat(drift.run.find(DriftFacts.WAY)).isEmpty();

        drift.run.began(drift.now().minus(Duration.ofMinutes(3)));
        drift.scope();
        assertThat(drift.way()).as("nobody waits for ever").isEqualTo("judge");
    }

    @Test
    void looksAtFiveHundredWithoutAskingForEach() {
        drift.running().kustomization("cluster-apps").there();
        waiting(499, "cluster-apps");
        drift.differs(NEWEST);
        int before = server.getRequestCount();

        drift.scope();

        assertThat(server.getRequestCount() - before).isLessThan(60);
    }

    @Test
    void neverSuggestsACommitAsGoodAtWhichAnotherOneFailed() {
        var bad = new CommitId("b".repeat(40));
        drift.running()
                .kustomization("cluster-apps")
                .at("./apps/echo")
                .remembers("sha256:b", "main@sha1:" + bad, "ReconciliationFailed")
                .remembers("sha256:a", FluxWorld.OLDER, "ReconciliationSucceeded")
                .failing("ReconciliationFailed", "dry-run failed: spec.replicas: expected numeric")
                .attempted("main@sha1:" + bad)
                .there()
                .kustomization("gatus")
                .at("./apps/gatus")
                .remembers("sha256:c", "main@sha1:" + bad, "ReconciliationSucceeded")
                .failing("BuildFailed", "kustomize build failed: no such file")
                .there();
        drift.suspensions.hold(drift.cluster, drift.run.mode(), drift.run.recovery(), "a test", List.of(APPS));
        drift.came(commit(NEWEST, "Update gatus", "apps/gatus/app.yaml"))
                .came(commit(bad, "Scale", "apps/echo/a.yaml"));

        drift.scope();

        assertThat(drift.way()).isEqualTo("revert");
        assertThat(drift.run.get(DriftFacts.GOOD)).isEqualTo(OLDER.value());
        assertThat(drift.run.get(DriftFacts.SUGGESTED_UNDO)).isEqualTo("commits");
    }

    @Test
    void blamesNoCommitForAReleaseOfTheSameChartAndValues() {
        drift.running()
                .kustomization("cluster-apps")
                .remembers("sha256:b", FluxWorld.NEWEST, "ReconciliationSucceeded")
                .remembers("sha256:a", FluxWorld.OLDER, "ReconciliationSucceeded")
                .there()
                .helmRelease("media", "mediabox")
                .below("cluster-apps")
                .released("1.2.3", "sha256:v", "failed")
                .released("1.2.3", "sha256:v", "superseded")
                .conditions(FluxWorld.condition("Ready", "False", "UpgradeFailed", "Helm upgrade failed: no"))
                .there();
        drift.differs(NEWEST).differs(OLDER);

        assertThat(drift.scope()).contains("no commit is to blame");
        assertThat(drift.way()).isEqualTo("judge");
    }

    @Test
    void blamesTheCommitThatTiedACircle() {
        drift.running()
                .kustomization("cluster-apps")
                .remembers("sha256:b", FluxWorld.NEWEST, "ReconciliationSucceeded")
                .remembers("sha256:a", FluxWorld.OLDER, "ReconciliationSucceeded")
                .there();
        for (String name : List.of("hen", "egg")) {
            drift.world
                    .kustomization(name)
                    .below("cluster-apps")
                    .after(name.equals("hen") ? "egg" : "hen")
                    .failing("DependencyNotReady", "dependency is not ready")
                    .there();
        }

        assertThat(drift.scope()).contains("circle of dependencies", "was well at " + OLDER.abbreviated());
        assertThat(drift.way()).isEqualTo("revert");
    }

    private void stoppedWhereItDoesNotBuild() {
        drift.running()
                .kustomization("cluster-apps")
                .remembers("sha256:a", FluxWorld.OLDER, "ReconciliationSucceeded")
                .failing("BuildFailed", "it does not build")
                .there()
                .kustomization("flux-system")
                .there();
        drift.suspensions.hold(
                drift.cluster, drift.run.mode(), drift.run.recovery(), "a test", List.of(APPS, DriftFixture.SYNC));
    }

    private void waiting(int number, String on) {
        for (int n = 0; n < number; n++) {
            drift.world
                    .kustomization("app-" + n)
                    .after(on)
                    .failing("DependencyNotReady", "dependency 'flux-system/" + on + "' is not ready")
                    .there();
        }
    }

    private static Commit commit(CommitId id, String subject, String... files) {
        var time = Instant.parse("2026-11-23T09:00:00Z");
        return new Commit(
                id,
                List.of(),
                "Ada <ada@example.org>",
                time,
                time,
                subject,
                new Changes(
                        0,
                        files.length,
                        0,
                        Stream.of(files)
                                .map(file -> new Changes.FileChange(Changes.Kind.CHANGED, file))
                                .toList(),
                        true));
    }
}
