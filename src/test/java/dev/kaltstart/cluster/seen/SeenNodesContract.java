package dev.kaltstart.cluster.seen;

import static dev.kaltstart.cluster.seen.Seen.MONDAY;
import static dev.kaltstart.cluster.seen.Seen.TUESDAY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.cluster.MachineUuid;
import dev.kaltstart.cluster.NodeName;
import dev.kaltstart.cluster.Role;
import dev.kaltstart.cluster.SeenNode;
import dev.kaltstart.cluster.SeenNode.Machine;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the record keeps, on every database. */
@SuppressWarnings("NullAway.Init")
abstract class SeenNodesContract {

    @TempDir
    private Path home;

    private JdbcClient jdbc;
    private SeenNodeRows record;

    abstract DataSource database();

    @BeforeEach
    void anEmptyRecord() {
        var source = database();
        Flyway.configure().dataSource(source).load().migrate();
        jdbc = JdbcClient.create(source);
        jdbc.sql("delete from seen_node").update();
        record = new SeenNodeRows(jdbc, home);
    }

    @Test
    void outlivesARestart() {
        var nodes = List.of(
                Seen.proven("cp-1", Role.CONTROL_PLANE, "10.0.0.11", MONDAY),
                Seen.claimed("wk-1", Role.WORKER, "fd00:20::21", MONDAY));
        record.saw("homelab", nodes);

        var restarted = new SeenNodeRows(jdbc, home);

        assertThat(restarted.of("homelab")).isEqualTo(nodes);
        assertThat(restarted.of("other")).isEmpty();
    }

    @Test
    void aNodeThatIsGoneStays() {
        var dead = Seen.proven("cp-2", Role.CONTROL_PLANE, "10.0.0.12", MONDAY);
        record.saw("homelab", List.of(Seen.proven("cp-1", Role.CONTROL_PLANE, "10.0.0.11", MONDAY), dead));

        record.saw("homelab", List.of(Seen.proven("cp-1", Role.CONTROL_PLANE, "10.0.0.11", TUESDAY)));
        record.forgetClaims("homelab", List.of(new NodeName("cp-1")));

        assertThat(record.of("homelab")).hasSize(2).contains(dead);
        assertThat(dead.lastSeen()).isEqualTo("2026-11-23 10:00 UTC");
    }

    @Test
    void aSilentMachineKeepsWhatItSaid() {
        var before = Seen.proven("cp-1", Role.CONTROL_PLANE, "10.0.0.11", MONDAY);
        record.saw("homelab", List.of(before));

        record.saw("homelab", List.of(new SeenNode(before.name(), null, null, "does not answer")));

        assertThat(only().machine()).isEqualTo(before.machine());
        assertThat(only().claim()).isEqualTo(before.claim());
        assertThat(only().doubt()).isEqualTo("does not answer");
    }

    @Test
    void aPartOfAnAnswerEmptiesNothing() {
        var before = Seen.proven("cp-1", Role.CONTROL_PLANE, "10.0.0.11", MONDAY);
        record.saw("homelab", List.of(before));

        record.saw("homelab", List.of(answering("10.0.0.11", Seen.UUID, null, null)));

        assertThat(machine().disk()).isEqualTo("/dev/nvme0n1");
        assertThat(machine().diskSerial()).isEqualTo("S4EV-cp-1");
        assertThat(machine().mac()).isEqualTo("02:00:00:00:00:01");
        assertThat(machine().at()).isEqualTo(TUESDAY);

        record.saw("homelab", List.of(answering("10.0.0.99", null, null, null)));
        assertThat(machine().address())
                .as("it is unknown which machine that was")
                .isEqualTo("10.0.0.11");
    }

    @Test
    void theDiskOfAReplacedMachineIsNotThatOfTheNewOne() {
        record.saw("homelab", List.of(Seen.proven("cp-1", Role.CONTROL_PLANE, "10.0.0.11", MONDAY)));

        record.saw("homelab", List.of(answering("10.0.0.11", Seen.OTHER_UUID, null, null)));

        assertThat(machine().disk()).isNull();
        assertThat(machine().diskSerial()).isNull();
        assertThat(machine().uuid()).isEqualTo(new MachineUuid(Seen.OTHER_UUID));
    }

    @Test
    void anotherDiskHasNotTheOldSerialNumber() {
        record.saw("homelab", List.of(Seen.proven("cp-1", Role.CONTROL_PLANE, "10.0.0.11", MONDAY)));

        record.saw("homelab", List.of(answering("10.0.0.11", Seen.UUID, "/dev/sda", null)));

        assertThat(machine().disk()).isEqualTo("/dev/sda");
        assertThat(machine().diskSerial()).isNull();
    }

    @Test
    void whatOnlyKubernetesClaimedIsForgottenWithItsNodeObject() {
        record.saw(
                "homelab",
                List.of(
                        Seen.proven("cp-1", Role.CONTROL_PLANE, "10.0.0.11", MONDAY),
                        Seen.claimed("evil", Role.CONTROL_PLANE, "10.0.0.66", MONDAY)));
        record.saw("other", List.of(Seen.claimed("evil", Role.CONTROL_PLANE, "10.0.0.66", MONDAY)));

        record.forgetClaims("homelab", List.of());

        assertThat(record.of("homelab")).extracting(node -> node.name().value()).containsExactly("cp-1");
        assertThat(record.of("other")).hasSize(1);
    }

    /** Attack: a flood of Node objects. */
    @Test
    void aFloodOfNodesHasAnEnd() {
        record.saw("homelab", List.of(Seen.proven("cp-1", Role.CONTROL_PLANE, "10.0.0.11", MONDAY)));
        var flood = IntStream.range(0, 2 * SeenNodeRows.MOST)
                .mapToObj(number -> Seen.claimed("a-" + number, Role.WORKER, "10.0.0.66", TUESDAY))
                .toList();

        record.saw("homelab", flood);

        assertThat(record.of("homelab")).hasSize(SeenNodeRows.MOST);
        assertThat(record.of("homelab"))
                .anySatisfy(node -> assertThat(node.name().value()).isEqualTo("cp-1"));
    }

    @Test
    void readsWhatAnotherKaltstartOnThisDatabaseWrote() {
        new SeenNodeRows(jdbc, home)
                .saw("homelab", List.of(Seen.proven("cp-1", Role.CONTROL_PLANE, "10.0.0.11", MONDAY)));
        assertThat(record.of("homelab")).isEmpty();

        record.refresh();

        assertThat(record.of("homelab")).hasSize(1);
    }

    private static SeenNode answering(
            String address, @Nullable String uuid, @Nullable String disk, @Nullable String serial) {
        return new SeenNode(
                new NodeName("cp-1"),
                null,
                new Machine(
                        TUESDAY,
                        "cp-1",
                        Role.CONTROL_PLANE,
                        address,
                        uuid == null ? null : new MachineUuid(uuid),
                        null,
                        disk,
                        serial,
                        null),
                "");
    }

    private SeenNode only() {
        assertThat(record.of("homelab")).hasSize(1);
        return record.of("homelab").get(0);
    }

    private Machine machine() {
        return Objects.requireNonNull(only().machine());
    }
}
