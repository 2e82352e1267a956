package dev.kaltstart.audit;

import dev.kaltstart.shell.Home;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

/** The chain, for a command on the host: in the database where the server's is, with or without a running server. */
public final class HostChain {

    public static final String ADDED = "person-added";
    public static final String REMOVED = "person-removed";

    private final AuditChain chain;
    private final JdbcClient jdbc;

    /** @param held whether this process holds the home; else the holder maintains the head file */
    public HostChain(DataSource source, PlatformTransactionManager transactions, Home home, boolean held) {
        this.jdbc = JdbcClient.create(source);
        var file = new HeadFile(home.root());
        this.chain =
                new AuditChain(new AuditRows(jdbc), held ? new KeptHead(file) : KeptHead.ofAnother(file), transactions);
    }

    /**
     * In the caller's transaction.
     *
     * @param subject the affected person
     * @param user the operating-system user who runs the command
     */
    public void record(Instant at, String action, String subject, String user, String message) {
        chain.record(
                AuditEvent.of(at, action, null, message).about(subject, null).by(user + " on the host", null));
    }

    /** The last recorded action of each name, and the time it was added here. */
    public Map<String, Trace> traces() {
        var traces = new HashMap<String, Trace>();
        jdbc.sql("select person, max(at) as at from audit_event where person is not null group by person")
                .query(row -> {
                    traces.put(
                            row.getString("person"),
                            new Trace(
                                    null,
                                    row.getObject("at", OffsetDateTime.class).toInstant()));
                });
        jdbc.sql("select subject, max(at) as at from audit_event where action = ? group by subject")
                .param(ADDED)
                .query(row -> {
                    traces.merge(
                            row.getString("subject"),
                            new Trace(row.getObject("at", OffsetDateTime.class).toInstant(), null),
                            (seen, added) -> new Trace(added.added(), seen.lastRecorded()));
                });
        return traces;
    }

    /** The trace of a name in the chain. */
    public record Trace(@Nullable Instant added, @Nullable Instant lastRecorded) {}
}
