package dev.kaltstart.twin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kaltstart.git.RealGit;
import dev.kaltstart.twin.life.Conditions;
import dev.kaltstart.twin.store.Json;
import dev.kaltstart.twin.store.Kind;
import dev.kaltstart.twin.store.Kinds;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What lies in the repository of a twin is what its Flux applies. */
class ManifestsTest {

    @TempDir
    Path directory;

    private static ObjectNode find(TwinFixture twin, Kind kind, String namespace, String name) {
        return twin.twin()
                .world()
                .on(world -> world.objects()
                        .find(kind.key(namespace, name))
                        .orElseThrow(() -> new AssertionError("no " + kind.name() + " " + namespace + "/" + name)));
    }

    private static String head(TwinFixture twin) {
        return twin.twin().world().on(world -> world.origin().head("main").orElseThrow());
    }

    private static List<String> unready(TwinFixture twin) {
        return twin.twin()
                .world()
                .on(world -> world.objects().list(Kinds.KUSTOMIZATION).stream()
                        .filter(object -> !Conditions.is(object, "Ready", "True"))
                        .map(object -> Json.text(object, "metadata", "name") + ": "
                                + Json.text(Conditions.find(object, "Ready"), "message"))
                        .toList());
    }

    @Test
    void theSampleIsAppliedAsItStandsInGit() {
        try (var twin = TwinFixture.sample(directory).losing("")) {
            twin.after(5);
            assertThat(unready(twin)).isEmpty();
            assertThat(twin.twin().world().marks().keySet()).noneMatch(mark -> mark.startsWith("hollow/"));
            var head = RealGit.git(twin.open().repository().checkout(), "rev-parse", "HEAD");
            var apps = find(twin, Kinds.KUSTOMIZATION, "flux-system", "cluster-apps");
            assertThat(Json.text(apps, "status", "lastAppliedRevision")).isEqualTo("main@sha1:" + head);
            var box = find(twin, Kinds.KUSTOMIZATION, "media", "mediabox");
            assertThat(Json.write(Json.at(box, "status", "inventory", "entries")))
                    .contains(
                            "media_mediabox_helm.toolkit.fluxcd.io_HelmRelease",
                            "media_mediabox-config__PersistentVolumeClaim");
            assertThat(Json.write(Json.at(box, "metadata", "managedFields"))).contains("kustomize-controller");
            assertThat(Json.text(find(twin, Kinds.CLAIM, "media", "mediabox-config"), "status", "phase"))
                    .isEqualTo("Bound");
            assertThat(RealGit.git(twin.open().repository().checkout(), "status", "--porcelain"))
                    .isEmpty();
            assertThat(RealGit.git(twin.open().repository().checkout(), "log", "--format=%s"))
                    .contains("Keep a changelog", "Add mediabox");
        }
    }

    @Test
    void aKilledKaltstartFindsItsCommitsAndWhatWasAppliedOfThem() {
        try (var twin = TwinFixture.sample(directory).drifting()) {
            var revision = Json.text(
                    find(twin, Kinds.KUSTOMIZATION, "flux-system", "cluster-apps"), "status", "lastAppliedRevision");
            var uid = Json.text(find(twin, Kinds.CLAIM, "media", "mediabox-config"), "metadata", "uid");
            twin.restart();
            twin.after(90);
            assertThat(unready(twin)).isEmpty();
            assertThat(Json.text(
                            find(twin, Kinds.KUSTOMIZATION, "flux-system", "cluster-apps"),
                            "status",
                            "lastAppliedRevision"))
                    .isEqualTo(revision);
            assertThat(Json.text(find(twin, Kinds.CLAIM, "media", "mediabox-config"), "metadata", "uid"))
                    .isEqualTo(uid);
        }
    }

    @Test
    void newCommitsTravelWithATwinAndItsFilesDoNot() {
        try (var twin = TwinFixture.sample(directory).drifting()) {
            var head = head(twin);
            var packed = twin.rehearsals().pack(TwinFixture.RECOVERY);
            assertThat(new String(Objects.requireNonNull(packed.get("commits.json")), StandardCharsets.UTF_8))
                    .contains(head);
            assertThat(Objects.requireNonNull(packed.get("commits.json")).length)
                    .isLessThan(10_000);

            twin.rehearsals().close(TwinFixture.RECOVERY);
            twin.rehearsals().unpack(TwinFixture.RECOVERY, twin.cluster(), packed);

            assertThat(head(twin)).isEqualTo(head);
            twin.after(90);
            assertThat(unready(twin)).isEmpty();
            boolean back = twin.twin()
                    .world()
                    .on(world -> world.objects()
                            .find(Kinds.KUSTOMIZATION.key("media", "mediabox"))
                            .isPresent());
            assertThat(back).isFalse();
        }
    }
}
