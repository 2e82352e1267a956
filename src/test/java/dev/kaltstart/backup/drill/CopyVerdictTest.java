package dev.kaltstart.backup.drill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.backup.drill.Drill.SeedResult;
import dev.kaltstart.backup.proof.ProbeEnd;
import dev.kaltstart.backup.proof.VolumeContent;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CopyVerdictTest {

    private static final String SENTINEL = "0b1c2d3e-0000-4000-8000-000000000001";
    private static final SeedResult SEEDED = new SeedResult(Instant.parse("2026-11-28T12:00:00Z"), "", Instant.EPOCH);
    private static final DrillClaim CLAIM = new DrillClaim("office", "data", "uid", "volsync", SENTINEL);

    @Test
    void theSentinelOfThisDrillProvesTheCopy() {
        var verdict = verdict(SEEDED, content(1200, SENTINEL), content(1204, SENTINEL));

        assertThat(verdict.code()).isEmpty();
        assertThat(verdict.proven()).isTrue();
        assertThat(verdict.line()).contains("copy 1200 files", "original 1204 files");
    }

    /** The restore that pinned its source once. */
    @Test
    void aBackupFromBeforeTheSentinelHasFailedHoweverManyFilesThereAre() {
        assertThat(verdict(SEEDED, content(1204, ""), content(1204, SENTINEL)).code())
                .isEqualTo("SENTINEL_MISSING");
    }

    @Test
    void theSentinelOfAnotherVolumeProvesNothing() {
        assertThat(verdict(SEEDED, content(1204, "0b1c2d3e-0000-4000-8000-000000000002"), content(1204, SENTINEL))
                        .code())
                .isEqualTo("SENTINEL_OTHER");
    }

    @Test
    void anEmptyOrUnreadableCopyHasFailed() {
        assertThat(verdict(SEEDED, content(0, SENTINEL), content(3, "")).code()).isEqualTo("COPY_EMPTY");
        assertThat(verdict(SEEDED, ProbeEnd.unreadable("exit code 2"), content(3, ""))
                        .code())
                .isEqualTo("COPY_UNREADABLE");
    }

    @Test
    void aCopyWithFewerThanHalfOfTheFilesHasFailed() {
        assertThat(verdict(SEEDED, content(499, SENTINEL), content(1000, SENTINEL))
                        .code())
                .isEqualTo("COPY_INCOMPLETE");
        assertThat(verdict(SEEDED, content(500, SENTINEL), content(1000, SENTINEL))
                        .code())
                .isEmpty();
    }

    @Test
    void withoutASentinelNothingIsProven() {
        for (SeedResult none :
                new SeedResult[] {null, new SeedResult(null, "the volume cannot be written", Instant.EPOCH)}) {
            var verdict = verdict(none, content(1204, SENTINEL), content(1204, ""));
            assertThat(verdict.code()).isEmpty();
            assertThat(verdict.proven()).isFalse();
            assertThat(verdict.line()).contains("not provable");
        }
    }

    private static ProbeEnd content(long files, String sentinel) {
        return new ProbeEnd(new VolumeContent(files, 4096, sentinel), "");
    }

    private static CopyVerdict verdict(@Nullable SeedResult seed, ProbeEnd copy, ProbeEnd original) {
        return CopyVerdict.of(CLAIM, seed, copy, original);
    }
}
