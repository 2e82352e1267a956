package dev.kaltstart.backup.ledger;

import static dev.kaltstart.backup.ledger.Recorded.longhorn;
import static dev.kaltstart.backup.ledger.Recorded.synology;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which entry gives way when the ledger of a cluster is full. */
class LedgerRoomTest {

    private static final Instant NOW = Instant.parse("2026-11-27T10:00:00Z");

    private final List<LedgerEntry> forgotten = new ArrayList<>();

    /** Attack: ten thousand claims are invented, to push out the volumes that are gone or to come. */
    @Test
    void aFloodPushesOutNothingThatWasThereForLong() {
        var gone = entry("gone", Duration.ofDays(30), Duration.ofDays(2));
        var flood = IntStream.range(1, LedgerRoom.MOST)
                .mapToObj(number -> entry("flood-" + number, Duration.ZERO, Duration.ZERO))
                .toList();
        var room = new LedgerRoom(
                Stream.concat(Stream.of(gone), flood.stream()).toList(),
                flood.stream().map(LedgerEntry::id).collect(Collectors.toSet()),
                NOW);

        assertThat(room.has("office/new", forgotten::add)).isFalse();
        assertThat(forgotten).isEmpty();
    }

    @Test
    void aFloodThatHasPassedMakesRoom() {
        var gone = entry("gone", Duration.ofDays(30), Duration.ofDays(2));
        var flood = IntStream.range(1, LedgerRoom.MOST)
                .mapToObj(number -> entry("flood-" + number, Duration.ofMinutes(number), Duration.ofHours(1)))
                .toList();
        var room = new LedgerRoom(Stream.concat(Stream.of(gone), flood.stream()).toList(), Set.of("office/new"), NOW);

        assertThat(room.has("office/new", forgotten::add)).isTrue();
        assertThat(room.has("office/other", forgotten::add)).isTrue();
        assertThat(forgotten).extracting(LedgerEntry::claim).containsExactly("flood-1");
        room.add(new ClaimBinding("office", "new", longhorn("pv-new"), null));
        assertThat(room.has("office/other", forgotten::add)).isTrue();
        assertThat(forgotten).extracting(LedgerEntry::claim).containsExactly("flood-1", "flood-2");
    }

    @Test
    void whatWasNotSeenForMoreThanAYearMakesRoom() {
        var old = IntStream.range(0, LedgerRoom.MOST)
                .mapToObj(number -> entry("old-" + number, Duration.ofDays(30 + number), Duration.ofDays(401)))
                .toList();

        assertThat(new LedgerRoom(old, Set.of(), NOW).has("office/new", forgotten::add))
                .isTrue();
        assertThat(forgotten).extracting(LedgerEntry::claim).containsExactly("old-0");
    }

    private static LedgerEntry entry(String claim, Duration lived, Duration ago) {
        var last = NOW.minus(ago);
        return new LedgerEntry("office", claim, last.minus(lived), last, synology("pv-" + claim, claim), null);
    }
}
