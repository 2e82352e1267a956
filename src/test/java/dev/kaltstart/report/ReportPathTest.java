package dev.kaltstart.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaltstart.shell.Home;
import java.nio.file.Path;
import java.time.Clock;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

class ReportPathTest {

    @TempDir
    Path world;

    @ParameterizedTest
    @ValueSource(strings = {"../../evil", "..", ".", "", "a/b", "/etc"})
    void refusesAnIdThatLeadsOutOfTheHome(String id) {
        assertThatThrownBy(() -> reports().file(id, "report.md")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void hasADirectoryForEachRecovery() {
        assertThat(reports().file("node-failure-20261128-1200-abcde", "report.md"))
                .isEqualTo(world.resolve("home/reports/node-failure-20261128-1200-abcde/report.md"));
    }

    private Reports reports() {
        return new Reports(JdbcClient.create(new JdbcDataSource()), new Home(world.resolve("home")), Clock.systemUTC());
    }
}
