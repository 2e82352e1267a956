package dev.kaltstart.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaltstart.shell.Command;
import dev.kaltstart.shell.Result;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A killed Kaltstart finds its twins as they were. */
class PersistenceTest {

    @TempDir
    Path directory;

    @Test
    void theSameWorldAtTheSameTwinTime() throws IOException {
        try (var twin = TwinFixture.homelab(directory).losing("wk-2")) {
            twin.kubernetes().nodes().withName("wk-2").edit(node -> {
                node.getSpec().setUnschedulable(true);
                return node;
            });
            twin.run(
                    "talosctl -n 10.20.0.23 reset --reboot --wait=false --graceful=false --system-labels-to-wipe STATE");
            var time = twin.open().clock().instant();
            var uid = twin.kubernetes()
                    .nodes()
                    .withName("wk-2")
                    .get()
                    .getMetadata()
                    .getUid();
            var url = twin.twin().url();
            twin.restart();
            assertThat(twin.open().clock().instant()).isEqualTo(time);
            assertThat(twin.twin().url()).isEqualTo(url);
            var node = twin.kubernetes().nodes().withName("wk-2").get();
            assertThat(node.getMetadata().getUid()).isEqualTo(uid);
            assertThat(node.getSpec().getUnschedulable()).isTrue();
            twin.after(4);
            assertThat(twin.run("talosctl -n 10.20.0.23 get machinestatus --insecure")
                            .exitCode())
                    .isZero();
        }
    }

    @Test
    void aRunningCommandIsFoundAgainAndEndsWhenItWouldHave() throws InterruptedException {
        try (var twin = TwinFixture.homelab(directory).losing("wk-2")) {
            var command = Command.of("talosctl", "-n", "10.20.0.22", "version")
                    .with(
                            "TALOSCONFIG",
                            twin.open().inventory().tools().talosconfig().toString());
            assertThat(twin.twin().runner().start("one", command).await(Duration.ofMillis(5)))
                    .isEmpty();
            twin.restart();
            var again = twin.twin().runner().find("one").orElseThrow();
            assertThat(again.await(Duration.ofMillis(5))).isEmpty();
            twin.after(1);
            assertThat(again.await(Duration.ofSeconds(1)).map(Result::exitCode)).contains(1);
            assertThat(twin.twin().runner().find("another")).isEmpty();
        }
    }

    @Test
    void aHalfWrittenLineIsAsIfItHadNeverBeen() throws IOException {
        try (var twin = TwinFixture.homelab(directory).losing("wk-2")) {
            var file = twin.twin().world().directory().resolve("world.jsonl");
            twin.twins().stop();
            Files.writeString(file, "{\"name\":\"marks\",\"value\":{\"po", StandardOpenOption.APPEND);
            twin.restart();
            assertThat(twin.kubernetes().nodes().list().getItems()).hasSize(6);
            twin.after(30);
            twin.restart();
            assertThat(twin.kubernetes().nodes().list().getItems()).hasSize(6);
        }
    }

    @Test
    void preparingAgainChangesNothing() {
        try (var twin = TwinFixture.homelab(directory).losing("wk-2")) {
            var before = twin.open().clock().instant();
            twin.after(10);
            twin.losing("wk-1");
            assertThat(twin.twin().world().order().subject()).isEqualTo("wk-2");
            assertThat(twin.open().clock().instant()).isEqualTo(before.plus(Duration.ofMinutes(10)));
        }
    }

    @Test
    void theScratchCopyHoldsTheRepositoryAndNoneOfItsCredentials() throws IOException {
        try (var twin = TwinFixture.homelab(directory).losing("wk-2")) {
            var inventory = twin.open().inventory();
            assertThat(inventory.root())
                    .isEqualTo(directory.resolve("home/twins/" + TwinFixture.RECOVERY + "/repository"));
            assertThat(inventory.root().resolve("docs/CHANGELOG.md")).hasContent("# Changelog\n");
            assertThat(Files.readString(inventory.tools().ageKey())).doesNotContain("the real one");
            assertThat(inventory.tools().kubeconfig())
                    .startsWith(inventory.root())
                    .content()
                    .contains(twin.twin().url());
            assertThat(inventory.endpoint()).isEqualTo(twin.twin().url());
        }
    }

    @Test
    void aClosedTwinGivesItsPortBackAndIsNotTakenUpAgain() {
        try (var twin = TwinFixture.homelab(directory).losing("wk-2")) {
            var closed = twin.twin();
            var port = URI.create(closed.url()).getPort();
            twin.rehearsals().close(TwinFixture.RECOVERY);
            // as the thread does that lets time pass, when it is late
            closed.tick();
            assertThatThrownBy(() -> new Socket("127.0.0.1", port).close()).isInstanceOf(ConnectException.class);
            twin.restart();
            twin.twins().start();
            assertThat(twin.twins().all()).isEmpty();
            twin.rehearsals().close("never-there");
        }
    }

    @Test
    void anUnknownFaultIsRefusedWithAListOfThoseThereAre() {
        try (var twin = TwinFixture.homelab(directory)) {
            assertThatThrownBy(() -> twin.losing("wk-2", "node-haunted"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("node-haunted")
                    .hasMessageContaining("node-dead, kubelet-dead, node-slow");
        }
    }
}
