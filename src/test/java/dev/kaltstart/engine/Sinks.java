package dev.kaltstart.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;

/** Everything that Kaltstart keeps, as text by the name of where it lies: what is added one day is in it. */
final class Sinks {

    private Sinks() {}

    /** Every column of every row of every table, the binary ones too. */
    static Map<String, String> tables(DataSource database) throws SQLException {
        var found = new TreeMap<String, String>();
        try (Connection connection = database.getConnection();
                ResultSet tables = connection
                        .getMetaData()
                        .getTables(connection.getCatalog(), connection.getSchema(), "%", new String[] {
                            "TABLE", "BASE TABLE"
                        })) {
            while (tables.next()) {
                String table = tables.getString("TABLE_NAME");
                found.put("table " + table, rows(connection, table));
            }
        }
        return found;
    }

    private static String rows(Connection connection, String table) throws SQLException {
        var text = new StringBuilder();
        try (var statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select * from \"" + table + "\"")) {
            while (rows.next()) {
                for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
                    text.append(value(rows, column)).append('\n');
                }
            }
        }
        return text.toString();
    }

    private static String value(ResultSet rows, int column) throws SQLException {
        String type = rows.getMetaData().getColumnTypeName(column).toUpperCase(java.util.Locale.ROOT);
        if (type.contains("BINARY") || type.contains("BLOB") || type.equals("BYTEA")) {
            byte[] bytes = rows.getBytes(column);
            return bytes == null ? "" : new String(bytes, StandardCharsets.ISO_8859_1);
        }
        return String.valueOf(rows.getString(column));
    }

    /** Every file under a directory, the one of the database too. */
    static Map<String, String> files(Path root) {
        var found = new TreeMap<String, String>();
        try {
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (attributes.isRegularFile()) {
                        found.put("file " + root.relativize(file), text(file));
                    }
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                    if (e instanceof NoSuchFileException) {
                        // renamed meanwhile: the kept head is written beside the old one first
                        return FileVisitResult.CONTINUE;
                    }
                    throw e;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    private static String text(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            // it came and went
            return "";
        }
    }
}
