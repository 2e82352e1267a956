package dev.kaltstart.readiness.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaltstart.cluster.EtcdSnapshot;
import dev.kaltstart.cluster.FakeCluster;
import dev.kaltstart.flux.OneCluster;
import dev.kaltstart.shell.Home;
import dev.kaltstart.shell.Result;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("NullAway.Init")
class SnapshotsTest {

    private static final Result OK = Result.exited(0, "", "");
    private static final Duration DAY = Duration.ofDays(1);
    private static final String CP_1 = "10.20.0.11";
    private static final String CP_2 = "10.20.0.12";
    private static final String CP_3 = "10.20.0.13";

    @TempDir
    Path root;

    private final FakeCluster cluster = FakeCluster.homelab();
    private SnapshotFolder folder;

    @BeforeEach
    void anEmptyHome() {
        folder = new SnapshotFolder(new Home(root.resolve("home")));
    }

    @Test
    void oneADayIsTakenFromAHealthyControlPlane() {
        healthy(CP_2);
        writes(CP_2, snapshot());
        look();

        assertThat(folder.of("homelab")).singleElement().satisfies(taken -> {
            assertThat(taken.path()).hasFileName("etcd-20261123T100000Z.db").exists();
            assertThat(taken.takenAt()).isEqualTo("2026-11-23T10:00:00Z");
            assertThat(taken.size()).isEqualTo(8192 + 32);
            assertThat(taken.stillIntact()).isTrue();
        });
        cluster.pass(Duration.ofHours(23));
        look();
        assertThat(folder.of("homelab")).hasSize(1);
    }

    /** It holds every Secret of the cluster. */
    @Test
    void isForKaltstartAlone() throws IOException {
        taken();
        Path file = folder.of("homelab").get(0).path();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        for (String directory : List.of(".", "..")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.resolveSibling(directory))))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void theNewestSevenAreKept() {
        for (int day = 0; day < 9; day++) {
            taken();
            cluster.pass(DAY);
        }
        List<EtcdSnapshot> kept = folder.of("homelab");

        assertThat(kept).hasSize(SnapshotFolder.KEPT).allMatch(EtcdSnapshot::stillIntact);
        assertThat(kept.get(0).takenAt()).isEqualTo("2026-12-01T10:00:00Z");
        assertThat(names()).hasSize(2 * SnapshotFolder.KEPT);
    }

    @Test
    void aTruncatedOneIsNone() {
        healthy(CP_1);
        writes(CP_1, Arrays.copyOf(snapshot(), 5_000));
        look();
        assertThat(names()).isEmpty();
    }

    @Test
    void oneWithAnotherContentIsNone() {
        byte[] content = snapshot();
        content[100]++;
        healthy(CP_1);
        writes(CP_1, content);
        look();
        assertThat(names()).isEmpty();
    }

    @Test
    void thatTalosctlEndsWellProvesNothing() {
        healthy(CP_1);
        cluster.talos(CP_1, "etcd snapshot " + target(), OK);
        look();
        assertThat(names()).isEmpty();
    }

    @Test
    void whatAHangLeavesIsCleanedUp() {
        healthy(CP_1);
        String line = FakeCluster.talosLine(CP_1, "etcd snapshot " + target());
        cluster.when(line, new Result(Result.Ending.STOPPED, -1, "", ""))
                .effect(line, () -> write(Path.of(target() + ".part"), new byte[10]));
        look();
        assertThat(names()).containsExactly("etcd-20261123T100000Z.db.new.part");

        taken();
        assertThat(names()).containsExactly("etcd-20261123T100000Z.db", "etcd-20261123T100000Z.db.sha256");
    }

    @Test
    void theNextControlPlaneIsAskedWhenOneFails() {
        healthy(CP_1);
        cluster.talos(CP_1, "etcd snapshot " + target(), Result.exited(1, "", "rpc error: code = Unavailable"));
        healthy(CP_3);
        writes(CP_3, snapshot());
        look();

        assertThat(folder.of("homelab")).hasSize(1);
    }

    @Test
    void oneThatWasChangedLaterIsNotIntact() throws IOException {
        taken();
        Path file = folder.of("homelab").get(0).path();
        Files.write(file, other());

        assertThat(folder.of("homelab"))
                .as("it is complete, and not what was taken")
                .singleElement()
                .satisfies(found -> assertThat(found.stillIntact()).isFalse());
    }

    @Test
    void aLinkIsNoSnapshot() throws IOException {
        taken();
        Path file = folder.of("homelab").get(0).path();
        Files.move(file, root.resolve("elsewhere"));
        Files.createSymbolicLink(file, root.resolve("elsewhere"));

        assertThat(folder.of("homelab")).isEmpty();
    }

    @Test
    void aClusterThatDoesNotAnswerIsAskedAgain() {
        look();
        assertThat(folder.of("homelab")).isEmpty();
        taken();
        assertThat(folder.of("homelab")).hasSize(1);
    }

    @Test
    void aTwinHasNone() {
        healthy(CP_1);
        writes(CP_1, snapshot());
        new SnapshotWatch(new OneCluster(cluster, true), folder, new TakeSnapshot(folder), cluster.clock()).look(DAY);

        assertThat(root.resolve("home")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", "../other", "a/b", "/etc", "", "A", "homelab\n", "a.b"})
    void theNameOfAClusterIsNoPath(String name) {
        assertThatThrownBy(() -> folder.of(name)).isInstanceOf(IllegalArgumentException.class);
    }

    private void taken() {
        healthy(CP_1);
        writes(CP_1, snapshot());
        look();
    }

    private void look() {
        new SnapshotWatch(new OneCluster(cluster, false), folder, new TakeSnapshot(folder), cluster.clock()).look(DAY);
    }

    private void healthy(String address) {
        cluster.talos(address, "etcd status", OK);
    }

    private void writes(String address, byte[] content) {
        String target = target();
        String line = FakeCluster.talosLine(address, "etcd snapshot " + target);
        cluster.when(line, OK).effect(line, () -> write(Path.of(target), content));
    }

    private String target() {
        String time = cluster.clock().instant().toString().replaceAll("[-:]", "");
        return root.resolve("home/go-bag/homelab/etcd-" + time + ".db.new").toString();
    }

    private static void write(Path file, byte[] content) {
        try {
            Files.write(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> names() {
        try (var files = Files.list(root.resolve("home/go-bag/homelab"))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] snapshot() {
        return summed(7);
    }

    private static byte[] other() {
        return summed(8);
    }

    /** As etcd writes one: whole pages, and their checksum. */
    private static byte[] summed(long seed) {
        var pages = new byte[8192];
        new Random(seed).nextBytes(pages);
        try {
            byte[] sum = MessageDigest.getInstance("SHA-256").digest(pages);
            return ByteBuffer.allocate(pages.length + sum.length)
                    .put(pages)
                    .put(sum)
                    .array();
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
