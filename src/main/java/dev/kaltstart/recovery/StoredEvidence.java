package dev.kaltstart.recovery;

import dev.kaltstart.engine.EvidenceList;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Subject;
import dev.kaltstart.shell.Redaction;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Evidence is stored in the database, and moves with the recovery when another Kaltstart takes over. */
@Component
class StoredEvidence implements Evidence, EvidenceList {

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9.-]{0,99}");

    private static final String WHOLE = new Subject.WholeCluster().text();

    private final JdbcClient jdbc;
    private final Redaction redaction;
    private final Clock clock;

    StoredEvidence(JdbcClient jdbc, Redaction redaction, Clock clock) {
        this.jdbc = jdbc;
        this.redaction = redaction;
        this.clock = clock;
    }

    @Override
    public String keep(Run run, String name, String text) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("not usable as the name of evidence: " + name);
        }
        String kept = cut(redaction.clean(storable(text)));
        var now = RecoveryRows.utc(clock.instant());
        String subject = run.subject().text();
        int replaced = jdbc.sql(
                        "update evidence set content = ?, kept_at = ? where recovery = ? and subject = ? and name = ?")
                .params(kept, now, run.recovery(), subject, name)
                .update();
        if (replaced == 0) {
            jdbc.sql("insert into evidence (recovery, subject, name, content, kept_at) values (?, ?, ?, ?, ?)")
                    .params(run.recovery(), subject, name, kept, now)
                    .update();
        }
        return Evidence.reference(run, name);
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
        if (slash < 0) {
            return Optional.empty();
        }
        String named = reference.substring(slash + 1);
        int at = named.indexOf('@');
        return jdbc.sql("select content from evidence where recovery = ? and name = ?"
                        + (at < 0 ? " and subject = ?" : " and subject like ?"))
                .params(
                        reference.substring(0, slash),
                        at < 0 ? named : named.substring(0, at),
                        at < 0 ? WHOLE : "%/" + literal(named.substring(at + 1)))
                .query((row, n) -> row.getString("content"))
                .optional();
    }

    private static String literal(String label) {
        return label.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
    }

    @Override
    public List<String> names(String recovery, Subject subject) {
        return of(recovery).stream()
                .map(Kept::name)
                .filter(name -> !name.contains("@") || name.endsWith("@" + subject.label()))
                .toList();
    }

    @Override
    public List<Kept> of(String recovery) {
        return jdbc.sql("select name, subject, char_length(content) as size, kept_at from evidence where recovery = ?"
                        + " order by kept_at, name, subject")
                .param(recovery)
                .query((row, n) -> {
                    Instant at = RecoveryRows.instant(row, "kept_at").orElseThrow();
                    String named = Evidence.named(Subject.parse(row.getString("subject")), row.getString("name"));
                    return new Kept(named, row.getLong("size"), at);
                })
                .list();
    }
}
