package dev.kaltstart.audit;

import dev.kaltstart.shell.Home;
import java.nio.file.Path;
import java.time.Instant;
import java.util.UUID;
import java.util.stream.LongStream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcConnectionPool;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A chain in its own database, and an attacker with write access to it. */
final class ChainFixture {

    final DataSource source;
    final JdbcClient sql;
    final TransactionTemplate transaction;
    private final JdbcTransactionManager transactions;

    ChainFixture() {
        this(JdbcConnectionPool.create("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "sa", ""));
    }

    ChainFixture(DataSource database) {
        source = database;
        Flyway.configure().dataSource(source).load().migrate();
        sql = JdbcClient.create(source);
        transactions = new JdbcTransactionManager(source);
        transaction = new TransactionTemplate(transactions);
    }

    /** A Kaltstart with that home. */
    AuditChain chain(Path home) {
        return new AuditChain(new AuditRows(sql), new Home(home), transactions);
    }

    ChainVerdict check(Path home) {
        return new ChainCheck(source, new HeadFile(home)).check();
    }

    static AuditEvent event(String message) {
        return AuditEvent.of(Instant.parse("2026-11-28T10:00:00.123456789Z"), "step-done", "r-1", message)
                .about("node/wk-2", "resetNode")
                .by("ada", "192.0.2.7")
                .allowing("d".repeat(64), "approval-1");
    }

    /** In one transaction. */
    void fill(AuditChain chain, long events) {
        transaction.executeWithoutResult(
                status -> LongStream.rangeClosed(1, events).forEach(number -> chain.record(event("event " + number))));
    }

    AuditLink at(long number) {
        return sql.sql("select * from audit_event where number = ?")
                .param(number)
                .query(AuditRows::link)
                .single();
    }

    void delete(long number) {
        run("delete from audit_event where number = " + number);
    }

    void shift(long from, long by) {
        run("update audit_event set number = number + 1000000 where number >= " + from);
        run("update audit_event set number = number - 1000000 + " + by + " where number >= 1000000");
    }

    void swap(long one, long other) {
        run("update audit_event set number = -1 where number = " + one);
        run("update audit_event set number = " + one + " where number = " + other);
        run("update audit_event set number = " + other + " where number = -1");
    }

    void insert(AuditLink link) {
        new AuditRows(sql).insert(link);
    }

    /** With all the knowledge of how hashes are made. */
    void rewriteFrom(long first) {
        var rows = new AuditRows(sql);
        ChainHead head = first == 1 ? ChainHead.START : at(first - 1).head();
        for (AuditLink link : sql.sql("select * from audit_event where number >= ? order by number")
                .param(first)
                .query(AuditRows::link)
                .list()) {
            AuditLink sealed = AuditLink.after(head, link.event());
            delete(link.number());
            rows.insert(sealed);
            head = sealed.head();
        }
        rows.moveHead(head);
    }

    int run(String statement) {
        return sql.sql(statement).update();
    }
}
