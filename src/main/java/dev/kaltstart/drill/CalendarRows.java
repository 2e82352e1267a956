package dev.kaltstart.drill;

import java.time.LocalDate;
import java.util.Optional;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Since when a drill is known to be needed, and when its delay was last said. */
@Component
class CalendarRows {

    private static final int WEEK = 7;

    private final JdbcClient jdbc;

    CalendarRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Optional<LocalDate> since(String cluster, String drill) {
        return jdbc.sql("select since from drill_calendar where cluster = ? and drill = ?")
                .params(cluster, drill)
                .query((row, n) -> row.getObject("since", LocalDate.class))
                .optional();
    }

    /** Only the first time counts. */
    void add(String cluster, String drill, LocalDate today) {
        try {
            if (since(cluster, drill).isEmpty()) {
                jdbc.sql("insert into drill_calendar (cluster, drill, since) values (?, ?, ?)")
                        .params(cluster, drill, today)
                        .update();
            }
        } catch (DuplicateKeyException e) {
            // another Kaltstart was faster
        }
    }

    /** @return false when it was said within the last week, by any Kaltstart */
    boolean say(String cluster, String drill, LocalDate today) {
        return jdbc.sql("update drill_calendar set noticed_on = ? where cluster = ? and drill = ?"
                                + " and (noticed_on is null or noticed_on <= ? or noticed_on > ?)")
                        // a date in the future is from before the clock was set
                        .params(today, cluster, drill, today.minusDays(WEEK), today)
                        .update()
                > 0;
    }
}
