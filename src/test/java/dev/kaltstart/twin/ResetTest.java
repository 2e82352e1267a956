package dev.kaltstart.twin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.shell.Command;
import dev.kaltstart.shell.Result;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The four ways a reset can go wrong. */
class ResetTest {

    private static final String LABELS = " --system-labels-to-wipe STATE --system-labels-to-wipe EPHEMERAL";

    @TempDir
    Path directory;

    private static String insecureStage(TwinFixture twin, String address) {
        var result = twin.run("talosctl -n " + address + " get machinestatus -o json --insecure");
        return result.exitCode() == 0 ? TwinFixture.spec(result).path("stage").asText() : result.error();
    }

    @Test
    void withLabelsAndRebootItEndsInMaintenanceMode() {
        try (var twin = TwinFixture.homelab(directory).losing("wk-1", "kubelet-dead")) {
            assertThat(twin.run("talosctl -n 10.20.0.21 reset --reboot --wait=false --graceful=false" + LABELS)
                            .exitCode())
                    .isZero();
            assertThat(TwinFixture.spec(twin.run("talosctl -n 10.20.0.21 get machinestatus -o json"))
                            .path("stage")
                            .asText())
                    .isIn("resetting");
            twin.after(4);
            assertThat(insecureStage(twin, "10.20.0.21")).isEqualTo("maintenance");
        }
    }

    @Test
    void withoutLabelsNothingIsLeftToBootFrom() {
        try (var twin = TwinFixture.homelab(directory).losing("wk-1", "kubelet-dead")) {
            twin.run("talosctl -n 10.20.0.21 reset --reboot --wait=false --graceful=false");
            twin.after(30);
            assertThat(insecureStage(twin, "10.20.0.21")).contains("i/o timeout");
        }
    }

    @Test
    void withoutRebootThePowerGoesOff() {
        try (var twin = TwinFixture.homelab(directory).losing("wk-1", "kubelet-dead")) {
            twin.run("talosctl -n 10.20.0.21 reset --wait=false --graceful=false" + LABELS);
            twin.after(30);
            assertThat(insecureStage(twin, "10.20.0.21")).contains("i/o timeout");
        }
    }

    @Test
    void withEphemeralAloneTheNodeReturnsByItself() {
        try (var twin = TwinFixture.homelab(directory).losing("wk-1", "kubelet-dead")) {
            twin.run(
                    "talosctl -n 10.20.0.21 reset --reboot --wait=false --graceful=false --system-labels-to-wipe EPHEMERAL");
            twin.after(10);
            assertThat(twin.run("talosctl -n 10.20.0.21 version").exitCode()).isZero();
        }
    }

    @Test
    void aResetThatHangsHasWipedAllTheSame() {
        try (var twin = TwinFixture.homelab(directory).losing("wk-1", "reset-hangs")) {
            var reset = ("reset -n 10.20.0.21 --reboot --wait=false --graceful=false" + LABELS).split(" ");
            var result = twin.run(Command.of("talosctl", reset).within(Duration.ofMinutes(5)));
            assertThat(result.ending()).isEqualTo(Result.Ending.STOPPED);
            assertThat(insecureStage(twin, "10.20.0.21")).isEqualTo("maintenance");
        }
    }
}
