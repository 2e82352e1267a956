package dev.kaltstart.notify;

import java.time.Instant;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What is said once, by one of several Kaltstarts. */
@Component
class MarkRows {

    private final JdbcClient jdbc;

    MarkRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @return false when it was marked before */
    boolean mark(String name, Instant at) {
        return jdbc.sql(
                                "insert into notification_mark (name, at) select cast(? as varchar(300)), cast(? as timestamp with time zone)"
                                        + " where not exists (select 1 from notification_mark where name = ?)")
                        .params(name, OutboxRows.utc(at), name)
                        .update()
                > 0;
    }

    boolean marked(String name) {
        return jdbc.sql("select count(*) from notification_mark where name = ?")
                        .param(name)
                        .query(Long.class)
                        .single()
                > 0;
    }

    void forgetBefore(Instant at) {
        jdbc.sql("delete from notification_mark where at < ?")
                .param(OutboxRows.utc(at))
                .update();
    }
}
