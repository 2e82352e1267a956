package dev.kaltstart.transfer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kaltstart.cluster.Rehearsals;
import dev.kaltstart.engine.Measurements;
import dev.kaltstart.engine.Subject;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Rows of Kaltstart's own tables; all must belong to the recovery in the manifest. */
final class OwnRows {

    private static final Set<String> MODES = Set.of("live", "drill", "rehearsal");

    private final Manifest manifest;
    private final ObjectMapper json;
    private final Set<String> commands = new HashSet<>();
    private final Set<String> executions = new HashSet<>();
    private int recoveries;
    private @Nullable Object speed;
    private @Nullable Object unattended;

    /** @throws TransferRefused for an invalid id, before it is used */
    OwnRows(Manifest manifest, ObjectMapper json) {
        this.manifest = manifest;
        this.json = json;
        if (!manifest.recovery().matches("[a-z][a-z0-9-]{0,59}-\\d{8}-\\d{4}-[0-9a-z]{5}")) {
            throw new TransferRefused(
                    TransferRefused.Kind.UNREADABLE,
                    "the file cannot be used: '" + ExportedFile.printable(manifest.recovery())
                            + "' is not a recovery id");
        }
        require(MODES.contains(manifest.mode()), "unknown mode '" + manifest.mode() + "'");
    }

    void meet(String table, Map<String, @Nullable Object> row) {
        switch (table) {
            case "recovery" -> recovery(row);
            case "command" -> commands.add(String.valueOf(row.get("id")));
            case "step_execution" -> execution(row);
            default -> {}
        }
    }

    private void execution(Map<String, @Nullable Object> row) {
        executions.add(String.valueOf(row.get("id")));
        try {
            Measurements.decode(String.valueOf(row.getOrDefault("measured", "[]")));
        } catch (IllegalArgumentException e) {
            throw new TransferRefused(
                    TransferRefused.Kind.UNREADABLE,
                    "the file cannot be used: a step's measured values are not in their form");
        }
    }

    /** Called after all rows. */
    void complete() {
        require(recoveries == 1, "it has " + recoveries + " recovery rows instead of one");
    }

    private void recovery(Map<String, @Nullable Object> row) {
        recoveries++;
        agree(row, "id", manifest.recovery());
        agree(row, "cluster", manifest.cluster());
        agree(row, "mode", manifest.mode());
        agree(row, "subject", manifest.subject());
        agree(row, "scenario", manifest.recovery().replaceFirst("-\\d{8}-\\d{4}-[0-9a-z]{5}$", ""));
        agree(row, "epoch", (long) manifest.epoch());
        require((row.get("outcome") != null) == manifest.ended(), "its row and its manifest differ in the outcome");
        require(
                (row.get("handed_over_at") != null) == manifest.handedOver(),
                "its row and its manifest differ in whether it was handed over");
        if (!manifest.rehearsal()) {
            require(
                    row.get("rehearsal") == null && Boolean.FALSE.equals(row.get("unattended")),
                    "it is " + manifest.mode() + ", and has the settings of a rehearsal");
        }
        settings(row.get("rehearsal"));
        speed = row.get("speed");
        unattended = row.get("unattended");
    }

    /** Checks that speed and mode of the twin match the row of the recovery. */
    boolean goesLike(double itsSpeed, boolean itsRobot) {
        return Objects.equals(speed, itsSpeed) && Objects.equals(unattended, itsRobot);
    }

    private void settings(@Nullable Object text) {
        try {
            if (text != null) {
                json.readValue(text.toString(), Rehearsals.Settings.class);
            }
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new IllegalArgumentException("the settings of the rehearsal cannot be read", e);
        }
    }

    /** @throws IllegalArgumentException for a row of another recovery */
    void check(String table, Map<String, @Nullable Object> row) {
        if (table.equals("recovery")) {
            return;
        }
        agree(row, "recovery", manifest.recovery());
        for (String column : List.of("cluster", "mode")) {
            if (row.containsKey(column)) {
                agree(row, column, column.equals("mode") ? manifest.mode() : manifest.cluster());
            }
        }
        Object subject = row.get("subject");
        if (subject != null && !table.equals("alert")) {
            Subject.parse(subject.toString());
        }
        if (table.equals("approval") && row.get("execution") != null) {
            require(
                    executions.contains(String.valueOf(row.get("execution"))),
                    "an approval was used by a step of another recovery");
        }
    }

    boolean knowsCommand(String id) {
        return commands.contains(id);
    }

    private static void agree(Map<String, @Nullable Object> row, String column, @Nullable Object wanted) {
        require(
                Objects.equals(row.get(column), wanted),
                "a row has " + column + " '" + row.get(column) + "', and the file is of '" + wanted + "'");
    }

    private static void require(boolean condition, String what) {
        if (!condition) {
            throw new IllegalArgumentException(what);
        }
    }
}
