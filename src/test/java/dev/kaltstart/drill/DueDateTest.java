package dev.kaltstart.drill;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DueDateTest {

    private static final LocalDate SINCE = LocalDate.of(2026, 11, 30);

    @ParameterizedTest
    @CsvSource({
        "2025-11-30T19:00:00Z, P1Y, 2026-11-30",
        // a leap day has no anniversary in most years, and comes back in a leap year
        "2024-02-29T12:00:00Z, P1Y, 2025-02-28",
        "2024-02-29T12:00:00Z, P4Y, 2028-02-29",
        "2023-02-28T12:00:00Z, P1Y, 2024-02-28",
        "2025-08-31T12:00:00Z, P6M, 2026-02-28",
        // the day is that of UTC, wherever the machine is
        "2025-12-31T23:59:59.999Z, P1Y, 2026-12-31",
        "2026-01-01T00:00:00Z, P1Y, 2027-01-01",
        // over a change of the clocks
        "2026-03-28T23:30:00Z, P7D, 2026-04-04",
        "2026-03-01T10:00:00Z, P13W, 2026-05-31"
    })
    void isTheDayOfTheLastDrillPlusTheInterval(Instant last, Period every, LocalDate due) {
        assertThat(DrillCalendar.due(every, last, SINCE)).isEqualTo(due);
    }

    @Test
    void whatWasNeverDoneIsDueSoon() {
        assertThat(DrillCalendar.due(Period.ofYears(1), null, SINCE)).isEqualTo(LocalDate.of(2026, 12, 30));
        assertThat(DrillCalendar.due(Period.ofDays(7), null, SINCE)).isEqualTo(LocalDate.of(2026, 12, 7));
    }

    @Test
    void neverIsNever() {
        assertThat(DrillCalendar.due(null, Instant.EPOCH, SINCE)).isNull();
    }
}
