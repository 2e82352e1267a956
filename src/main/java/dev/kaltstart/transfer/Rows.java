package dev.kaltstart.transfer;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** Converts column values between both databases and JSON. Times are instants: the engine's columns hold local time. */
final class Rows {

    private Rows() {}

    static @Nullable Object value(ResultSet row, int column, int type) throws SQLException {
        Object value = switch (type) {
            case Types.TIMESTAMP, Types.TIMESTAMP_WITH_TIMEZONE -> instant(row.getTimestamp(column));
            case Types.BLOB, Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY -> text(row.getBytes(column));
            case Types.BIT, Types.BOOLEAN -> row.getBoolean(column);
            case Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT -> row.getLong(column);
            case Types.REAL, Types.FLOAT, Types.DOUBLE -> row.getDouble(column);
            default -> row.getString(column);
        };
        return row.wasNull() ? null : value;
    }

    private static @Nullable Instant instant(@Nullable Timestamp time) {
        return time == null ? null : time.toInstant();
    }

    private static @Nullable String text(byte @Nullable [] bytes) {
        return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
    }

    /**
     * Times are texts, and so are the bytes of the one column that stores a text as bytes.
     *
     * @throws IllegalArgumentException for a value of another type
     */
    static @Nullable Object value(JsonNode json, int type) {
        if (json.isNull()) {
            return null;
        }
        return switch (type) {
            case Types.TIMESTAMP, Types.TIMESTAMP_WITH_TIMEZONE -> instant(json);
            case Types.BLOB, Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY ->
                of(json.isTextual(), json).asText().getBytes(StandardCharsets.UTF_8);
            case Types.BIT, Types.BOOLEAN -> of(json.isBoolean(), json).asBoolean();
            case Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT ->
                of(json.isIntegralNumber() && json.canConvertToLong(), json).asLong();
            case Types.REAL, Types.FLOAT, Types.DOUBLE ->
                of(json.isNumber(), json).asDouble();
            default -> of(json.isTextual(), json).asText();
        };
    }

    private static JsonNode of(boolean fits, JsonNode json) {
        if (!fits) {
            throw new IllegalArgumentException("a value is of another type than its column: " + json.getNodeType());
        }
        return json;
    }

    private static Instant instant(JsonNode json) {
        try {
            return Instant.parse(of(json.isTextual(), json).asText());
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("a value is not a time: " + json, e);
        }
    }

    static Object text(Object value) {
        return value instanceof Instant time ? time.toString() : value;
    }

    static void set(PreparedStatement statement, int at, @Nullable Object value, int type) throws SQLException {
        if (value == null) {
            statement.setNull(at, type);
        } else if (value instanceof Instant time) {
            statement.setTimestamp(at, Timestamp.from(time));
        } else if (value instanceof byte[] bytes) {
            statement.setBytes(at, bytes);
        } else if (value instanceof Boolean flag) {
            statement.setBoolean(at, flag);
        } else if (value instanceof Number number && !(value instanceof Double)) {
            statement.setLong(at, number.longValue());
        } else if (value instanceof Double number) {
            statement.setDouble(at, number);
        } else {
            statement.setString(at, value.toString());
        }
    }
}
