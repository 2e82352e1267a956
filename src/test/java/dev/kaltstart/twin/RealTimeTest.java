package dev.kaltstart.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kaltstart.cluster.Cluster;
import dev.kaltstart.cluster.Rehearsals;
import dev.kaltstart.shell.Command;
import dev.kaltstart.shell.Result;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On the wall clock, advanced only by the twin's own thread. */
class RealTimeTest {

    @TempDir
    Path directory;

    private static Result talosctl(Cluster cluster, String... arguments) {
        var talosconfig = cluster.inventory().tools().talosconfig().toString();
        return cluster.shell().run(Command.of("talosctl", arguments).with("TALOSCONFIG", talosconfig));
    }

    @Test
    void aDeadNodeIsBackWithinSecondsAtSixHundredfoldSpeed() {
        var shells = DirectShells.withoutPrograms();
        var twins = new Twins(directory.resolve("home").toString(), Clock.systemUTC(), shells);
        var rehearsals = new TwinRehearsals(twins, shells);
        try (var fixture = TwinFixture.homelab(directory)) {
            var settings = new Rehearsals.Settings(false, 600, List.of(), Map.of());
            rehearsals.prepare("r-1", "", fixture.cluster(), "cp-3", settings);
            var cluster = rehearsals.open("r-1", fixture.cluster(), "step", shells);
            cluster.kubernetes().nodes().withName("cp-3").delete();
            twins.find("r-1").orElseThrow().world().on(world -> {
                ManualActions.completed(world, "flashNode", "");
                return world;
            });
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> talosctl(cluster, "-n", "10.20.0.13", "get", "machinestatus", "--insecure")
                            .succeeded());
            var talos = cluster.inventory().root().resolve("talos");
            cluster.shell().run(Command.of("talhelper", "genconfig").in(talos));
            var file = talos.resolve("clusterconfig/homelab-cp-3.yaml").toString();
            assertThat(talosctl(cluster, "-n", "10.20.0.13", "apply-config", "-i", "-f", file)
                            .succeeded())
                    .isTrue();
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> cluster.kubernetes().nodes().list().getItems().size() == 6);
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> talosctl(cluster, "-n", "10.20.0.11", "etcd", "members")
                                    .output()
                                    .lines()
                                    .count()
                            == 4);
        } finally {
            twins.stop();
        }
    }

    @Test
    void aWorldIsSmall() {
        try (var fixture = TwinFixture.homelab(directory).losing("wk-2")) {
            for (int second = 0; second < 100; second++) {
                fixture.after(Duration.ofSeconds(5));
            }
            var bytes = fixture.twin()
                    .world()
                    .directory()
                    .resolve("world.jsonl")
                    .toFile()
                    .length();
            assertThat(bytes).isLessThan(1_000_000);
        }
    }
}
