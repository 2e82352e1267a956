package dev.kaltstart.notify;

import dev.kaltstart.cluster.Clusters;
import dev.kaltstart.cluster.NotifyChannel;
import dev.kaltstart.cluster.NotifyChannel.Event;
import dev.kaltstart.recovery.Recoveries;
import dev.kaltstart.recovery.Recoveries.Recovery;
import dev.kaltstart.recovery.Recoveries.State;
import dev.kaltstart.recovery.Recoveries.Target;
import java.time.Clock;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Says when half, four fifths and all of a recovery time objective is used, each once, whichever Kaltstart sees it. */
@Component
class ObjectiveWatch {

    private static final Logger LOG = LoggerFactory.getLogger(ObjectiveWatch.class);

    private static final List<Integer> PERCENT = List.of(100, 80, 50);
    private static final int ALL = 100;
    private static final int URGENT = 80;

    private final Clusters clusters;
    private final NotifyChannel.ByCluster channels;
    private final Recoveries recoveries;
    private final Notices notices;
    private final MarkRows marks;
    private final TransactionTemplate transaction;
    private final Clock clock;

    ObjectiveWatch(
            Clusters clusters,
            NotifyChannel.ByCluster channels,
            Recoveries recoveries,
            Notices notices,
            MarkRows marks,
            TransactionTemplate transaction,
            Clock clock) {
        this.clusters = clusters;
        this.channels = channels;
        this.recoveries = recoveries;
        this.notices = notices;
        this.marks = marks;
        this.transaction = transaction;
        this.clock = clock;
    }

    @Scheduled(initialDelayString = "PT30S", fixedDelayString = "PT30S")
    void look() {
        try {
            clusters.all().stream()
                    .map(Clusters.Protected::name)
                    .filter(cluster -> !channels.channels(cluster).isEmpty())
                    .flatMap(cluster -> recoveries.notEnded(cluster).stream())
                    // another Kaltstart says it
                    .filter(recovery -> recovery.state() != State.HANDED_OVER)
                    .filter(recovery -> notices.wanted(recovery.cluster(), Event.OBJECTIVE, recovery.mode()))
                    .forEach(recovery -> recovery.targets().stream()
                            .filter(target -> recovery.reached(target).isEmpty())
                            .forEach(target -> look(recovery, target)));
        } catch (RuntimeException e) {
            // the next look tries again
            LOG.warn("the objectives could not be checked: {}", e.getMessage());
        }
    }

    /** After an interruption only the last limit that was passed is of interest. */
    private void look(Recovery recovery, Target target) {
        long used = recovery.elapsed().toMillis()
                * ALL
                / Math.max(1, target.allowed().toMillis());
        PERCENT.stream().filter(percent -> used >= percent).findFirst().ifPresent(percent -> {
            String mark = "objective/" + recovery.id() + "/" + target.name() + "/" + percent;
            if (!marks.marked(mark)) {
                say(recovery, target, percent, mark);
            }
        });
    }

    private void say(Recovery recovery, Target target, int percent, String mark) {
        try {
            transaction.executeWithoutResult(status -> {
                if (marks.mark(mark, clock.instant())) {
                    notices.write(notice(recovery, target, percent));
                }
            });
        } catch (DuplicateKeyException e) {
            LOG.debug("another Kaltstart has said it: {}", mark);
        }
    }

    private Notice notice(Recovery recovery, Target target, int percent) {
        String headline = percent == ALL
                ? "objective missed: " + target.name()
                : percent + " % of an objective is used: " + target.name();
        return new Notice(
                recovery.cluster(),
                recovery.id(),
                recovery.mode(),
                Event.OBJECTIVE,
                percent >= URGENT,
                clock.instant(),
                RecoveryNotices.about(
                        recovery.scenario(), recovery.subject() == null ? "" : recovery.subject(), recovery.cluster()),
                headline,
                List.of(ShortReport.span(recovery.elapsed()) + " of " + ShortReport.span(target.allowed())),
                RecoveryNotices.page(recovery.id()));
    }
}
