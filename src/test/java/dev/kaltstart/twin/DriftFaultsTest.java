package dev.kaltstart.twin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kaltstart.git.RealGit;
import dev.kaltstart.shell.Command;
import dev.kaltstart.shell.Result;
import dev.kaltstart.twin.life.Conditions;
import dev.kaltstart.twin.store.Json;
import dev.kaltstart.twin.store.Kind;
import dev.kaltstart.twin.store.Kinds;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Faults of Git and Flux, and their repair by the simulated operator. */
class DriftFaultsTest {

    @TempDir
    Path directory;

    private static Optional<ObjectNode> find(TwinFixture twin, Kind kind, String namespace, String name) {
        return twin.twin().world().on(world -> world.objects().find(kind.key(namespace, name)));
    }

    private static ObjectNode kustomization(TwinFixture twin, String namespace, String name) {
        return find(twin, Kinds.KUSTOMIZATION, namespace, name).orElseThrow();
    }

    /** Kustomizations that are not ready, with the reason. */
    private static TreeMap<String, String> troubled(TwinFixture twin) {
        return twin.twin().world().on(world -> {
            var troubled = new TreeMap<String, String>();
            world.objects().list(Kinds.KUSTOMIZATION).stream()
                    .filter(object -> !Conditions.is(object, "Ready", "True"))
                    .forEach(object -> troubled.put(
                            Json.text(object, "metadata", "name"),
                            Json.text(Conditions.find(object, "Ready"), "reason")));
            return troubled;
        });
    }

    private static void answer(TwinFixture twin, String task) {
        twin.twin().world().on(world -> {
            ManualActions.opened(world, task, "");
            ManualActions.compare(world, List.of());
            return world;
        });
    }

    private static String applied(TwinFixture twin, String name) {
        return Json.text(kustomization(twin, "flux-system", name), "status", "lastAppliedRevision");
    }

    /** As Kaltstart works on its clone. */
    private Result git(TwinFixture twin, String... arguments) {
        Path clones = directory.resolve("home/clones");
        Path clone = clones.resolve(TwinFixture.RECOVERY + ".git");
        clones.resolve("home").toFile().mkdirs();
        return twin.run(Command.of("git", "--git-dir=" + clone)
                .plus("-c", "user.name=Kaltstart", "-c", "user.email=kaltstart@localhost")
                .plus(arguments)
                .in(clones.resolve("home")));
    }

    private String origin(TwinFixture twin) {
        return Objects.requireNonNull(twin.open().repository().url()).value();
    }

    /** Reverts the newest commit and pushes that somewhere. */
    private Result revert(TwinFixture twin, String to) {
        git(twin, "init", "--bare", "--quiet", "--initial-branch=main");
        git(twin, "fetch", "--quiet", origin(twin), "+refs/heads/*:refs/remotes/origin/*");
        String good = git(twin, "rev-parse", "origin/main^^{tree}").output().strip();
        String revert = git(twin, "commit-tree", "-p", "origin/main", "-m", "Revert", good)
                .output()
                .strip();
        return git(twin, "push", "--porcelain", origin(twin), revert + ":refs/heads/" + to);
    }

    @Test
    void anApplicationThatIsDeletedInGitIsPrunedAndItsClaimStays() {
        try (var twin = TwinFixture.sample(directory).drifting()) {
            assertThat(find(twin, Kinds.KUSTOMIZATION, "media", "mediabox")).isEmpty();
            assertThat(find(twin, Kinds.HELM_RELEASE, "media", "mediabox")).isEmpty();
            assertThat(find(twin, Kinds.DEPLOYMENT, "media", "mediabox")).isEmpty();
            var claim = find(twin, Kinds.CLAIM, "media", "mediabox-config").orElseThrow();
            assertThat(troubled(twin)).isEmpty();

            assertThat(revert(twin, "main").exitCode()).isZero();
            twin.run("flux reconcile source git flux-system");
            twin.after(10);

            assertThat(find(twin, Kinds.DEPLOYMENT, "media", "mediabox")).isPresent();
            var again = find(twin, Kinds.CLAIM, "media", "mediabox-config").orElseThrow();
            assertThat(Json.text(again, "spec", "volumeName")).isEqualTo(Json.text(claim, "spec", "volumeName"));
            assertThat(troubled(twin)).isEmpty();
            assertThat(twin.kubernetes().pods().inNamespace("media").list().getItems())
                    .anySatisfy(pod -> assertThat(pod.getStatus().getPhase()).isEqualTo("Running"));
        }
    }

    @Test
    void aParentThatIsDeletedTakesItsEightyChildrenWithIt() {
        try (var twin = TwinFixture.sample(directory).drifting("parent-deleted")) {
            assertThat(find(twin, Kinds.KUSTOMIZATION, "flux-system", "tenants"))
                    .isEmpty();
            assertThat(find(twin, Kinds.CONFIG_MAP, "default", "tenant-80")).isEmpty();
            revert(twin, "main");
            twin.run("flux reconcile source git flux-system");
            twin.after(5);
            assertThat(find(twin, Kinds.CONFIG_MAP, "default", "tenant-01")).isPresent();
            assertThat(find(twin, Kinds.CONFIG_MAP, "default", "tenant-80")).isPresent();
            assertThat(troubled(twin)).isEmpty();
        }
    }

    @Test
    void aBranchThatIsForcedBackLosesWhatCameSince() {
        try (var twin = TwinFixture.sample(directory).drifting("force-pushed")) {
            var checkout = twin.open().repository().checkout();
            var first = RealGit.git(checkout, "rev-list", "--max-parents=0", "HEAD");
            assertThat(applied(twin, "cluster-apps")).isEqualTo("main@sha1:" + first);
            assertThat(find(twin, Kinds.KUSTOMIZATION, "media", "mediabox")).isEmpty();
            assertThat(find(twin, Kinds.KUSTOMIZATION, "office", "paperless")).isPresent();
        }
    }

    @Test
    void aManifestThatDoesNotBuildStopsThoseThatWaitForIt() {
        try (var twin = TwinFixture.sample(directory).drifting("build-broken")) {
            twin.after(10);
            assertThat(troubled(twin))
                    .containsEntry("ingress", "BuildFailed")
                    .containsEntry("gatus", "DependencyNotReady");
            assertThat(Json.text(Conditions.find(kustomization(twin, "network", "ingress"), "Ready"), "message"))
                    .startsWith("kustomize build failed: accumulating resources");
        }
    }

    @Test
    void aKeyThatIsGoneIsMissedUntilAPersonGivesIt() {
        try (var twin = TwinFixture.sample(directory).drifting("key-missing")) {
            assertThat(troubled(twin))
                    .containsEntry("cluster-apps", "BuildFailed")
                    .containsEntry("paperless", "BuildFailed");
            answer(twin, "giveKey");
            twin.after(90);
            assertThat(troubled(twin)).isEmpty();
        }
    }

    @Test
    void whatWasEditedByHandIsThereUntilAPersonLetsFluxHaveItsWay() {
        try (var twin = TwinFixture.sample(directory).drifting("edited-by-hand")) {
            var edited = find(twin, Kinds.HELM_RELEASE, "default", "echo").orElseThrow();
            assertThat(Json.text(edited, "spec", "interval")).isEqualTo("7m");
            assertThat(Json.write(Json.at(edited, "metadata", "managedFields"))).contains("kubectl-edit");
            answer(twin, "decideOverwrite");
            twin.run("flux reconcile kustomization echo -n default");
            twin.after(1);
            var repaired = find(twin, Kinds.HELM_RELEASE, "default", "echo").orElseThrow();
            assertThat(Json.text(repaired, "spec", "interval")).isEqualTo("1h");
            assertThat(Json.write(Json.at(repaired, "metadata", "managedFields")))
                    .doesNotContain("kubectl-edit");
        }
    }

    @Test
    void whatWasDeletedByHandComesBackWithItsWorkloads() {
        try (var twin = TwinFixture.sample(directory).drifting("deleted-by-hand")) {
            assertThat(find(twin, Kinds.HELM_RELEASE, "observability", "gatus")).isEmpty();
            assertThat(find(twin, Kinds.DEPLOYMENT, "observability", "gatus")).isEmpty();
            answer(twin, "decideOverwrite");
            twin.run("flux reconcile kustomization gatus -n observability");
            twin.after(5);
            assertThat(find(twin, Kinds.HELM_RELEASE, "observability", "gatus")).isPresent();
            assertThat(find(twin, Kinds.DEPLOYMENT, "observability", "gatus")).isPresent();
        }
    }

    @Test
    void aProtectedBranchMovesOnlyWhenAPersonMerges() {
        try (var twin = TwinFixture.sample(directory).drifting("push-refused")) {
            var refused = revert(twin, "main");
            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(refused.output() + refused.error()).contains("pre-receive hook declined", "Protected branch");
            assertThat(revert(twin, "kaltstart/revert-" + TwinFixture.RECOVERY).exitCode())
                    .isZero();
            answer(twin, "mergeByHand");
            twin.after(10);
            assertThat(find(twin, Kinds.DEPLOYMENT, "media", "mediabox")).isPresent();
        }
    }

    @Test
    void aHostThatIsGoneAnswersAgainWhenAPersonBringsItBack() {
        try (var twin = TwinFixture.sample(directory).drifting("git-gone")) {
            var silent = git(twin, "ls-remote", origin(twin), "refs/heads/main");
            assertThat(silent.succeeded()).isFalse();
            assertThat(silent.error()).contains("Connection refused");
            assertThat(Conditions.is(
                            find(twin, Kinds.GIT_REPOSITORY, "flux-system", "flux-system")
                                    .orElseThrow(),
                            "Ready",
                            "False"))
                    .isTrue();
            answer(twin, "bringGit");
            twin.after(2);
            assertThat(Conditions.is(
                            find(twin, Kinds.GIT_REPOSITORY, "flux-system", "flux-system")
                                    .orElseThrow(),
                            "Ready",
                            "True"))
                    .isTrue();
        }
    }

    @Test
    void aGoodCommitComesInTheMomentOfThePushAndOnlyOnce() {
        try (var twin = TwinFixture.sample(directory).drifting("newer-commit")) {
            assertThat(revert(twin, "main").exitCode()).isEqualTo(1);
            assertThat(revert(twin, "main").exitCode()).isZero();
        }
    }

    @Test
    void controllersThatAreDownApplyNothingUntilTheyAreBack() {
        try (var twin = TwinFixture.sample(directory).drifting("controllers-down")) {
            twin.after(90);
            var head =
                    twin.twin().world().on(world -> world.origin().head("main").orElseThrow());
            assertThat(applied(twin, "cluster-apps")).doesNotContain(head);
            answer(twin, "bringControllers");
            twin.after(10);
            assertThat(applied(twin, "cluster-apps")).contains(head);
        }
    }

    @Test
    void twoOwnersOfOneObjectBecomeOneAgain() {
        try (var twin = TwinFixture.sample(directory).drifting("owners-clash")) {
            var copy = kustomization(twin, "default", "echo-copy");
            assertThat(Json.write(Json.at(copy, "status", "inventory"))).contains("default_echo_helm");
            answer(twin, "settleOwners");
            twin.after(5);
            assertThat(find(twin, Kinds.KUSTOMIZATION, "default", "echo-copy")).isEmpty();
            twin.run("flux reconcile kustomization echo -n default");
            twin.after(5);
            assertThat(find(twin, Kinds.HELM_RELEASE, "default", "echo")).isPresent();
        }
    }

    @Test
    void aWebhookThatDoesNotAnswerRefusesEachChangeOfARelease() {
        try (var twin = TwinFixture.sample(directory).drifting("webhook-silent")) {
            twin.after(30);
            assertThat(troubled(twin)).containsEntry("echo", "ReconciliationFailed");
            assertThat(Json.text(Conditions.find(kustomization(twin, "default", "echo"), "Ready"), "message"))
                    .startsWith(
                            "HelmRelease/default/echo dry-run failed (InternalError): Internal error occurred: failed"
                                    + " calling webhook");
            answer(twin, "judgeDrift");
            twin.run("flux reconcile kustomization echo -n default");
            twin.after(10);
            assertThat(troubled(twin)).isEmpty();
        }
    }

    @Test
    void twoThatWaitForEachOtherWaitForEver() {
        try (var twin = TwinFixture.sample(directory).drifting("dependency-circle")) {
            twin.after(600);
            assertThat(troubled(twin))
                    .containsEntry("echo", "DependencyNotReady")
                    .containsEntry("ingress", "DependencyNotReady");
        }
    }

    @Test
    void aNamespaceIsStuckUntilAPersonReleasesItAndComesBackFromGit() {
        try (var twin = TwinFixture.sample(directory).drifting("namespace-stuck", "suspended-by-operator")) {
            twin.after(30);
            var stuck = find(twin, Kinds.NAMESPACE, "", "observability").orElseThrow();
            assertThat(Json.text(stuck, "status", "phase")).isEqualTo("Terminating");
            assertThat(Json.text(Conditions.find(stuck, "NamespaceFinalizersRemaining"), "message"))
                    .contains("backup.example/retain in 1 resource instances");
            answer(twin, "releaseNamespace");
            twin.run("flux reconcile kustomization cluster-apps");
            twin.after(10);
            assertThat(Json.text(
                            find(twin, Kinds.NAMESPACE, "", "observability").orElseThrow(), "status", "phase"))
                    .isEqualTo("Active");
            assertThat(find(twin, Kinds.DEPLOYMENT, "observability", "gatus")).isPresent();
        }
    }

    @Test
    void somethingElseIsSuspendedOnPurpose() {
        try (var twin = TwinFixture.sample(directory).drifting("suspended-by-operator")) {
            var suspended = twin.twin()
                    .world()
                    .on(world -> world.objects().list(Kinds.KUSTOMIZATION).stream()
                            .filter(object -> Json.at(object, "spec", "suspend").asBoolean())
                            .map(object -> Json.text(object, "metadata", "name"))
                            .toList());
            assertThat(suspended).containsExactly("gatus");
        }
    }
}
