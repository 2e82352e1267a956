package dev.kaltstart.notify;

import dev.kaltstart.recovery.Recoveries.Milestone;
import dev.kaltstart.recovery.Recoveries.Recovery;
import dev.kaltstart.recovery.Recoveries.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** How a recovery ended, in a few lines. */
final class ShortReport {

    private ShortReport() {}

    static String headline(String end, Recovery recovery) {
        return "ended: " + end + (recovery.rto() == null ? "" : ", checks green after " + span(recovery.rto()));
    }

    static List<String> lines(Recovery recovery) {
        var lines = new ArrayList<String>();
        recovery.targets().forEach(target -> lines.add(line(recovery, target)));
        recovery.milestones().stream()
                .filter(milestone -> milestone.elapsed() != null)
                .forEach(milestone -> lines.add(line(milestone)));
        return lines;
    }

    private static String line(Recovery recovery, Target target) {
        String reached =
                recovery.reached(target).map(time -> "after " + span(time)).orElse("not reached");
        return target.name() + ": " + reached + ", allowed " + span(target.allowed()) + ", "
                + recovery.state(target).word();
    }

    private static String line(Milestone milestone) {
        Duration elapsed = milestone.elapsed();
        return milestone.name() + (elapsed == null ? "" : " after " + span(elapsed));
    }

    /** The two largest units that count. */
    static String span(Duration duration) {
        Duration time = duration.isNegative() ? Duration.ZERO : duration;
        if (time.toDays() > 0) {
            return time.toDays() + " d " + time.toHoursPart() + " h";
        }
        if (time.toHours() > 0) {
            return time.toHours() + " h " + time.toMinutesPart() + " min";
        }
        return time.toMinutes() > 0
                ? time.toMinutes() + " min " + time.toSecondsPart() + " s"
                : time.toSeconds() + " s";
    }
}
