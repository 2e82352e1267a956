package dev.kaltstart.flux.diff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kaltstart.cluster.ClusterRepository;
import dev.kaltstart.cluster.RepositoryUrl;
import dev.kaltstart.engine.FakeRun;
import dev.kaltstart.engine.Turn;
import dev.kaltstart.flux.FetchRepository;
import dev.kaltstart.flux.SampleDrift;
import dev.kaltstart.git.CommitId;
import dev.kaltstart.git.RealGit;
import dev.kaltstart.git.RecoveryClones;
import dev.kaltstart.git.TestClones;
import dev.kaltstart.lab.Lab;
import dev.kaltstart.lab.LabFlux;
import dev.kaltstart.lab.LabRepository;
import dev.kaltstart.lab.LabTools;
import dev.kaltstart.lab.LabWorld;
import dev.kaltstart.lab.World;
import dev.kaltstart.shell.Home;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is shown of a commit before it is pushed is what the real controllers then make of it. */
@Tag("lab")
@SuppressWarnings("NullAway.Init")
class ComparisonLabIT {

    @TempDir
    Path directory;

    private World world;
    private LabRepository repository;
    private LabFlux flux;
    private FakeRun run;
    private RecoveryClones clones;
    private Comparisons comparisons;

    @BeforeEach
    void open() throws Exception {
        Lab.here().tool("flux");
        world = LabWorld.open();
        repository = LabRepository.open(directory, world.namespace());
        flux = LabFlux.watching(world, repository);
        var home = new Home(Files.createDirectories(directory.resolve("home")));
        clones = TestClones.in(home);
        comparisons = new Comparisons(clones, home);
        var tools = new LabTools(directory);
        run = FakeRun.on(new SampleDrift.Sample(
                world.cluster(),
                new ClusterRepository(
                        new RepositoryUrl(repository.url()),
                        null,
                        "main",
                        repository.checkout(),
                        ClusterRepository.Credentials.NONE),
                command -> command.program().equals("git") ? new RealGit().run(command) : tools.run(command)));
        repository
                .write("apps/a/map.yaml", LabFlux.map(world.namespace(), "a", "1"))
                .write("apps/b/map.yaml", LabFlux.map(world.namespace(), "b", "1"))
                .write("cluster/a.yaml", LabFlux.manifest(world.namespace(), "a", "apps/a", ""))
                .write("cluster/b.yaml", LabFlux.manifest(world.namespace(), "b", "apps/b", ""));
        String revision = repository.push();
        flux.create(LabFlux.manifest(world.namespace(), "cluster", "cluster", ""));
        flux.applied("cluster", revision);
        flux.applied("a", revision);
        flux.applied("b", revision);
    }

    @AfterEach
    void close() {
        if (world != null) {
            world.close();
        }
    }

    /** On a branch that Flux does not follow. */
    private CommitId offer() {
        RealGit.git(repository.checkout(), "add", "--all");
        RealGit.git(repository.checkout(), "commit", "--quiet", "--message=offer");
        RealGit.git(repository.checkout(), "push", "--quiet", "origin", "HEAD:refs/heads/offer");
        return head();
    }

    private CommitId head() {
        return new CommitId(RealGit.git(repository.checkout(), "rev-parse", "HEAD"));
    }

    private List<String> compare(CommitId commit) {
        Turn.check(new FetchRepository(clones), run);
        Comparison comparison = comparisons.of(run, commit);
        assertThat(comparison.failures()).isEmpty();
        return comparison.differences().stream()
                .map(one -> one.action() + " " + one.object().kind() + " "
                        + one.object().name() + " " + one.managers())
                .sorted()
                .toList();
    }

    @Test
    void showsNothingWhereNothingWasChanged() {
        assertThat(compare(head())).isEmpty();
    }

    @Test
    void showsWhatTheControllerThenPrunes() throws Exception {
        Files.delete(repository.checkout().resolve("cluster/b.yaml"));
        Files.delete(repository.checkout().resolve("apps/b/map.yaml"));
        repository.write("apps/a/map.yaml", LabFlux.map(world.namespace(), "a", "2"));
        CommitId commit = offer();

        assertThat(compare(commit))
                .containsExactly("CHANGE ConfigMap a []", "DELETE ConfigMap b []", "DELETE Kustomization b []");

        RealGit.git(repository.checkout(), "push", "--quiet", "origin", "HEAD:main");
        flux.applied("a", "main@sha1:" + commit);
        var maps = world.kubernetes().configMaps().inNamespace(world.namespace());
        world.until("b is gone", () -> maps.withName("b").get() == null);
        assertThat(maps.withName("a").get().getData()).containsEntry("value", "2");
        // its finalizer goes after what it had made
        world.until("its Kustomization is gone", () -> flux.kustomization("b").get() == null);
        assertThat(compare(commit)).isEmpty();
    }

    @Test
    void namesWhoHasChangedAMapByHand() {
        world.kubernetes()
                .configMaps()
                .inNamespace(world.namespace())
                .withName("a")
                .patch(
                        new PatchContext.Builder()
                                .withPatchType(PatchType.JSON_MERGE)
                                .withFieldManager("kubectl-edit")
                                .build(),
                        "{\"data\":{\"value\":\"by hand\"}}");

        assertThat(compare(head())).containsExactly("CHANGE ConfigMap a [kubectl-edit]");
    }

    @Test
    void showsWhichNewObjectsTheClusterRefusesAndWhy() {
        repository.write("apps/a/policy.yaml", POLICY.formatted(world.namespace()));
        flux.applied("a", repository.push());
        repository
                .write(
                        "apps/a/typo.yaml",
                        LabFlux.map(world.namespace(), "typo", "1").replace("\"1\"", "[1]"))
                .write("apps/a/denied.yaml", LabFlux.map(world.namespace(), "denied", "1"))
                .write("apps/a/fine.yaml", LabFlux.map(world.namespace(), "fine", "1"))
                .write("apps/a/elsewhere.yaml", LabFlux.map(world.namespace() + "-new", "elsewhere", "1"));
        CommitId commit = offer();
        try {
            // the API server enforces a policy a moment after it is there
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(refusals(commit))
                            .hasSize(2)
                            .anyMatch(line -> line.startsWith("CREATE typo") && line.contains("expected string"))
                            .anyMatch(line -> line.startsWith("CREATE denied") && line.contains("denied request")));
        } finally {
            var admission = world.kubernetes().admissionRegistration().v1();
            admission
                    .validatingAdmissionPolicyBindings()
                    .withName(world.namespace())
                    .delete();
            admission.validatingAdmissionPolicies().withName(world.namespace()).delete();
        }
    }

    private List<String> refusals(CommitId commit) {
        Turn.check(new FetchRepository(clones), run);
        Comparison comparison = comparisons.of(run, commit);
        assertThat(comparison.failures()).isEmpty();
        assertThat(comparison.notCompared()).isEmpty();
        return comparison.differences().stream()
                .filter(Comparison.Difference::refused)
                .map(one -> one.action() + " " + one.object().name() + ": " + String.join(", ", one.fields()))
                .toList();
    }

    /** As a webhook that denies, without a server for one. */
    private static final String POLICY = """
            apiVersion: admissionregistration.k8s.io/v1
            kind: ValidatingAdmissionPolicy
            metadata: { name: %1$s }
            spec:
              failurePolicy: Fail
              matchConstraints:
                resourceRules:
                  - { apiGroups: [""], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [configmaps] }
              validations: [{ expression: "object.metadata.name != 'denied'", message: not that name }]
            ---
            apiVersion: admissionregistration.k8s.io/v1
            kind: ValidatingAdmissionPolicyBinding
            metadata: { name: %1$s }
            spec:
              policyName: %1$s
              validationActions: [Deny]
              matchResources: { namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: %1$s } } }
            """;
}
