package dev.kaltstart.cluster.check;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A table in plain text; columns are as wide as their longest cell. */
final class TextTable {

    private final List<List<String>> rows = new ArrayList<>();

    /** @param cells null for an empty cell */
    TextTable row(@Nullable String... cells) {
        var row = new ArrayList<String>();
        for (String cell : cells) {
            row.add(cell == null ? "-" : PlainText.text(cell));
        }
        rows.add(row);
        return this;
    }

    void print(PrintStream out) {
        for (List<String> row : rows) {
            var line = new StringBuilder();
            IntStream.range(0, row.size())
                    .forEach(column -> line.append("  ")
                            .append(row.get(column))
                            .append(" ".repeat(width(column) - row.get(column).length())));
            out.println(line.toString().stripTrailing());
        }
    }

    private int width(int column) {
        return rows.stream()
                .filter(row -> row.size() > column)
                .mapToInt(row -> row.get(column).length())
                .max()
                .orElse(0);
    }
}
