package dev.kaltstart.backup.drill;

import dev.kaltstart.backup.proof.ProbeEnd;
import dev.kaltstart.backup.proof.VolumeContent;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the copy of a claim is worth.
 *
 * @param code of the failure; blank when there is none
 * @param line for people
 * @param proven the sentinel is in the copy
 */
record CopyVerdict(DrillClaim claim, String code, String line, boolean proven) {

    /** An application deletes and adds files all the time, but not half of them between a backup and its test. */
    private static final long HALF = 2;

    /** @param seed null when none was tried */
    static CopyVerdict of(DrillClaim claim, Drill.@Nullable SeedResult seed, ProbeEnd copy, ProbeEnd original) {
        VolumeContent there = copy.content();
        if (there == null) {
            return failed(claim, "COPY_UNREADABLE", "the copy is unreadable: " + copy.problem());
        }
        if (there.empty()) {
            return failed(claim, "COPY_EMPTY", "the copy is empty: nothing was restored");
        }
        @Nullable Instant seeded = seed == null ? null : seed.at();
        if (seeded != null && !there.sentinel().equals(claim.sentinel())) {
            return there.sentinel().isEmpty()
                    ? failed(
                            claim,
                            "SENTINEL_MISSING",
                            "the sentinel of " + seeded + " is not in the copy: the restored backup is older, or of"
                                    + " another volume")
                    : failed(claim, "SENTINEL_OTHER", "the copy has the sentinel of another drill or volume");
        }
        VolumeContent before = original.content();
        if (before != null && there.files() * HALF < before.files()) {
            return failed(
                    claim,
                    "COPY_INCOMPLETE",
                    "the copy has " + there.message() + ", the original has " + before.message());
        }
        return new CopyVerdict(
                claim,
                "",
                claim.label() + ": "
                        + (seeded != null
                                ? "proven, with the sentinel of " + seeded
                                : "not provable, as no sentinel could be written")
                        + "; copy " + there.message() + ", original "
                        + (before == null ? "unreadable: " + original.problem() : before.message()),
                seeded != null);
    }

    private static CopyVerdict failed(DrillClaim claim, String code, String why) {
        return new CopyVerdict(claim, code, claim.label() + ": " + why, false);
    }
}
