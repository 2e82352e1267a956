package dev.kaltstart.cluster.check;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A table in plain text; columns are as wide as their longest cell. */
final class TextTable {

    private final List<List<String>> rows = new ArrayList<>();
    private final UnaryOperator<String> secondColumn;

    TextTable() {
        this(UnaryOperator.identity());
    }

    private TextTable(UnaryOperator<String> secondColumn) {
        this.secondColumn = secondColumn;
    }

    /** A table whose second column says yes or no. */
    static TextTable ofAnswers(Colours colours) {
        return new TextTable(cell -> cell.startsWith("yes") ? colours.good(cell) : colours.bad(cell));
    }

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
            IntStream.range(0, row.size()).forEach(column -> {
                var cell = row.get(column);
                line.append("  ")
                        .append(column == 1 ? secondColumn.apply(cell) : cell)
                        .append(" ".repeat(width(column) - cell.length()));
            });
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
