package dev.kaltstart.report;

import dev.kaltstart.report.MarkdownLines.Heading;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** A changelog that gets an entry at its top, in its own style. All other bytes stay unchanged. */
final class Changelog {

    private static final String SECTION = "Recoveries";
    private static final Pattern UNRELEASED = Pattern.compile("(?i)\\[?unreleased]?.*");
    private static final Pattern VERSION = Pattern.compile("(?i)\\[?v?\\d+\\.\\d+(\\.\\d+)?(?!\\.?\\d).*");

    private final MarkdownLines text;
    private final ChangelogEntry entry;
    private final String lineEnd;

    private Changelog(MarkdownLines text, ChangelogEntry entry, String lineEnd) {
        this.text = text;
        this.entry = entry;
        this.lineEnd = lineEnd;
    }

    static String with(String text, ChangelogEntry entry) {
        if (text.isBlank()) {
            return "# Changelog\n\n## " + entry.date() + "\n\n" + entry.text() + "\n";
        }
        var lines = List.of(text.split("\n", -1));
        return new Changelog(MarkdownLines.of(lines), entry, lines.get(0).endsWith("\r") ? "\r" : "").extended();
    }

    private String extended() {
        Optional<Heading> unreleased = first(UNRELEASED);
        if (unreleased.isPresent()) {
            return underUnreleased(unreleased.get());
        }
        for (Heading heading : text.headings()) {
            Optional<DateHeading> date = DateHeading.of(heading.text());
            if (date.isPresent()) {
                return byDate(heading, date.get());
            }
            if (VERSION.matcher(heading.text()).matches()) {
                return aboveVersion(heading);
            }
        }
        return withoutStyle();
    }

    private Optional<Heading> first(Pattern pattern) {
        return text.headings().stream()
                .filter(heading -> pattern.matcher(heading.text()).matches())
                .findFirst();
    }

    private String underUnreleased(Heading unreleased) {
        int end = text.headings().stream()
                .filter(heading -> heading.line() > unreleased.line() && heading.level() <= unreleased.level())
                .mapToInt(Heading::line)
                .findFirst()
                .orElse(text.lines().size());
        Optional<Heading> section = text.headings().stream()
                .filter(heading -> heading.line() > unreleased.line() && heading.line() < end)
                .filter(heading -> heading.text().equalsIgnoreCase(SECTION))
                .findFirst();
        if (section.isPresent()) {
            return intoList(section.get().next());
        }
        return listFollows(unreleased.next())
                ? intoList(unreleased.next())
                : block(unreleased.next(), List.of("#".repeat(unreleased.level() + 1) + " " + SECTION));
    }

    private String aboveVersion(Heading version) {
        String marks = "#".repeat(version.level());
        String name = version.text().startsWith("[") ? "[Unreleased]" : "Unreleased";
        return block(version.line(), List.of(marks + " " + name, "", marks + "# " + SECTION));
    }

    private String byDate(Heading newest, DateHeading date) {
        if (date.is(entry.date())) {
            return intoList(newest.next());
        }
        String message = date.forDay(entry.date(), "Recovery");
        return block(
                newest.line(),
                newest.underlined()
                        ? List.of(message, (newest.level() == 1 ? "=" : "-").repeat(message.length()))
                        : List.of("#".repeat(newest.level()) + " " + message));
    }

    /** A plain list gets an item; any other layout a dated heading below the title. */
    private String withoutStyle() {
        Optional<Heading> title = text.headings().stream().findFirst().filter(heading -> heading.level() == 1);
        Optional<Heading> part = text.headings().stream()
                .filter(heading ->
                        title.isEmpty() || heading.line() > title.get().line())
                .findFirst();
        int end = part.map(Heading::line).orElse(text.lines().size());
        Optional<Integer> item = text.items().stream().filter(n -> n < end).findFirst();
        if (item.isPresent()) {
            return intoList(item.get());
        }
        int line = part.map(Heading::line).orElse(title.map(Heading::next).orElse(0));
        int level = part.map(Heading::level).orElse(2);
        return block(line, List.of("#".repeat(level) + " " + entry.date()));
    }

    private boolean listFollows(int line) {
        int at = skipBlank(line);
        return text.items().contains(at);
    }

    private int skipBlank(int line) {
        int at = line;
        while (at < text.lines().size() && text.lines().get(at).isBlank()) {
            at++;
        }
        return at;
    }

    /** Inserts the first item of the list at this position, or a new list. */
    private String intoList(int line) {
        int at = skipBlank(line);
        if (!text.items().contains(at)) {
            return insert(line, spaced(line, entry.item("-")));
        }
        return insert(at, entry.item(text.lines().get(at).substring(0, 1)));
    }

    private String block(int line, List<String> heading) {
        var block = new ArrayList<>(heading);
        block.add("");
        block.addAll(entry.item("-"));
        return insert(line, spaced(line, block));
    }

    private List<String> spaced(int line, List<String> block) {
        var spaced = new ArrayList<String>();
        if (line > 0 && !text.lines().get(line - 1).isBlank()) {
            spaced.add("");
        }
        spaced.addAll(block);
        if (line == text.lines().size() || !text.lines().get(line).isBlank()) {
            spaced.add("");
        }
        return spaced;
    }

    private String insert(int line, List<String> inserted) {
        var all = new ArrayList<>(text.lines().subList(0, line));
        inserted.forEach(message -> all.add(message + lineEnd));
        all.addAll(text.lines().subList(line, text.lines().size()));
        return String.join("\n", all);
    }
}
