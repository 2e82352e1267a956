package dev.kaltstart.access;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Text that is not overlooked between other lines of a console. */
final class Box {

    private Box() {}

    static String around(String heading, Map<String, String> values) {
        int names = values.keySet().stream().mapToInt(String::length).max().orElse(0);
        var lines = new ArrayList<>(List.of(heading, ""));
        values.forEach((name, value) -> lines.add(padded(name, names) + "   " + value));
        int width = lines.stream().mapToInt(String::length).max().orElse(0);
        String edge = "+" + "-".repeat(width + 4) + "+";
        var box = new StringBuilder("\n\n").append(edge).append('\n');
        lines.forEach(line -> box.append("|  ").append(padded(line, width)).append("  |\n"));
        return box.append(edge).append('\n').toString();
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(width - text.length());
    }
}
