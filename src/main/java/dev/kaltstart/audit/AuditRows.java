package dev.kaltstart.audit;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The rows of the chain. */
@Component
class AuditRows {

    private static final int PAGE = 500;

    private final JdbcClient jdbc;

    AuditRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Locks the head: no other Kaltstart appends until the transaction ends. */
    ChainHead lockHead() {
        return jdbc.sql("select events, hash from audit_head where id = 1 for update")
                .query(AuditRows::head)
                .single();
    }

    void moveHead(ChainHead head) {
        jdbc.sql("update audit_head set events = ?, hash = ? where id = 1")
                .params(head.events(), head.hash())
                .update();
    }

    void insert(AuditLink link) {
        AuditEvent event = link.event();
        jdbc.sql("insert into audit_event (number, previous, hash, at, action, recovery, subject, step, person, origin,"
                        + " digest, approval, words) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
                .param(1, link.number())
                .param(2, link.previous())
                .param(3, link.hash())
                .param(4, event.at().atOffset(ZoneOffset.UTC))
                .param(5, event.action())
                .param(6, event.recovery())
                .param(7, event.subject())
                .param(8, event.step())
                .param(9, event.person())
                .param(10, event.origin())
                .param(11, event.digest())
                .param(12, event.approval())
                .param(13, event.message())
                .update();
    }

    Optional<String> hashAt(long number) {
        return number == 0
                ? Optional.of(ChainHead.START.hash())
                : jdbc.sql("select hash from audit_event where number = ?")
                        .param(number)
                        .query(String.class)
                        .optional();
    }

    /** The next page of events of a recovery; empty at the end. */
    List<AuditLink> of(String recovery, long after) {
        return jdbc.sql("select * from audit_event where recovery = ? and number > ? order by number" + " fetch first "
                        + PAGE + " rows only")
                .params(recovery, after)
                .query(AuditRows::link)
                .list();
    }

    static ChainHead head(ResultSet row, int number) throws SQLException {
        return new ChainHead(row.getLong("events"), row.getString("hash"));
    }

    static AuditLink link(ResultSet row, int number) throws SQLException {
        return new AuditLink(
                row.getLong("number"),
                row.getString("previous"),
                row.getString("hash"),
                new AuditEvent(
                        row.getObject("at", OffsetDateTime.class).toInstant(),
                        row.getString("action"),
                        row.getString("recovery"),
                        row.getString("subject"),
                        row.getString("step"),
                        row.getString("person"),
                        row.getString("origin"),
                        row.getString("digest"),
                        row.getString("approval"),
                        row.getString("words")));
    }
}
