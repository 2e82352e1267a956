package dev.kaltstart.report;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Text of people and tools inside Markdown: shown literally, never interpreted. */
final class ReportFormat {

    private static final DateTimeFormatter SECOND =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

    private ReportFormat() {}

    static String text(String message) {
        return message.replaceAll("\\p{Cntrl}+", " ")
                .replaceAll("([\\\\`*_{}\\[\\]<>#|!~])", "\\\\$1")
                // chats and Git hosts notify mentioned people
                .replace("@", "@\u200b")
                .strip();
    }

    /** In UTC, with a place to break the line. */
    static String time(Instant instant) {
        return SECOND.format(instant);
    }

    static String time(Duration duration) {
        long minutes = duration.toMinutes();
        return minutes < 60
                ? minutes + " min " + duration.toSecondsPart() + " s"
                : duration.toHours() + " h " + duration.toMinutesPart() + " min";
    }
}
