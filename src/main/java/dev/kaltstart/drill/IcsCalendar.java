package dev.kaltstart.drill;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The drills that are due as a calendar to subscribe to (RFC 5545). */
final class IcsCalendar {

    /** In bytes, without the end of the line (RFC 5545, 3.1). */
    private static final int LONGEST_LINE = 75;

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("uuuuMMdd", Locale.ROOT);
    private static final DateTimeFormatter SECOND =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private IcsCalendar() {}

    /** @param today what is overdue is shown on this day: no calendar shows the past */
    static String of(List<ScheduledDrill> drills, LocalDate today) {
        var lines = new ArrayList<String>();
        lines.addAll(List.of(
                "BEGIN:VCALENDAR",
                "VERSION:2.0",
                "PRODID:-//Kaltstart//Drills//EN",
                "CALSCALE:GREGORIAN",
                "X-WR-CALNAME:Kaltstart drills",
                "REFRESH-INTERVAL;VALUE=DURATION:PT12H",
                "X-PUBLISHED-TTL:PT12H"));
        drills.stream().filter(drill -> drill.nextDue() != null).forEach(drill -> event(lines, drill, today));
        lines.add("END:VCALENDAR");
        var text = new StringBuilder();
        lines.forEach(line -> fold(text, line));
        return text.toString();
    }

    private static void event(List<String> lines, ScheduledDrill drill, LocalDate today) {
        LocalDate due = drill.nextDue();
        if (due == null) {
            return;
        }
        LocalDate shown = drill.overdue() ? today : due;
        Instant changed = drill.overdue() ? today.atStartOfDay(ZoneOffset.UTC).toInstant() : drill.changedAt();
        lines.addAll(List.of(
                "BEGIN:VEVENT",
                // the same for as long as the cluster has this name: a new date moves the event
                "UID:" + text(drill.drill() + "." + drill.cluster() + "@kaltstart.dev"),
                "DTSTAMP:" + SECOND.format(changed),
                "DTSTART;VALUE=DATE:" + DAY.format(shown),
                "DTEND;VALUE=DATE:" + DAY.format(shown.plusDays(1)),
                "SUMMARY:" + text((drill.overdue() ? "Overdue: " : "Due: ") + drill.drill() + " in " + drill.cluster()),
                "DESCRIPTION:" + text(description(drill)),
                "CATEGORIES:Kaltstart",
                "TRANSP:TRANSPARENT",
                "END:VEVENT"));
    }

    private static String description(ScheduledDrill drill) {
        String last = drill.lastAt() == null
                ? "It was never done."
                : "Last done on " + LocalDate.ofInstant(drill.lastAt(), ZoneOffset.UTC) + ", " + drill.last() + ".";
        String signed = drill.last() == null
                ? ""
                : drill.signedOffBy() == null
                        ? "\nNot signed off yet."
                        : "\nSigned off by " + drill.signedOffBy() + ".";
        return "Due on " + drill.nextDue() + ", every " + drill.every() + ".\n" + last + signed;
    }

    /** RFC 5545, 3.3.11. */
    static String text(String raw) {
        return raw.replace("\\", "\\\\")
                .replace(";", "\\;")
                .replace(",", "\\,")
                .replaceAll("\\r?\\n", "\\\\n")
                .replaceAll("\\p{Cntrl}", " ");
    }

    /** A line is never cut inside of a character. */
    static void fold(StringBuilder to, String line) {
        int bytes = 0;
        for (int at = 0; at < line.length(); ) {
            int character = line.codePointAt(at);
            String shown = Character.toString(character);
            int size = shown.getBytes(StandardCharsets.UTF_8).length;
            if (bytes + size > LONGEST_LINE) {
                to.append("\r\n ");
                bytes = 1;
            }
            to.append(shown);
            bytes += size;
            at += Character.charCount(character);
        }
        to.append("\r\n");
    }
}
