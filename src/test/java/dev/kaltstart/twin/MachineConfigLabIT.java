package dev.kaltstart.twin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.lab.LabTools;
import dev.kaltstart.shell.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Talos would take the machine configurations: those of the twin, and real ones with the patches of the sample. */
@Tag("lab")
class MachineConfigLabIT {

    private static final Path PATCHES =
            Path.of("src/main/resources/sample/homelab/talos/patches").toAbsolutePath();

    @TempDir
    Path directory;

    private void isValid(Path file) {
        var result = new LabTools(directory).run("talosctl validate --strict --mode metal --config " + file);
        assertThat(result.exitCode())
                .as(file.getFileName() + ": " + result.error())
                .isZero();
    }

    @Test
    void thoseOfTheTwinAreValid() {
        try (var twin = TwinFixture.homelab(directory).losing("wk-2")) {
            var talos = twin.open().inventory().root().resolve("talos");
            assertThat(twin.run(Command.of("talhelper", "genconfig").in(talos)).exitCode())
                    .isZero();
            isValid(talos.resolve("clusterconfig/homelab-cp-1.yaml"));
            isValid(talos.resolve("clusterconfig/homelab-wk-3.yaml"));
        }
    }

    @Test
    void thePatchesOfTheSampleGiveValidOnes() throws IOException {
        var tools = new LabTools(directory);
        assertThat(tools.run(
                                "talosctl gen config homelab https://10.20.0.10:6443 --install-disk /dev/nvme0n1 --output-dir .")
                        .exitCode())
                .isZero();

        patched(tools, "controlplane.yaml", "global", "controller");
        patched(tools, "worker.yaml", "global");
    }

    private void patched(LabTools tools, String file, String... folders) throws IOException {
        var command = Command.of("talosctl", "machineconfig", "patch", file, "--output", "patched-" + file);
        for (String folder : folders) {
            try (var patches = Files.list(PATCHES.resolve(folder))) {
                for (Path patch : patches.toList()) {
                    command = command.plus("--patch", "@" + patch);
                }
            }
        }
        var result = tools.run(command);
        assertThat(result.exitCode()).as(result.error()).isZero();
        isValid(directory.resolve("patched-" + file));
    }
}
