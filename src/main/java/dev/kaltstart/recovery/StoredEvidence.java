package dev.kaltstart.recovery;

import dev.kaltstart.shell.Redaction;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Evidence lies in the database, and goes with the recovery when another Kaltstart takes it over. */
@Component
class StoredEvidence implements Evidence {

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9.-]{0,99}");

    private final JdbcClient jdbc;
    private final Redaction redaction;
    private final Clock clock;

    StoredEvidence(JdbcClient jdbc, Redaction redaction, Clock clock) {
        this.jdbc = jdbc;
        this.redaction = redaction;
        this.clock = clock;
    }

    @Override
    public String keep(String recovery, String name, String text) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("not usable as the name of evidence: " + name);
        }
        String kept = cut(redaction.clean(storable(text)));
        var now = RecoveryRows.utc(clock.instant());
        int replaced = jdbc.sql("update evidence set content = ?, kept_at = ? where recovery = ? and name = ?")
                .params(kept, now, recovery, name)
                .update();
        if (replaced == 0) {
            jdbc.sql("insert into evidence (recovery, name, content, kept_at) values (?, ?, ?, ?)")
                    .params(recovery, name, kept, now)
                    .update();
        }
        return Evidence.reference(recovery, name);
    }

    /** PostgreSQL has no such character. */
    private static String storable(String text) {
        return text.replace("\0", "");
    }

    private static String cut(String text) {
        return text.length() <= LONGEST
                ? text
                : text.substring(0, LONGEST) + "\n... (cut: " + (text.length() - LONGEST) + " characters more)\n";
    }

    @Override
    public Optional<String> read(String reference) {
        int slash = reference.indexOf('/');
        return slash < 0
                ? Optional.empty()
                : jdbc.sql("select content from evidence where recovery = ? and name = ?")
                        .params(reference.substring(0, slash), reference.substring(slash + 1))
                        .query((row, n) -> row.getString("content"))
                        .optional();
    }

    @Override
    public List<Kept> of(String recovery) {
        return jdbc.sql("select name, char_length(content) as size, kept_at from evidence where recovery = ?"
                        + " order by kept_at, name")
                .param(recovery)
                .query((row, n) -> {
                    Instant at = RecoveryRows.instant(row, "kept_at").orElseThrow();
                    return new Kept(row.getString("name"), row.getLong("size"), at);
                })
                .list();
    }
}
