package dev.kaltstart.twin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.git.RealGit;
import dev.kaltstart.shell.Command;
import dev.kaltstart.shell.Result;
import dev.kaltstart.shell.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A rehearsal builds with the flux that is installed; the lab compares what both build. */
class RealFluxBuildTest {

    private static final String BUILT = "built by the installed flux\n";

    @TempDir
    Path directory;

    @Test
    void theInstalledFluxBuilds() throws IOException {
        try (var twin = TwinFixture.sample(directory, installed()).drifting()) {
            assertThat(twin.run(build(tree())).output()).isEqualTo(BUILT);
        }
    }

    @Test
    void theSimulatedFluxBuildsWhereNoneIsInstalled() throws IOException {
        var none = DirectShells.with(command -> {
            if (command.program().equals("flux")) {
                throw new Shell.MissingTool("'flux' is not installed here");
            }
            return new RealGit().run(command);
        });
        try (var twin = TwinFixture.sample(directory, none).drifting()) {
            assertThat(twin.run(build(tree())).output()).contains("kind: ConfigMap", "name: settings");
        }
    }

    @Test
    void aPathOutsideOfTheHomeNeverReachesTheInstalledFlux() throws IOException {
        Path outside = Files.createDirectories(directory.resolve("elsewhere"));
        write(outside);
        try (var twin = TwinFixture.sample(directory, installed()).drifting()) {
            assertThat(twin.run(build(outside)).error()).contains("invalid resource path");
            assertThat(twin.run(build(tree().resolve("../../../elsewhere"))).error())
                    .contains("invalid resource path");
            assertThat(twin.run(build(tree()).plus("--path", outside.toString()))
                            .output())
                    .doesNotContain(BUILT);
        }
    }

    @Test
    void otherCommandsOfFluxAreSimulated() throws IOException {
        try (var twin = TwinFixture.sample(directory, installed()).drifting()) {
            Result result =
                    twin.run(Command.of("flux", "suspend", "kustomization", "apps", "--dry-run", "--in-memory-build")
                            .in(tree()));

            assertThat(result.output()).doesNotContain(BUILT);
        }
    }

    private static DirectShells installed() {
        return DirectShells.with(
                command -> command.program().equals("flux") ? Result.exited(0, BUILT, "") : new RealGit().run(command));
    }

    private Path tree() throws IOException {
        Path tree = Files.createDirectories(directory.resolve("home/trees/build"));
        write(tree);
        return tree;
    }

    private static void write(Path tree) throws IOException {
        Files.writeString(tree.resolve("settings.yaml"), """
                apiVersion: v1
                kind: ConfigMap
                metadata:
                  name: settings
                """);
        Files.writeString(tree.resolve("ks.yaml"), """
                apiVersion: kustomize.toolkit.fluxcd.io/v1
                kind: Kustomization
                metadata:
                  name: apps
                  namespace: office
                spec:
                  path: ./
                """);
    }

    private static Command build(Path tree) {
        return Command.of(
                        "flux",
                        "build",
                        "kustomization",
                        "apps",
                        "--namespace",
                        "office",
                        "--path",
                        tree.toString(),
                        "--kustomization-file",
                        tree.resolve("ks.yaml").toString(),
                        "--dry-run",
                        "--in-memory-build")
                .in(tree);
    }
}
