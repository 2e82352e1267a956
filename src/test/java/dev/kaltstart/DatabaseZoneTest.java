package dev.kaltstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.TimeZone;
import java.util.UUID;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A database that a version wrote which took the zone of its host. */
class DatabaseZoneTest {

    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");

    private final JdbcDataSource source = new JdbcDataSource();
    private JdbcClient jdbc;

    @BeforeEach
    void tables() {
        source.setUrl("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        jdbc = JdbcClient.create(source);
        for (String table : List.of(
                "database_zone (zone varchar(60) primary key, since timestamp with time zone)",
                "recovery (id varchar(60), created_at timestamp with time zone)",
                "act_hi_procinst (id_ varchar(60), business_key_ varchar(60), super_process_instance_id_ varchar(60),"
                        + " start_time_ timestamp, end_time_ timestamp)",
                "act_ru_job (id_ varchar(60), duedate_ timestamp)",
                "actors (id_ varchar(60), at timestamp)")) {
            jdbc.sql("create table " + table).update();
        }
    }

    @Test
    void remembersThatADatabaseIsInUtc() {
        zone(NEW_YORK).require("");
        recovery("r-1", "2026-11-28T12:00:00", "2026-11-28T12:00:01");
        jdbc.sql("delete from database_zone").update();

        zone(NEW_YORK).require("");

        assertThat(remembered()).containsExactly("UTC");
        zone(NEW_YORK).require("");
    }

    @Test
    void refusesOneOfAnotherZoneAndNamesTheZoneOfTheHostWhenItFits() {
        recovery("r-1", "2026-11-28T12:00:00", "2026-11-28T07:00:01");

        assertThatThrownBy(() -> zone(NEW_YORK).require(""))
                .isInstanceOfSatisfying(DatabaseZone.Foreign.class, foreign -> {
                    assertThat(foreign)
                            .hasMessageContaining("another time zone than UTC: 5:00 hours behind UTC in r-1");
                    assertThat(foreign.action()).contains("KALTSTART_DATABASE_ZONE=America/New_York,", "as it seems");
                });
        assertThatThrownBy(() -> zone(ZoneId.of("Europe/Berlin")).require(""))
                .isInstanceOfSatisfying(
                        DatabaseZone.Foreign.class,
                        foreign -> assertThat(foreign.action()).contains("KALTSTART_DATABASE_ZONE=Area/City"));
        assertThat(remembered()).isEmpty();
    }

    @Test
    void movesEveryTimeOfTheEngineAcrossAChangeOfClocks() {
        recovery("winter", "2026-11-28T12:00:00", "2026-11-28T07:00:01");
        recovery("summer", "2026-07-01T12:00:00", "2026-07-01T08:00:01");
        jdbc.sql("insert into act_ru_job values ('j', timestamp '2026-11-28 07:01:00'), ('none', null)")
                .update();
        jdbc.sql("insert into actors values ('a', timestamp '2026-11-28 07:01:00')")
                .update();

        zone(ZoneOffset.UTC).require("America/New_York");

        assertThat(times("select start_time_ from act_hi_procinst order by 1"))
                .containsExactly(
                        LocalDateTime.parse("2026-07-01T12:00:01"), LocalDateTime.parse("2026-11-28T12:00:01"));
        assertThat(times("select duedate_ from act_ru_job where id_ = 'j'"))
                .containsExactly(LocalDateTime.parse("2026-11-28T12:01:00"));
        assertThat(times("select at from actors")).containsExactly(LocalDateTime.parse("2026-11-28T07:01:00"));
        assertThat(remembered()).containsExactly("UTC");
    }

    @Test
    void movesNothingInAZoneThatDoesNotFit() {
        recovery("winter", "2026-11-28T12:00:00", "2026-11-28T07:00:01");
        recovery("summer", "2026-07-01T12:00:00", "2026-07-01T08:00:01");

        assertThatThrownBy(() -> zone(NEW_YORK).require("America/Bogota"))
                .hasMessageContaining("were not written in America/Bogota: 4:00 hours behind UTC in summer");

        assertThat(times("select start_time_ from act_hi_procinst order by 1"))
                .contains(LocalDateTime.parse("2026-11-28T07:00:01"));
        assertThat(remembered()).isEmpty();
    }

    @Test
    void refusesADatabaseThatSaysAnotherZone() {
        jdbc.sql("insert into database_zone values ('Asia/Tokyo', current_timestamp)")
                .update();

        assertThatThrownBy(() -> zone(NEW_YORK).require("")).hasMessageContaining("the zone Asia/Tokyo");
    }

    @Test
    void everyProcessIsInUtcWhateverItWasStartedIn() {
        TimeZone before = TimeZone.getDefault();
        try {
            TimeZone.setDefault(TimeZone.getTimeZone("Asia/Tokyo"));
            UtcZone.set();
            assertThat(ZoneId.systemDefault()).isEqualTo(ZoneId.of("UTC"));
        } finally {
            TimeZone.setDefault(before);
        }
    }

    private DatabaseZone zone(ZoneId host) {
        return new DatabaseZone(source, host);
    }

    private void recovery(String id, String utc, String local) {
        jdbc.sql("insert into recovery values (?, ?)")
                .params(id, LocalDateTime.parse(utc).atOffset(ZoneOffset.UTC))
                .update();
        jdbc.sql("insert into act_hi_procinst values (?, ?, null, ?, null)")
                .params(id, id, LocalDateTime.parse(local))
                .update();
    }

    private List<String> remembered() {
        return jdbc.sql("select zone from database_zone").query(String.class).list();
    }

    private List<LocalDateTime> times(String query) {
        return jdbc.sql(query)
                .query((row, n) -> row.getObject(1, LocalDateTime.class))
                .list();
    }
}
