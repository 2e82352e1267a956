package dev.kaltstart.report;

import dev.kaltstart.shell.Home;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Stores reports in the database and also as files, in case the database is lost. */
@Component
class Reports {

    private static final String DRAFT = "changelog.draft";

    private final JdbcClient jdbc;
    private final Home home;
    private final Clock clock;

    Reports(JdbcClient jdbc, Home home, Clock clock) {
        this.jdbc = jdbc;
        this.home = home;
        this.clock = clock;
    }

    Optional<Stored> find(String recovery) {
        return jdbc.sql("select markdown, json from report where recovery = ?")
                .param(recovery)
                .query((row, n) -> new Stored(row.getString("markdown"), row.getString("json")))
                .optional();
    }

    boolean complete(String recovery) {
        return find(recovery).isPresent() && Files.exists(file(recovery, "report.json"));
    }

    void store(String recovery, Stored report) {
        jdbc.sql("delete from report where recovery = ?").param(recovery).update();
        jdbc.sql("insert into report (recovery, markdown, json, written_at) values (?, ?, ?, ?)")
                .params(
                        recovery,
                        report.markdown(),
                        report.json(),
                        clock.instant().atOffset(ZoneOffset.UTC))
                .update();
        write(file(recovery, "report.md"), report.markdown());
        write(file(recovery, "report.json"), report.json());
    }

    /** The draft of the cluster's changelog. */
    void draft(String recovery, String changelog) {
        write(file(recovery, DRAFT), changelog);
    }

    Optional<String> draft(String recovery) throws IOException {
        Path draft = file(recovery, DRAFT);
        return Files.exists(draft) ? Optional.of(Files.readString(draft)) : Optional.empty();
    }

    Path file(String recovery, String name) {
        if (!recovery.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
            throw new IllegalArgumentException("not the id of a recovery: " + recovery);
        }
        return home.directory("reports").resolve(recovery).resolve(name);
    }

    /** Atomic: readers would trust a truncated report. */
    private static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Path unfinished = Files.writeString(file.resolveSibling(file.getFileName() + ".new"), text);
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the report " + file, e);
        }
    }

    record Stored(String markdown, String json) {}
}
