package dev.kaltstart.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.approval.GivenApprovals.Approval;
import dev.kaltstart.cluster.Mode;
import dev.kaltstart.recovery.Recoveries.Milestone;
import dev.kaltstart.recovery.Recoveries.Recovery;
import dev.kaltstart.recovery.Recoveries.State;
import dev.kaltstart.recovery.Recoveries.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReportTextTest {

    private static final Instant NOON = Instant.parse("2026-11-28T12:00:00Z");

    @Test
    void saysWhatOnePersonAloneApprovedAndWhoCancelled() {
        String text = ReportText.of(account(
                approval("resetNode", true, NOON.plusSeconds(60), null),
                approval("deleteNode", true, null, "bob"),
                approval("removeMember", false, null, null)));

        assertThat(text)
                .contains("| Reset node | ada, alone | 2026-11-28 12:00:00 | 2026-11-28 12:01:00 | dead |")
                .contains("| Delete node | ada, alone | 2026-11-28 12:00:00 | no, cancelled by bob | dead |")
                .contains("| Remove member | ada | 2026-11-28 12:00:00 | no | dead |");
    }

    @Test
    void saysWhatBecameOfEachObjectiveAndWhenEachMilestoneWasReached() {
        String text = ReportText.of(account(
                Duration.ofHours(6),
                List.of(
                        new Target("control plane", Duration.ofHours(4), true, Duration.ofHours(5)),
                        new Target("critical applications", Duration.ofHours(8), false, Duration.ofHours(6))),
                List.of(
                        new Milestone(
                                "Flux in sync",
                                NOON.plusSeconds(5 * 3600),
                                Duration.ofHours(5),
                                "controlPlane",
                                Duration.ofHours(4)),
                        new Milestone("the first pod", null, null, null, null))));

        assertThat(text)
                .contains("- Measured RTO 6 h 0 min, objective 8 h 0 min: met")
                .contains("- Objective for the control plane: 4 h 0 min, reached after 5 h 0 min: missed")
                .contains("- Objective for the critical applications: 8 h 0 min, reached after 6 h 0 min: met")
                .contains("| Flux in sync | 2026-11-28 17:00:00 | 5 h 0 min | 4 h 0 min | missed |")
                .contains("| the first pod | not reached |  |  |  |");
        assertThat(ReportPage.of("r-1", text)).contains("<h2>Milestones</h2>", "<td>Flux in sync</td>");
    }

    @Test
    void aReportWithoutMilestonesSaysNothingOfThem() {
        assertThat(ReportText.of(account())).doesNotContain("Milestones", "Objective for");
    }

    private static Approval approval(
            String step, boolean solo, @Nullable Instant takenAt, @Nullable String cancelledBy) {
        return new Approval(
                step,
                "r-1",
                "node/wk-2",
                step,
                "live",
                "ada",
                "dead",
                "$ talosctl reset",
                "d",
                NOON,
                NOON.plusSeconds(3660),
                solo,
                cancelledBy == null ? null : NOON.plusSeconds(5),
                cancelledBy,
                takenAt);
    }

    private static Account account(Approval... approvals) {
        return account(null, List.of(Target.atTheEnd("control plane", Duration.ofHours(4))), List.of(), approvals);
    }

    private static Account account(
            @Nullable Duration rto, List<Target> targets, List<Milestone> milestones, Approval... approvals) {
        var recovery = new Recovery(
                "r-1",
                "homelab",
                "node-failure",
                Mode.LIVE,
                "wk-2",
                "it is silent",
                "ada",
                State.RECOVERED,
                NOON,
                NOON,
                null,
                null,
                rto == null ? Duration.ofMinutes(5) : rto,
                rto,
                false,
                targets,
                milestones);
        return new Account(
                NOON,
                "recovered",
                "",
                recovery,
                List.of(approvals),
                List.of(),
                List.of(),
                List.of(),
                null,
                Duration.ofHours(24));
    }
}
