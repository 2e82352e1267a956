package dev.kaltstart.recovery;

import dev.kaltstart.cluster.Clusters;
import dev.kaltstart.cluster.Mode;
import dev.kaltstart.engine.EngineEvent;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The milestones that recoveries have reached. Written in the transaction that ends the step. */
@Component
class MilestoneRows {

    private final JdbcClient jdbc;
    private final RecoveryRows recoveries;
    private final RunClock clock;
    private final Clusters clusters;

    MilestoneRows(JdbcClient jdbc, RecoveryRows recoveries, RunClock clock, Clusters clusters) {
        this.jdbc = jdbc;
        this.recoveries = recoveries;
        this.clock = clock;
        this.clusters = clusters;
    }

    /** Only the first time counts. */
    @EventListener
    void write(EngineEvent.MilestoneReached event) {
        boolean reached = of(List.of(event.recovery())).getOrDefault(event.recovery(), List.of()).stream()
                .anyMatch(row -> row.name().equals(event.name()));
        if (!reached) {
            recoveries.row(event.recovery()).ifPresent(row -> insert(event, row));
        }
    }

    private void insert(EngineEvent.MilestoneReached event, RecoveryRows.Row row) {
        Instant at = onClusterClock(event, row);
        Duration waited = clock.waitedUntil(row, at);
        jdbc.sql("insert into milestone (recovery, name, objective, clock_at, waited_ms) values (?, ?, ?, ?, ?)")
                .param(1, event.recovery())
                .param(2, event.name())
                .param(3, event.objective())
                .param(4, RecoveryRows.utc(at))
                .param(5, waited.toMillis())
                .update();
    }

    /** The clock that stops when the checks are green: a twin begins its own a little after its recovery. */
    private Instant onClusterClock(EngineEvent.MilestoneReached event, RecoveryRows.Row row) {
        return row.mode() == Mode.REHEARSAL
                ? clusters.open(row.cluster(), row.mode(), row.id(), Clusters.LOOKING)
                        .clock()
                        .instant()
                : event.at();
    }

    /** By recovery, in the order in which they were reached; a recovery without one is missing. */
    Map<String, List<Row>> of(List<String> recoveries) {
        if (recoveries.isEmpty()) {
            return Map.of();
        }
        return jdbc
                .sql("select * from milestone where recovery in (:recoveries) order by clock_at, name")
                .param("recoveries", recoveries)
                .query(MilestoneRows::row)
                .list()
                .stream()
                .collect(Collectors.groupingBy(Row::recovery));
    }

    private static Row row(ResultSet row, int number) throws SQLException {
        return new Row(
                row.getString("recovery"),
                row.getString("name"),
                row.getString("objective"),
                RecoveryRows.instant(row, "clock_at").orElseThrow(),
                Duration.ofMillis(row.getLong("waited_ms")));
    }

    /**
     * @param clockAt when it was reached, on the clock of the cluster
     * @param waited for people until then, where they slow the clock
     */
    record Row(String recovery, String name, @Nullable String objective, Instant clockAt, Duration waited) {}
}
