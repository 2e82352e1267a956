package dev.kaltstart.ui;

import dev.kaltstart.engine.HumanTasks;
import dev.kaltstart.recovery.Recoveries.Recovery;
import java.time.Instant;
import java.util.List;
import org.springframework.web.util.UriUtils;

/** A recovery as both pages show it. Text in it is as people wrote it: the template escapes. */
record RecoverySummary(
        String id,
        String link,
        String report,
        String cluster,
        String scenario,
        String mode,
        boolean rehearsal,
        String subject,
        String reason,
        String person,
        StateSign state,
        boolean ended,
        String began,
        String elapsed,
        Objective objective,
        List<OpenTask> tasks) {

    static RecoverySummary of(Recovery recovery, List<HumanTasks.Open> tasks, Instant now) {
        String id = UriUtils.encodePathSegment(recovery.id(), "UTF-8");
        return new RecoverySummary(
                recovery.id(),
                "/recoveries/" + id,
                "/api/recoveries/" + id + "/report",
                recovery.cluster(),
                recovery.scenario(),
                recovery.mode().word(),
                recovery.mode() == dev.kaltstart.cluster.Mode.REHEARSAL,
                TimeFormat.or(recovery.subject(), "the cluster"),
                TimeFormat.or(recovery.reason(), "none given"),
                recovery.person(),
                StateSign.of(recovery.state()),
                recovery.state().ended(),
                TimeFormat.minute(recovery.startedAt()),
                TimeFormat.span(recovery.elapsed()),
                Objective.next(recovery),
                tasks.stream().map(task -> OpenTask.of(task, now)).toList());
    }
}
