package dev.kaltstart.readiness.item;

import static dev.kaltstart.readiness.item.ItemWorld.OK;
import static dev.kaltstart.readiness.item.ItemWorld.prove;
import static dev.kaltstart.readiness.item.ItemWorld.rehearse;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.backup.ledger.LedgerEntry;
import dev.kaltstart.backup.ledger.Recorded;
import dev.kaltstart.backup.ledger.VolumeLedger;
import dev.kaltstart.cluster.DataSystem;
import dev.kaltstart.cluster.Prerequisite.State;
import dev.kaltstart.cluster.volumes.DeclaredVolume;
import dev.kaltstart.cluster.volumes.Protection;
import dev.kaltstart.readiness.Occasion;
import dev.kaltstart.shell.Redaction;
import dev.kaltstart.shell.Result;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("NullAway.Init")
class OutsideItemsTest {

    @TempDir
    Path root;

    private final List<LedgerEntry> ledger = new ArrayList<>();
    private final List<String> asked = new ArrayList<>();
    private ItemWorld world;

    @BeforeEach
    void checkOut() {
        world = new ItemWorld(root);
    }

    @Test
    void theNasThatVolumesAreOnTakesConnections() {
        mounted("10.20.0.5");
        world.volumes.add(volume("nfs://nas.example/volume1/media", ""));

        var found = prove(nas(true), world.cluster());

        assertThat(found.state()).isEqualTo(State.PROVEN);
        assertThat(asked).containsExactly("10.20.0.5:2049", "nas.example:2049");
    }

    @Test
    void aSilentNasIsUnknownBecauseAnotherNetworkMayReachIt() {
        mounted("10.20.0.5");

        var found = prove(nas(false), world.cluster());

        assertThat(found.state()).isEqualTo(State.UNKNOWN);
        assertThat(found.message()).contains("10.20.0.5:2049", "switch it on");
    }

    @Test
    void aRehearsalConnectsToNothing() {
        mounted("10.20.0.5");

        assertThat(rehearse(nas(true), world.cluster()).state()).isEqualTo(State.UNPROVEN);
        assertThat(asked).isEmpty();
    }

    @Test
    void aClusterWithoutANasNeedsNone() {
        assertThat(nas(true).prove(Occasion.ordinary(world.cluster()))).isEmpty();
    }

    /** Whoever may write to the repository writes these. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "169.254.169.254",
                "::1",
                "0.0.0.0",
                "localhost",
                "kubernetes.default.svc",
                "metadata.google.internal",
                "2130706433",
                "0x7f000001",
                "127.1",
                "nas example",
                "-oProxyCommand=x",
                "nas\nexample",
                "nas/../x",
                ""
            })
    void whatIsNoOtherMachineIsNotConnectedTo(String host) {
        assertThat(StorageServer.at(host, StorageServer.NFS)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "10.20.0.5:3260, 10.20.0.5",
        "10.20.0.5:22, 10.20.0.5",
        "[fd00:20::5]:3260, fd00:20:0:0:0:0:0:5",
        "fd00:20::5, fd00:20:0:0:0:0:0:5",
        "nas.example:3260, nas.example"
    })
    void thePortOfAPortalIsThatOfItsProtocol(String portal, String host) {
        assertThat(StorageServer.portal(portal)).contains(new StorageServer(host, StorageServer.ISCSI));
    }

    @Test
    void aPersonUsesTheStoreOfTheBackups() {
        assertThat(new BackupStoreItem().prove(Occasion.ordinary(world.cluster())))
                .isEmpty();

        world.using(DataSystem.VOLSYNC, "");
        world.volumes.add(
                volume("data", "writes to http://minio.storage.svc, which is in the cluster itself: it helps"));
        var found = prove(new BackupStoreItem(), world.cluster());
        assertThat(found.state()).isEqualTo(State.UNPROVEN);
        assertThat(found.message())
                .contains(
                        "VolSync",
                        "restic -r REPOSITORY snapshots --latest 1",
                        "of 1 volume are written to a store in");
    }

    @Test
    void theLoginOf1PasswordIsProvenWhereOpAnswers() {
        world.using(DataSystem.EXTERNAL_SECRETS, "1Password");

        assertThat(prove(new SecretStoreItem(), world.cluster().when("op whoami", OK))
                        .state())
                .isEqualTo(State.PROVEN);
        assertThat(prove(
                                new SecretStoreItem(),
                                world.cluster().when("op whoami", Result.exited(1, "", "not signed in")))
                        .message())
                .contains("log in to 1Password", "op whoami");
        assertThat(prove(new SecretStoreItem(), world.cluster().without("op")).state())
                .isEqualTo(State.UNPROVEN);
    }

    @Test
    void whereTheDnsTokenIsKeptIsFoundByNamesAlone() {
        world.secret("kubernetes/apps/network/cloudflare-dns/app/secret.sops.yaml", "stringData", "api-token");

        var found = prove(new DnsTokenItem(), world.cluster());

        assertThat(found.state()).isEqualTo(State.UNPROVEN);
        assertThat(found.message())
                .contains("holds it at stringData.api-token", "tokens/verify", "curl -sS -K -")
                .doesNotContain("ENC[");
        assertThat(new Redaction().hasSecret(found.message()))
                .as("a person copies it")
                .isFalse();
    }

    /** People paste the command into a shell. */
    @Test
    void aNameThatIsACommandIsNoNameOfAToken() {
        world.secret("kubernetes/cloudflare.sops.yaml", "stringData", "\"token'; reboot; '\"");

        assertThat(prove(new DnsTokenItem(), world.cluster()).message())
                .doesNotContain("reboot")
                .contains("no token for DNS was found");
    }

    @ParameterizedTest
    @CsvSource({
        "github.com, false",
        "git.example, false",
        "10.20.0.11, true",
        "cp-1, true",
        "forgejo.git.svc.cluster.local, true"
    })
    void aGitHostThatTheClusterRunsIsLostWithIt(String host, boolean doubted) {
        assertThat(HostedInside.doubt(world.inventory(), host).isPresent()).isEqualTo(doubted);
    }

    private void mounted(String server) {
        var now = Instant.parse("2026-11-23T10:00:00Z");
        ledger.add(new LedgerEntry(
                "media", "films", now, now, Recorded.nfs("pv-1", server, "/films", "ReadWriteMany"), null));
    }

    private static DeclaredVolume volume(String claim, String remark) {
        return new DeclaredVolume(
                "media",
                claim,
                "jellyfin",
                "",
                "",
                List.of(),
                List.of(),
                "media.yaml:1",
                DataSystem.NFS,
                Protection.UNKNOWN,
                remark);
    }

    private StorageServerItem nas(boolean open) {
        VolumeLedger seen = new VolumeLedger() {
            @Override
            public List<LedgerEntry> of(String cluster) {
                return ledger;
            }

            @Override
            public List<LedgerEntry> of(String cluster, String namespace, String claim) {
                throw new UnsupportedOperationException();
            }
        };
        return new StorageServerItem(new StorageServers(seen), (host, port) -> {
            asked.add(host + ":" + port);
            return open;
        });
    }
}
