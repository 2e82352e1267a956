package dev.kaltstart.audit;

import dev.kaltstart.audit.ChainVerdict.Broken;
import dev.kaltstart.audit.ChainVerdict.Kind;
import dev.kaltstart.audit.ChainVerdict.Sound;
import java.util.Objects;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Checks the whole chain in one snapshot; others may append meanwhile. */
final class ChainCheck {

    private static final int ROWS_AT_ONCE = 500;

    private final JdbcTemplate jdbc;
    private final TransactionTemplate snapshot;
    private final HeadFile file;

    ChainCheck(DataSource source, HeadFile file) {
        this.jdbc = new JdbcTemplate(source);
        jdbc.setFetchSize(ROWS_AT_ONCE);
        this.snapshot = new TransactionTemplate(new JdbcTransactionManager(source));
        snapshot.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        snapshot.setReadOnly(true);
        this.file = file;
    }

    ChainVerdict check() {
        Optional<ChainHead> kept;
        try {
            // read before the database: the file may be behind, but never ahead
            kept = file.read();
        } catch (HeadFile.Unreadable e) {
            return new Broken(Kind.HEAD_REPLACED, String.valueOf(e.getMessage()));
        }
        return Objects.requireNonNull(snapshot.execute(status -> check(kept)));
    }

    private ChainVerdict check(Optional<ChainHead> kept) {
        Optional<ChainHead> row =
                jdbc.query("select events, hash from audit_head where id = 1", AuditRows::head).stream()
                        .findFirst();
        if (row.isEmpty()) {
            return new Broken(Kind.HEAD_REPLACED, "the row with the end of the chain is missing");
        }
        long longest = Math.max(row.get().events(), kept.map(ChainHead::events).orElse(0L)) + 1;
        var walk = new ChainWalk(this::isHashOfAnEvent, this::hashAt, longest);
        RowCallbackHandler each = found -> walk.next(AuditRows.link(found, 0));
        jdbc.query("select * from audit_event order by number", each);
        return walk.broken().<ChainVerdict>map(broken -> broken).orElseGet(() -> ended(walk.head(), row.get(), kept));
    }

    private ChainVerdict ended(ChainHead end, ChainHead row, Optional<ChainHead> kept) {
        if (end.events() < row.events()) {
            return cutOff(end, row);
        }
        if (end.events() > row.events()) {
            return new Broken(Kind.INSERTED, "the chain ends at event " + row.events() + ", but more events follow");
        }
        if (!end.equals(row)) {
            return new Broken(Kind.HEAD_REPLACED, "the chain ends with another hash than its last event has");
        }
        if (kept.isEmpty()) {
            return end.events() == 0
                    ? new Sound(end, 0)
                    : new Broken(
                            Kind.HEAD_REPLACED,
                            HeadFile.NAME + " is missing: either the end was cut off or the chain replaced");
        }
        return compare(end, kept.get());
    }

    private ChainVerdict compare(ChainHead end, ChainHead kept) {
        if (end.events() < kept.events()) {
            return cutOff(end, kept);
        }
        if (hashAt(kept.events()).filter(kept.hash()::equals).isEmpty()) {
            return new Broken(
                    Kind.HEAD_REPLACED,
                    "event " + kept.events() + " is not the one in " + HeadFile.NAME
                            + ": events up to there were rewritten, and their hashes made to match");
        }
        return new Sound(end, end.events() - kept.events());
    }

    private static Broken cutOff(ChainHead end, ChainHead expected) {
        return new Broken(
                Kind.CUT_OFF,
                "the chain ends at event " + end.events() + ", and " + expected.events() + " were written");
    }

    private boolean isHashOfAnEvent(String hash) {
        return Boolean.TRUE.equals(
                jdbc.queryForObject("select count(*) > 0 from audit_event where hash = ?", Boolean.class, hash));
    }

    private Optional<String> hashAt(long number) {
        return number == 0
                ? Optional.of(ChainHead.START.hash())
                : jdbc.queryForList("select hash from audit_event where number = ?", String.class, number).stream()
                        .findFirst();
    }
}
