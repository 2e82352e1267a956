package dev.kaltstart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.lab.LabTools;
import dev.kaltstart.recovery.Recoveries.Recovery;
import dev.kaltstart.recovery.Recoveries.State;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is found, judged and brought back, cause by cause. */
class GitopsDriftLabIT extends LiveDrift {

    @Test
    void bringsBackAnAppWhoseDirectoryACommitDeletedAndTheClaimSurvived() {
        String claim = claim();
        lab.deleteTheApplication();
        lab.until("it is pruned", () -> lab.kustomization("mediabox").get() == null && lab.maps("mediabox") == 0);

        Recovery recovery = recover();

        assertThat(recovery.state()).isEqualTo(State.RECOVERED);
        assertThat(recorded(recovery).message("scopeDrift")).contains("mediabox");
        assertThat(recorded(recovery).done())
                .containsSubsequence(
                        "scopeDrift",
                        "suspendFlux",
                        "saveState",
                        "previewRevert",
                        "pushRevert",
                        "resumeFlux",
                        "reconcileFlux");
        assertThat(recorded(recovery).message("previewRevert")).contains("1 Deployment", "deletes nothing");
        assertThat(lab.maps("mediabox")).isEqualTo(1);
        assertThat(claim()).isEqualTo(claim);
        assertThat(lab.suspended()).isEmpty();
        lab.git("fetch", "--quiet");
        assertThat(lab.git("log", "-1", "--format=%(trailers:key=Kaltstart-Recovery,valueonly)", "origin/main")
                        .strip())
                .isEqualTo(recovery.id());
    }

    @Test
    void goesBackToWhatAForcedPushTookAway() {
        String before = lab.git("rev-parse", "HEAD").strip();
        lab.write("kubernetes/apps/media/mediabox/app/app.yaml", DriftLab.workload("mediabox", 2));
        String good = lab.push();
        lab.applied("mediabox", good);
        lab.git("push", "--quiet", "--force", "origin", before + ":main");
        lab.applied("mediabox", "main@sha1:" + before);

        Recovery recovery = recover();

        assertThat(recovery.state()).isEqualTo(State.RECOVERED);
        assertThat(lab.client()
                        .apps()
                        .deployments()
                        .inNamespace(lab.namespace())
                        .withName("mediabox")
                        .get()
                        .getSpec()
                        .getReplicas())
                .isEqualTo(2);
        lab.git("fetch", "--quiet");
        assertThat(lab.git("merge-base", "--is-ancestor", before, "origin/main"))
                .isEmpty();
    }

    @Test
    void revertsAManifestThatDoesNotBuild() {
        lab.breakTheApplication();

        Recovery recovery = recover();

        assertThat(recovery.state()).isEqualTo(State.RECOVERED);
        assertThat(recorded(recovery).done()).contains("pushRevert");
        assertThat(lab.suspended()).isEmpty();
    }

    @Test
    void asksForTheKeyAndProposesNoRevert() throws IOException {
        var tools = new LabTools(home);
        Files.deleteIfExists(home.resolve("age.key"));
        String recipient = tools.ageKey("age.key");
        lab.write("kubernetes/apps/office/paperless/app/secret.sops.yaml", """
                apiVersion: v1
                kind: Secret
                metadata: { name: paperless }
                stringData: { password: for-tests-only }
                """);
        assertThat(tools.run("sops encrypt --in-place --encrypted-regex ^stringData$ --age " + recipient + " "
                                + lab.checkout().resolve("kubernetes/apps/office/paperless/app/secret.sops.yaml"))
                        .succeeded())
                .isTrue();
        lab.write(
                "kubernetes/apps/office/paperless/app/kustomization.yaml",
                "resources: [./app.yaml, ./secret.sops.yaml]\n");
        lab.write(
                "kubernetes/apps/office/paperless/ks.yaml",
                DriftLab.kustomization(
                        lab.namespace(),
                        "paperless",
                        "kubernetes/apps/office/paperless/app",
                        "targetNamespace: " + lab.namespace()
                                + "\ndecryption: { provider: sops, secretRef: { name: sops-age } }"));
        lab.push();
        lab.until("it fails", () -> condition("paperless").contains("False"));
        String key = Files.readString(home.resolve("age.key"));
        before.put("giveKey", () -> lab.create("""
                apiVersion: v1
                kind: Secret
                metadata: { name: sops-age, namespace: %s }
                stringData:
                  age.agekey: |
                %s
                """.formatted(lab.namespace(), key.indent(4))));

        Recovery recovery = recover();

        assertThat(recovery.state()).isEqualTo(State.RECOVERED);
        assertThat(recorded(recovery).answered()).contains("giveKey").doesNotContain("chooseRevision");
        assertThat(recorded(recovery).done()).doesNotContain("prepareRevert", "pushRevert");
    }

    @Test
    void namesWhoEditedAndWhatWasDeletedByHandAndReconciles() {
        lab.client()
                .configMaps()
                .inNamespace(lab.namespace())
                .withName("mediabox")
                .patch(
                        new PatchContext.Builder()
                                .withPatchType(PatchType.JSON_MERGE)
                                .withFieldManager("kubectl-edit")
                                .build(),
                        "{\"data\": {\"value\": \"by hand\"}}");
        lab.client()
                .configMaps()
                .inNamespace(lab.namespace())
                .withName("paperless")
                .delete();

        Recovery recovery = recover();

        assertThat(recovery.state()).isEqualTo(State.RECOVERED);
        assertThat(recorded(recovery).message("scopeDrift")).contains("kubectl-edit", "paperless");
        assertThat(recorded(recovery).answered()).contains("decideOverwrite").doesNotContain("chooseRevision");
        assertThat(lab.maps("paperless")).isEqualTo(1);
        assertThat(value("mediabox")).isEqualTo("1");
    }

    @Test
    void showsTheConflictWhenALaterCommitTouchedTheSameLines() {
        String good = lab.git("rev-parse", "HEAD").strip();
        lab.write("kubernetes/apps/media/mediabox/app/app.yaml", "kind: [");
        lab.push();
        String bad = lab.git("rev-parse", "HEAD").strip();
        lab.write("kubernetes/apps/media/mediabox/app/app.yaml", "kind: [\n# somebody tried to mend it\n");
        lab.push();
        lab.until("it fails", () -> condition("mediabox").contains("BuildFailed"));
        answers.put("chooseRevision", Map.of("undo", "one", "badCommit", bad, "chooseReason", "only the bad one"));
        answers.put("resolve_prepareRevert", Map.of("decision", "chooseAgain", "resolveReason", "then all of it"));
        before.put(
                "resolve_prepareRevert",
                () -> answers.put(
                        "chooseRevision",
                        Map.of("undo", "state", "goodCommit", good, "chooseReason", "then all of it")));

        Recovery recovery = recover();

        assertThat(recovery.state()).isEqualTo(State.RECOVERED);
        assertThat(recorded(recovery).answered()).contains("resolve_prepareRevert");
        assertThat(condition("mediabox")).contains("ReconciliationSucceeded");
    }

    @Test
    void stopsWhenANewerCommitArrivedWhileThePersonDecidedAndKeepsIt() {
        lab.breakTheApplication();
        String bad = lab.git("rev-parse", "HEAD").strip();
        before.put(
                "decidePush",
                () -> answers.put(
                        "chooseRevision",
                        Map.of("undo", "one", "badCommit", bad, "chooseReason", "the newer one stays")));
        before.put("approve_action", () -> {
            lab.write("kubernetes/apps/office/paperless/app/app.yaml", DriftLab.workload("paperless", 2));
            lab.push();
            before.remove("approve_action");
        });

        Recovery recovery = recover();

        assertThat(recovery.state()).isEqualTo(State.RECOVERED);
        assertThat(recorded(recovery).answered()).contains("decidePush");
        assertThat(recorded(recovery).problems()).contains("change");
        lab.until(
                "the newer commit is applied too",
                () -> Integer.valueOf(2)
                        .equals(lab.client()
                                .apps()
                                .deployments()
                                .inNamespace(lab.namespace())
                                .withName("paperless")
                                .get()
                                .getSpec()
                                .getReplicas()));
    }

    @Test
    void offersABranchWhenTheHostRefusesThePush() throws IOException {
        lab.breakTheApplication();
        Path hook = lab.repository().bare().resolve("hooks/update");
        Files.createDirectories(hook.getParent());
        Files.writeString(
                hook, "#!/bin/sh\n[ \"$1\" != refs/heads/main ] || { echo 'main is protected' >&2; exit 1; }\n");
        hook.toFile().setExecutable(true);
        answers.put("decidePush", Map.of("pushDecision", "byHand", "pushReason", "main is protected"));
        before.put("mergeByHand", () -> {
            try {
                Files.delete(hook);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
            lab.git("fetch", "--quiet");
            String branch = lab.git("for-each-ref", "--format=%(refname)", "refs/remotes/origin/kaltstart")
                    .strip();
            lab.git("push", "--quiet", "origin", branch + ":refs/heads/main");
        });

        Recovery recovery = recover();

        assertThat(recovery.state()).isEqualTo(State.RECOVERED);
        assertThat(recorded(recovery).answered()).contains("decidePush", "mergeByHand");
        assertThat(recorded(recovery).problems()).contains("main is protected");
    }

    /** Each commit is bad in another app; the preview notices the second one. */
    @Test
    void revertsTwoBadCommitsOfWhichTheSecondCameWhileAPersonDecided() {
        twoBadCommits();
        answers.put(
                "resolve_previewRevert",
                Map.of("decision", "diagnoseAgain", "resolveReason", "a newer commit is on the branch"));

        Recovery recovery = recover();

        assertThat(recovery.state()).isEqualTo(State.RECOVERED);
        assertThat(recorded(recovery).answered()).contains("resolve_previewRevert");
        assertThat(recorded(recovery).done()).filteredOn("pushRevert"::equals).hasSize(1);
        assertBothAppsAreAsTheyWere();
    }

    /** A person who reverts the wrong commit first can diagnose again once Flux still fails. */
    @Test
    void diagnosesAgainWhenFluxStillFailsAfterTheRevert() {
        twoBadCommits();
        answers.put(
                "resolve_previewRevert",
                Map.of("decision", "diagnoseAgain", "resolveReason", "a newer commit is on the branch"));
        answers.put("chooseRevision", Map.of("undo", "state", "undoPath", "kubernetes/apps/office/paperless/app"));
        answers.put(
                "resolve_reconcileFlux",
                Map.of("decision", "diagnoseAgain", "resolveReason", "mediabox still has a field of the wrong type"));
        before.put("resolve_reconcileFlux", () -> answers.remove("chooseRevision"));

        Recovery recovery = recover();

        assertThat(recovery.state()).isEqualTo(State.RECOVERED);
        assertThat(recorded(recovery).answered()).contains("resolve_reconcileFlux");
        assertThat(recorded(recovery).done()).filteredOn("pushRevert"::equals).hasSize(2);
        assertBothAppsAreAsTheyWere();
    }

    private void twoBadCommits() {
        lab.write(
                "kubernetes/apps/media/mediabox/app/app.yaml",
                DriftLab.workload("mediabox", 1).replace("replicas: 1", "replicas: many"));
        lab.push();
        lab.until("the API server refuses it", () -> condition("mediabox").contains("expected numeric"));
        before.put("chooseRevision", () -> {
            before.remove("chooseRevision");
            lab.write("kubernetes/apps/office/paperless/app/app.yaml", "kind: [");
            // no manifest, so it fixes nothing
            lab.write("README.md", "Reviewed.\n");
            lab.push();
            lab.git("fetch", "--quiet");
        });
    }

    private void assertBothAppsAreAsTheyWere() {
        for (String app : new String[] {"mediabox", "paperless"}) {
            lab.until(app + " follows Git", () -> condition(app).contains("ReconciliationSucceeded"));
        }
        assertThat(lab.suspended()).isEmpty();
        lab.git("fetch", "--quiet");
        assertThat(lab.git("show", "origin/main:kubernetes/apps/media/mediabox/app/app.yaml"))
                .contains("replicas: 1");
        assertThat(lab.git("show", "origin/main:kubernetes/apps/office/paperless/app/app.yaml"))
                .contains("kind: Deployment");
    }

    @Test
    void leavesSuspendedWhatTheOperatorHadSuspendedForHisOwnReasons() {
        lab.kustomization("paperless")
                .patch(
                        new PatchContext.Builder()
                                .withPatchType(PatchType.JSON_MERGE)
                                .withFieldManager("flux-client-side-apply")
                                .build(),
                        "{\"spec\": {\"suspend\": true}}");
        lab.breakTheApplication();

        Recovery recovery = recover();

        assertThat(recovery.state()).isEqualTo(State.RECOVERED);
        assertThat(lab.suspended()).containsExactly("paperless");
    }

    private String condition(String kustomization) {
        var found = lab.kustomization(kustomization).get();
        return found == null ? "" : String.valueOf(found.<Object>get("status", "conditions"));
    }

    private String claim() {
        var found = lab.client()
                .persistentVolumeClaims()
                .inNamespace(lab.namespace())
                .withName(DriftLab.CLAIM)
                .get();
        return found == null ? "gone" : found.getMetadata().getUid();
    }

    private String value(String map) {
        return lab.client()
                .configMaps()
                .inNamespace(lab.namespace())
                .withName(map)
                .get()
                .getData()
                .get("value");
    }
}
