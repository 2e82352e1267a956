package dev.kaltstart.recovery;

import dev.kaltstart.cluster.MachineUuid;
import dev.kaltstart.cluster.NodeName;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

@Component
class MachineRows implements Machines {

    private static final String SEEN = "seen";
    private static final String NAMED = "named";

    private final JdbcClient jdbc;
    private final Clock clock;

    MachineRows(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    @Override
    public Optional<MachineUuid> seen(String recovery, NodeName node) {
        return find(recovery, node, SEEN);
    }

    @Override
    public Optional<MachineUuid> wanted(String recovery, NodeName node) {
        return find(recovery, node, NAMED).or(() -> seen(recovery, node));
    }

    private Optional<MachineUuid> find(String recovery, NodeName node, String source) {
        return jdbc.sql("select uuid from machine where recovery = ? and node = ? and source = ?")
                .params(recovery, node.value(), source)
                .query(String.class)
                .optional()
                .flatMap(MachineUuid::parse);
    }

    @Override
    public void see(String recovery, NodeName node, MachineUuid machine) {
        put(recovery, node, SEEN, machine, null);
    }

    @Override
    public void name(String recovery, NodeName node, MachineUuid machine, String person) {
        put(recovery, node, NAMED, machine, person);
    }

    private void put(String recovery, NodeName node, String source, MachineUuid machine, @Nullable String person) {
        var now = RecoveryRows.utc(clock.instant());
        int changed = jdbc.sql("update machine set uuid = ?, person = ?, recorded_at = ?"
                        + " where recovery = ? and node = ? and source = ?")
                .param(1, machine.value())
                .param(2, person)
                .param(3, now)
                .param(4, recovery)
                .param(5, node.value())
                .param(6, source)
                .update();
        if (changed == 0) {
            jdbc.sql(
                            "insert into machine (recovery, node, source, uuid, person, recorded_at) values (?, ?, ?, ?, ?, ?)")
                    .param(1, recovery)
                    .param(2, node.value())
                    .param(3, source)
                    .param(4, machine.value())
                    .param(5, person)
                    .param(6, now)
                    .update();
        }
    }
}
