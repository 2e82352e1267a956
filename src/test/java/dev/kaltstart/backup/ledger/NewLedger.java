package dev.kaltstart.backup.ledger;

import dev.kaltstart.cluster.Cluster;
import dev.kaltstart.flux.OneCluster;
import dev.kaltstart.shell.Redaction;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcConnectionPool;
import org.springframework.jdbc.core.simple.JdbcClient;

/** An empty ledger in a database of its own, for what a watch of a real cluster records. */
public final class NewLedger {

    private final LedgerRows rows;

    public NewLedger() {
        var database = JdbcConnectionPool.create("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "sa", "");
        Flyway.configure().dataSource(database).load().migrate();
        rows = new LedgerRows(JdbcClient.create(database));
    }

    public VolumeLedger rows() {
        return rows;
    }

    LedgerRows writable() {
        return rows;
    }

    /** The cluster answers now. */
    public void look(Cluster cluster) {
        new VolumeWatch(new OneCluster(cluster, false), rows, new Redaction(), cluster.clock()).look();
    }
}
