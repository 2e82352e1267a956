package dev.kaltstart.twin.tool;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Columns as Go's tabwriter sets them: three blanks between, nothing after the last. */
final class Table {

    private final List<List<String>> rows = new ArrayList<>();

    Table row(Object... cells) {
        rows.add(Arrays.stream(cells).map(String::valueOf).toList());
        return this;
    }

    @Override
    public String toString() {
        var text = new StringBuilder();
        for (List<String> row : rows) {
            for (int column = 0; column < row.size(); column++) {
                text.append(row.get(column));
                if (column < row.size() - 1) {
                    text.append(" ".repeat(width(column) + 3 - row.get(column).length()));
                }
            }
            text.append('\n');
        }
        return text.toString();
    }

    private int width(int column) {
        return rows.stream()
                .filter(row -> column < row.size())
                .mapToInt(row -> row.get(column).length())
                .max()
                .orElse(0);
    }
}
