package dev.kaltstart.alert;

import dev.kaltstart.api.ControlCharacters;
import dev.kaltstart.shell.Redaction;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Keeps the originals of refused alerts for an hour: the response does not repeat them, and a person has to inspect them. */
@Component
class RefusedAlerts {

    private static final Logger log = LoggerFactory.getLogger(RefusedAlerts.class);

    private static final int MOST_BYTES = 64 * 1024;
    private static final int LONGEST_REASON = 1000;
    private static final int MOST_ORIGINALS = 500;
    private static final Duration KEPT = Duration.ofHours(1);

    private final JdbcClient database;
    private final Redaction redaction;
    private final Clock clock;

    RefusedAlerts(JdbcClient database, Redaction redaction, Clock clock) {
        this.database = database;
        this.redaction = redaction;
        this.clock = clock;
    }

    void keep(byte[] sent, String reason) {
        byte[] original = withoutSecrets(sent);
        try {
            if (again(original) == 0 && count() < MOST_ORIGINALS) {
                add(original, reason);
            }
        } catch (DuplicateKeyException e) {
            again(original);
        } catch (DataAccessException e) {
            // the refusal is returned anyway
            log.warn(
                    "the original of a refused alert was not stored: {}",
                    e.getClass().getSimpleName());
        }
    }

    @Scheduled(fixedDelayString = "PT1M")
    void forget() {
        database.sql("delete from refused_alert where received_at < :before")
                .param("before", utc(clock.instant().minus(KEPT)))
                .update();
    }

    List<IgnoredAlerts.Refused> byReason(int most) {
        return database.sql("select reason, sum(received) as requests, max(received_at) as newest from refused_alert"
                        + " group by reason order by newest desc, reason fetch first :most rows only")
                .param("most", most)
                .query((row, number) -> new IgnoredAlerts.Refused(
                        row.getString("reason"),
                        row.getLong("requests"),
                        row.getObject("newest", OffsetDateTime.class).toInstant()))
                .list();
    }

    /** The sender repeats a refused alert every five minutes until someone fixes it. */
    private int again(byte[] original) {
        return database.sql("update refused_alert set received = received + 1, received_at = :now where hash = :hash")
                .param("now", utc(clock.instant()))
                .param("hash", hash(original))
                .update();
    }

    private long count() {
        return database.sql("select count(*) from refused_alert")
                .query(Long.class)
                .single();
    }

    private void add(byte[] original, String reason) {
        database.sql("""
                        insert into refused_alert (hash, original, reason, received_at, received)
                        values (:hash, :original, :reason, :now, 1)
                        """)
                .param("hash", hash(original))
                .param("original", Arrays.copyOf(original, Math.min(original.length, MOST_BYTES)))
                .param("reason", ControlCharacters.text(reason, LONGEST_REASON))
                .param("now", utc(clock.instant()))
                .update();
    }

    /** The request as received, unless it contains a secret. */
    private byte[] withoutSecrets(byte[] sent) {
        String text = new String(sent, StandardCharsets.UTF_8);
        return redaction.hasSecret(text) ? redaction.clean(text).getBytes(StandardCharsets.UTF_8) : sent;
    }

    private static String hash(byte[] original) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(original));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static OffsetDateTime utc(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }
}
