package dev.kaltstart.report;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * The changelog entry of one recovery.
 *
 * @param headline Markdown, one line
 * @param details Markdown, one line each
 */
record ChangelogEntry(LocalDate date, String headline, List<String> details) {

    ChangelogEntry {
        details = List.copyOf(details);
    }

    /** Formatted as a list item. */
    List<String> item(String bullet) {
        var lines = new ArrayList<String>();
        lines.add(bullet + " " + headline);
        String indent = " ".repeat(bullet.length() + 1);
        details.forEach(detail -> lines.add(indent + bullet + " " + detail));
        return lines;
    }

    /** Formatted for pasting by hand. */
    String text() {
        return String.join("\n", item("-"));
    }
}
