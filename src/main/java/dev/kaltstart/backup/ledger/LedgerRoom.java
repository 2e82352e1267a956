package dev.kaltstart.backup.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The room of one cluster in the ledger. Whoever may write claims may write many, or change one many times: what was there for
 * long never makes room for that.
 */
final class LedgerRoom {

    static final int MOST = 10_000;
    static final int MOST_OF_ONE = 20;

    /** What was bound for less than this may be forgotten; a look comes every few minutes. */
    static final Duration SHORT = Duration.ofDays(1);

    /** What was not seen for longer than this, too. */
    static final Duration LONG_AGO = Duration.ofDays(400);

    private final Map<String, List<LedgerEntry>> byClaim = new HashMap<>();
    private final Set<String> present;
    private final Instant now;
    private int entries;

    /**
     * @param known the newest first for each claim
     * @param present claims of this look
     */
    LedgerRoom(List<LedgerEntry> known, Set<String> present, Instant now) {
        known.forEach(entry ->
                byClaim.computeIfAbsent(entry.id(), any -> new ArrayList<>()).add(entry));
        this.present = Set.copyOf(present);
        this.now = now;
        this.entries = known.size();
    }

    @Nullable
    LedgerEntry newest(String claim) {
        var history = byClaim.getOrDefault(claim, List.of());
        return history.isEmpty() ? null : history.get(0);
    }

    /** Whether one more entry of a claim can be added; another one may have to go for it. */
    boolean has(String claim, Consumer<LedgerEntry> forget) {
        var history = byClaim.getOrDefault(claim, List.of());
        if (history.size() >= MOST_OF_ONE) {
            forget(history.stream().min(Comparator.comparing(LedgerEntry::lived)), forget);
            return true;
        }
        return entries < MOST
                || forget(byClaim.values().stream().flatMap(this::past).min(worth()), forget);
    }

    /** What is bound now is not past. */
    private java.util.stream.Stream<LedgerEntry> past(List<LedgerEntry> history) {
        return history.stream()
                .skip(present.contains(history.get(0).id()) ? 1 : 0)
                .filter(entry ->
                        entry.lived().compareTo(SHORT) < 0 || entry.lastSeen().isBefore(now.minus(LONG_AGO)));
    }

    private static Comparator<LedgerEntry> worth() {
        return Comparator.comparing(LedgerEntry::lived).thenComparing(LedgerEntry::lastSeen);
    }

    private boolean forget(Optional<LedgerEntry> entry, Consumer<LedgerEntry> forget) {
        entry.ifPresent(gone -> {
            forget.accept(gone);
            var rest = byClaim.getOrDefault(gone.id(), new ArrayList<>());
            rest.remove(gone);
            if (rest.isEmpty()) {
                byClaim.remove(gone.id());
            }
            entries--;
        });
        return entry.isPresent();
    }

    /** A clock that was set back does not bring the entries of a claim out of order. */
    LedgerEntry add(ClaimBinding binding) {
        var before = newest(binding.id());
        var first = before == null || now.isAfter(before.firstSeen())
                ? now
                : before.firstSeen().plusSeconds(1);
        var entry =
                new LedgerEntry(binding.namespace(), binding.claim(), first, first, binding.volume(), binding.backup());
        byClaim.computeIfAbsent(entry.id(), any -> new ArrayList<>()).add(0, entry);
        entries++;
        return entry;
    }
}
