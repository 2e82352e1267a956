package dev.kaltstart.drill;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import net.fortuna.ical4j.data.CalendarBuilder;
import net.fortuna.ical4j.data.ParserException;
import net.fortuna.ical4j.model.Calendar;
import net.fortuna.ical4j.model.Component;
import net.fortuna.ical4j.model.Property;
import net.fortuna.ical4j.model.component.VEvent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The calendar as iCal4j reads it. */
class IcsCalendarTest {

    private static final LocalDate TODAY = LocalDate.of(2026, 11, 30);
    private static final Instant DONE = Instant.parse("2026-02-28T10:00:00Z");

    @Test
    void isValidAndHasAnEventForEachDrillThatIsDue() throws Exception {
        Calendar calendar = read(IcsCalendar.of(
                List.of(
                        drill("drill-cold-start", "homelab", DONE, LocalDate.of(2027, 2, 28), null),
                        drill("drill-namespace-restore", "homelab", null, LocalDate.of(2026, 12, 30), null),
                        drill("drill-cold-start", "office", null, null, null)),
                TODAY));

        assertThat(calendar.validate().getEntries()).isEmpty();
        assertThat(events(calendar)).hasSize(2);
        VEvent event = events(calendar).get(0);
        assertThat(value(event, Property.UID)).isEqualTo("drill-cold-start.homelab@kaltstart.dev");
        assertThat(value(event, Property.DTSTART)).isEqualTo("20270228");
        assertThat(value(event, Property.DTEND)).isEqualTo("20270301");
        assertThat(value(event, Property.DTSTAMP)).isEqualTo("20260228T100000Z");
        assertThat(value(event, Property.SUMMARY)).isEqualTo("Due: drill-cold-start in homelab");
        assertThat(value(event, Property.DESCRIPTION))
                .isEqualTo("Due on 2027-02-28, every P1Y.\nLast done on 2026-02-28, r-1.\nNot signed off yet.");
    }

    @Test
    void theEventKeepsItsIdWhenItMoves() throws Exception {
        var before = read(IcsCalendar.of(
                List.of(drill("drill-cold-start", "homelab", DONE, LocalDate.of(2027, 2, 28), null)), TODAY));
        var after = read(IcsCalendar.of(
                List.of(drill(
                        "drill-cold-start",
                        "homelab",
                        DONE.plusSeconds(10_000_000),
                        LocalDate.of(2027, 6, 23),
                        "paula")),
                TODAY));

        assertThat(value(events(after).get(0), Property.UID))
                .isEqualTo(value(events(before).get(0), Property.UID));
        assertThat(value(events(after).get(0), Property.DTSTAMP))
                .isGreaterThan(value(events(before).get(0), Property.DTSTAMP));
        assertThat(value(events(after).get(0), Property.DESCRIPTION)).endsWith("Signed off by paula.");
    }

    @Test
    void whatIsOverdueIsShownToday() throws Exception {
        var event = events(read(IcsCalendar.of(
                        List.of(drill("drill-cold-start", "homelab", null, LocalDate.of(2026, 2, 28), null)), TODAY)))
                .get(0);
        assertThat(value(event, Property.DTSTART)).isEqualTo("20261130");
        assertThat(value(event, Property.SUMMARY)).isEqualTo("Overdue: drill-cold-start in homelab");
        assertThat(value(event, Property.DESCRIPTION)).startsWith("Due on 2026-02-28");
    }

    /** Attack: a name that begins a line, a property or an event of its own. */
    @Test
    void textIsEscapedAndLinesAreFoldedBetweenCharacters() throws Exception {
        String evil = "a;b,c\\d\r\nEND:VEVENT\nBEGIN:VEVENT\u0007" + "\ud83d\ude00ü".repeat(60);
        String text =
                IcsCalendar.of(List.of(drill("drill-cold-start", evil, null, LocalDate.of(2027, 2, 28), null)), TODAY);

        assertThat(text).endsWith("END:VCALENDAR\r\n");
        assertThat(Arrays.asList(text.split("\r\n")))
                .allSatisfy(line ->
                        assertThat(line.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(75))
                .allSatisfy(line -> assertThat(line).doesNotContain("\n", "\ufffd"));
        var calendar = read(text);
        assertThat(events(calendar)).hasSize(1);
        assertThat(value(events(calendar).get(0), Property.SUMMARY))
                .isEqualTo("Due: drill-cold-start in a;b,c\\d\nEND:VEVENT\nBEGIN:VEVENT " + "\ud83d\ude00ü".repeat(60));
    }

    private static Calendar read(String text) throws IOException, ParserException {
        return new CalendarBuilder().build(new StringReader(text));
    }

    private static List<VEvent> events(Calendar calendar) {
        return calendar.<VEvent>getComponents(Component.VEVENT);
    }

    private static String value(VEvent event, String property) {
        return event.getProperty(property).map(Property::getValue).orElseThrow();
    }

    private static ScheduledDrill drill(
            String name, String cluster, @Nullable Instant last, @Nullable LocalDate due, @Nullable String signedOff) {
        boolean overdue = due != null && due.isBefore(TODAY);
        return new ScheduledDrill(
                cluster,
                name,
                "P1Y",
                last == null ? null : "r-1",
                last,
                false,
                signedOff,
                null,
                due,
                overdue,
                overdue ? 1 : 0,
                last == null ? Instant.parse("2026-01-01T00:00:00Z") : last);
    }
}
