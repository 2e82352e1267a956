package dev.kaltstart.backup.ledger;

import static dev.kaltstart.backup.ledger.Recorded.binding;
import static dev.kaltstart.backup.ledger.Recorded.longhorn;
import static dev.kaltstart.backup.ledger.Recorded.synology;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the ledger keeps, on every database. */
@SuppressWarnings("NullAway.Init")
abstract class LedgerContract {

    private static final Instant MONDAY = Instant.parse("2026-11-23T10:00:00Z");
    private static final Instant TUESDAY = Instant.parse("2026-11-24T10:00:00Z");
    private static final Instant FRIDAY = Instant.parse("2026-11-27T10:00:00Z");

    private JdbcClient jdbc;
    private LedgerRows ledger;

    abstract DataSource database();

    @BeforeEach
    void anEmptyLedger() {
        var source = database();
        Flyway.configure().dataSource(source).load().migrate();
        jdbc = JdbcClient.create(source);
        jdbc.sql("delete from volume_ledger").update();
        ledger = new LedgerRows(jdbc);
    }

    @Test
    void outlivesARestartWithAllThatBindsTheVolumeAgain() {
        var volume = synology("pv-1", "4f0c'; reboot #\"\\u0000 {}");
        ledger.saw("homelab", MONDAY, List.of(new ClaimBinding("office", "data", volume, "s3://b@r/?backup=1")));

        assertThat(new LedgerRows(jdbc).of("homelab"))
                .containsExactly(new LedgerEntry("office", "data", MONDAY, MONDAY, volume, "s3://b@r/?backup=1"));
        assertThat(ledger.of("other")).isEmpty();
        assertThat(ledger.of("homelab", "office", "other")).isEmpty();
    }

    @Test
    void anEmptyAnswerForgetsNothing() {
        ledger.saw("homelab", MONDAY, List.of(binding("data", synology("pv-1", "one"))));

        ledger.saw("homelab", TUESDAY, List.of());

        assertThat(only().lastSeen()).isEqualTo(MONDAY);
    }

    @Test
    void aClaimThatIsGoneStaysWithTheTimeOfItsLastSight() {
        ledger.saw(
                "homelab",
                MONDAY,
                List.of(binding("data", synology("pv-1", "one")), binding("other", synology("pv-2", "two"))));

        ledger.saw("homelab", TUESDAY, List.of(binding("other", synology("pv-2", "two"))));

        assertThat(ledger.of("homelab", "office", "data"))
                .singleElement()
                .satisfies(entry -> assertThat(entry.lastSeen()).isEqualTo(MONDAY));
        assertThat(ledger.of("homelab", "office", "other")).singleElement().satisfies(entry -> {
            assertThat(entry.firstSeen()).isEqualTo(MONDAY);
            assertThat(entry.lastSeen()).isEqualTo(TUESDAY);
        });
    }

    @Test
    void aChangeIsAnEntryOfItsOwn() {
        ledger.saw("homelab", MONDAY, List.of(binding("data", longhorn("pv-1"))));
        ledger.saw("homelab", TUESDAY, List.of(binding("data", synology("pv-2", "two"))));
        ledger.saw("homelab", FRIDAY, List.of(binding("data", longhorn("pv-1"))));

        assertThat(ledger.of("homelab", "office", "data"))
                .extracting(entry -> entry.volume().name() + " from " + entry.firstSeen())
                .containsExactly("pv-1 from " + FRIDAY, "pv-2 from " + TUESDAY, "pv-1 from " + MONDAY);
    }

    @Test
    void aBackupThatIsNotSeenAnyMoreIsNotForgotten() {
        var volume = longhorn("pv-1");
        ledger.saw("homelab", MONDAY, List.of(new ClaimBinding("office", "data", volume, "s3://b@r/?backup=1")));
        ledger.saw("homelab", TUESDAY, List.of(new ClaimBinding("office", "data", volume, "s3://b@r/?backup=2")));

        ledger.saw("homelab", FRIDAY, List.of(binding("data", volume)));

        assertThat(only().backup()).isEqualTo("s3://b@r/?backup=2");
        assertThat(only().lastSeen()).isEqualTo(FRIDAY);
    }

    @Test
    void aClockThatWasSetBackKeepsTheOrder() {
        ledger.saw("homelab", TUESDAY, List.of(binding("data", longhorn("pv-1"))));

        ledger.saw("homelab", MONDAY, List.of(binding("data", longhorn("pv-2"))));
        ledger.saw("homelab", MONDAY, List.of(binding("data", longhorn("pv-2"))));

        assertThat(ledger.of("homelab"))
                .extracting(entry -> entry.volume().name())
                .containsExactly("pv-2", "pv-1");
    }

    /** Attack: whoever may write a claim changes it until its history is full. */
    @Test
    void changingAClaimOftenDoesNotPushOutWhatItHadForLong() {
        ledger.saw("homelab", MONDAY, List.of(binding("data", synology("pv-real", "real"))));
        ledger.saw("homelab", FRIDAY, List.of(binding("data", synology("pv-real", "real"))));

        for (int change = 1; change <= 3 * LedgerRoom.MOST_OF_ONE; change++) {
            ledger.saw(
                    "homelab",
                    FRIDAY.plus(Duration.ofMinutes(15L * change)),
                    List.of(binding("data", longhorn("pv-" + change))));
        }

        assertThat(ledger.of("homelab")).hasSize(LedgerRoom.MOST_OF_ONE);
        assertThat(ledger.of("homelab").get(0).volume().name()).isEqualTo("pv-" + 3 * LedgerRoom.MOST_OF_ONE);
        assertThat(ledger.of("homelab").get(LedgerRoom.MOST_OF_ONE - 1).volume().name())
                .isEqualTo("pv-real");
    }

    private LedgerEntry only() {
        assertThat(ledger.of("homelab")).hasSize(1);
        return ledger.of("homelab").get(0);
    }
}
