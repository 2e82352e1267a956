package dev.kaltstart.flux.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.flux.object.FluxId;
import dev.kaltstart.flux.object.FluxObject;
import dev.kaltstart.git.Changes;
import dev.kaltstart.git.Commit;
import dev.kaltstart.git.CommitId;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LeastUndoTest {

    private static final FluxId APPS = FluxId.kustomization("flux-system", "cluster-apps");
    private static final FluxId ECHO = FluxId.kustomization("flux-system", "echo");
    private static final FluxId GATUS = FluxId.kustomization("flux-system", "gatus");
    private static final FluxId RELEASE = new FluxId("HelmRelease", "default", "echo");
    private static final String ECHO_FILE = "kubernetes/apps/default/echo/app/helmrelease.yaml";
    private static final String GATUS_FILE = "kubernetes/apps/observability/gatus/app/app.yaml";

    private final Map<FluxId, FluxObject> objects = new HashMap<>(Map.of(
            APPS, object(APPS, "./kubernetes/apps", null),
            ECHO, object(ECHO, "./kubernetes/apps/default/echo/app", APPS),
            GATUS, object(GATUS, "./kubernetes/apps/observability/gatus/app/", APPS),
            RELEASE, object(RELEASE, "", ECHO)));

    @Test
    void isTheOneCommitThatTouchedWhatFailsAndNotTheGoodOneAfterIt() {
        Commit good = commit("a", "Update gatus", GATUS_FILE);
        Commit bad = commit("b", "Scale echo", ECHO_FILE);

        assertThat(of(ECHO, good, bad)).isEqualTo(new LeastUndo("one", bad.id().value(), List.of()));
    }

    @Test
    void followsAReleaseToWhoMakesIt() {
        Commit bad = commit("b", "Scale echo", ECHO_FILE);

        assertThat(of(RELEASE, commit("a", "Update gatus", GATUS_FILE), bad).commit())
                .isEqualTo(bad.id().value());
    }

    @Test
    void sparesTheEntryOfAnEarlierRecovery() {
        Commit entry = commit("a", "Record the recovery 2026-0001", "CHANGELOG.md");
        Commit bad = commit("b", "Change a base", "kubernetes/base/echo.yaml");

        assertThat(of(ECHO, entry, bad)).isEqualTo(new LeastUndo("one", bad.id().value(), List.of()));
    }

    @Test
    void isThePathWhereOneCommitAlsoChangedWhatIsWell() {
        Commit mixed = commit("a", "Change both", GATUS_FILE, ECHO_FILE);

        assertThat(of(GATUS, mixed, commit("b", "Scale echo", ECHO_FILE)))
                .isEqualTo(new LeastUndo("state", "", List.of("kubernetes/apps/observability/gatus/app")));
    }

    @Test
    void isThePathWhereSeveralCommitsTouchedIt() {
        Commit good = commit("c", "Update gatus", GATUS_FILE);

        assertThat(of(ECHO, good, commit("a", "One", ECHO_FILE), commit("b", "Two", ECHO_FILE))
                        .paths())
                .containsExactly("kubernetes/apps/default/echo/app");
    }

    @Test
    void isAllCommitsWhereEachTouchedOnlyWhatFails() {
        assertThat(LeastUndo.of(
                        objects,
                        Set.of(ECHO, GATUS),
                        List.of(commit("a", "Update gatus", GATUS_FILE), commit("b", "Scale echo", ECHO_FILE))))
                .isEqualTo(LeastUndo.COMMITS);
    }

    @Test
    void isTheDirectoriesOfAllThatFailsWhereAnEntryOfKaltstartIsAmongTheCommits() {
        LeastUndo undo = LeastUndo.of(
                objects,
                Set.of(ECHO, GATUS),
                List.of(
                        commit("c", "Record the recovery 2026-0001", "CHANGELOG.md"),
                        commit("a", "Update gatus", GATUS_FILE),
                        commit("b", "Scale echo", ECHO_FILE)));

        assertThat(undo.undo()).isEqualTo("state");
        assertThat(undo.paths())
                .containsExactly("kubernetes/apps/default/echo/app", "kubernetes/apps/observability/gatus/app");
    }

    @Test
    void undoesWithOneCommitWhatItChangedOfTheParentToo() {
        Commit bad = commit("b", "Move echo", ECHO_FILE, "kubernetes/apps/default/echo/ks.yaml");

        assertThat(of(ECHO, commit("a", "Update gatus", GATUS_FILE), bad).undo())
                .isEqualTo("one");
    }

    @Test
    void looksAtWhatTheParentSaysWhereNoCommitTouchedThePath() {
        Commit bad = commit("b", "Substitute", "kubernetes/apps/default/echo/ks.yaml");

        assertThat(of(ECHO, commit("a", "Update gatus", GATUS_FILE), bad).commit())
                .isEqualTo(bad.id().value());
    }

    @Test
    void leavesItToAPersonWhereEveryChoiceWouldUndoWhatOthersDid() {
        Commit one = commit("a", "Add media", "kubernetes/apps/media/kustomization.yaml", GATUS_FILE);
        Commit two = commit("b", "Add home", "kubernetes/apps/home/kustomization.yaml");

        assertThat(of(APPS, one, two).undo()).isEmpty();
    }

    /** Attack: a path of two lines, of which the second would be restored too. */
    @Test
    void suggestsNoPathOfTwoLines() {
        objects.put(ECHO, object(ECHO, "./kubernetes/apps/default/echo/app\ntalos", APPS));

        assertThat(of(
                                ECHO,
                                commit("c", "Update gatus", GATUS_FILE),
                                commit("a", "One", "kubernetes/apps/default/echo/app\ntalos/a.yaml"),
                                commit("b", "Two", "kubernetes/apps/default/echo/app\ntalos/b.yaml"))
                        .paths())
                .isEmpty();
    }

    @Test
    void isAllThatCameWhereOnlyOneCommitCame() {
        assertThat(of(ECHO, commit("a", "Anything", "README.md"))).isEqualTo(LeastUndo.COMMITS);
    }

    private LeastUndo of(FluxId failing, Commit... newer) {
        return LeastUndo.of(objects, Set.of(failing), List.of(newer));
    }

    private static Commit commit(String digit, String subject, String... files) {
        var time = Instant.parse("2026-11-23T09:00:00Z");
        return new Commit(
                new CommitId(digit.repeat(40)),
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

    private static FluxObject object(FluxId id, String path, @Nullable FluxId parent) {
        var object = new GenericKubernetesResourceBuilder()
                .withKind(id.kind())
                .withNewMetadata()
                .withNamespace(id.namespace())
                .withName(id.name())
                .endMetadata()
                .addToAdditionalProperties("spec", Map.of("path", path))
                .build();
        if (parent != null) {
            object.getMetadata()
                    .setLabels(Map.of(
                            "kustomize.toolkit.fluxcd.io/name", parent.name(),
                            "kustomize.toolkit.fluxcd.io/namespace", parent.namespace()));
        }
        return new FluxObject(object);
    }
}
