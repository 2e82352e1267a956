package dev.kaltstart.report;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A heading that begins with a date, in one of the common formats. */
record DateHeading(String open, String date, String close, String rest, DateTimeFormatter format) {

    private static final Pattern ISO = Pattern.compile("(\\[?)(\\d{4}-\\d{2}-\\d{2})(]?)(.*)");
    private static final Pattern SLASHES = Pattern.compile("(\\[?)(\\d{4}/\\d{2}/\\d{2})(]?)(.*)");
    private static final Pattern DOTS = Pattern.compile("(\\[?)(\\d{2}\\.\\d{2}\\.\\d{4})(]?)(.*)");
    private static final Pattern SEPARATOR = Pattern.compile("(\\s*[-:\u2013\u2014]\\s+|\\s+)\\S.*");

    static Optional<DateHeading> of(String text) {
        return match(ISO, "uuuu-MM-dd", text)
                .or(() -> match(SLASHES, "uuuu/MM/dd", text))
                .or(() -> match(DOTS, "dd.MM.uuuu", text));
    }

    private static Optional<DateHeading> match(Pattern pattern, String format, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.matches()
                ? Optional.of(new DateHeading(
                        matcher.group(1),
                        matcher.group(2),
                        matcher.group(3),
                        matcher.group(4),
                        DateTimeFormatter.ofPattern(format)))
                : Optional.empty();
    }

    boolean is(LocalDate day) {
        return date.equals(format.format(day)) && rest.isBlank();
    }

    /** The same heading format for another day, with a title behind the date if this one has one. */
    String forDay(LocalDate day, String title) {
        Matcher separator = SEPARATOR.matcher(rest);
        return open + format.format(day) + close + (separator.matches() ? separator.group(1) + title : "");
    }
}
