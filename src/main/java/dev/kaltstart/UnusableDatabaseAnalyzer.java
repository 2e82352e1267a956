package dev.kaltstart;

import java.sql.SQLException;
import java.util.Set;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;

/** A database that Kaltstart cannot work with stops the start with one clear line, not with a stack trace. */
class UnusableDatabaseAnalyzer implements FailureAnalyzer {

    private static final String READ_ONLY = "25006";
    private static final String READ_ONLY_IN_H2 = "90097";

    /** H2: an input or output error while it opens its file, a corrupted file, a file of no known format. */
    private static final Set<Integer> DAMAGED = Set.of(90028, 90030, 90048);

    private static final String UNTORN = "Do not delete it: recoveries that are under way are in it. Copy the directory"
            + " 'database' of the home, then put the newest backup of kaltstart.mv.db into its place, or try H2's"
            + " recovery tool (org.h2.tools.Recover) on the copy. To begin with an empty database all the same, move the"
            + " directory away.";

    @Override
    public @Nullable FailureAnalysis analyze(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof FlywayValidateException) {
                return new FailureAnalysis(
                        "The tables in the database are not those of this version of Kaltstart; a newer one has been"
                                + " here, perhaps. " + firstLine(cause),
                        "Start the version of Kaltstart that was used last, or a newer one.",
                        failure);
            }
            if (cause instanceof SQLException sql && isReadOnly(sql)) {
                return new FailureAnalysis(
                        "The database is read-only: " + firstLine(sql),
                        "Name the primary in KALTSTART_DATABASE_URL, or let the user of the database write.",
                        failure);
            }
            if (cause instanceof UsableDatabase.Emptied) {
                return new FailureAnalysis(firstLine(cause), UNTORN, failure);
            }
            if (cause instanceof DatabaseZone.Foreign foreign) {
                return new FailureAnalysis(firstLine(foreign), foreign.action(), failure);
            }
            if (cause instanceof SQLException sql && DAMAGED.contains(sql.getErrorCode())) {
                return new FailureAnalysis("The file of the database is damaged: " + firstLine(sql), UNTORN, failure);
            }
            if (cause instanceof SQLException sql
                    && String.valueOf(sql.getSQLState()).startsWith("08")) {
                return new FailureAnalysis(
                        "The database does not answer: " + firstLine(sql),
                        "Start the database, or correct KALTSTART_DATABASE_URL.",
                        failure);
            }
        }
        return null;
    }

    private static boolean isReadOnly(SQLException failure) {
        return READ_ONLY.equals(failure.getSQLState()) || READ_ONLY_IN_H2.equals(failure.getSQLState());
    }

    private static String firstLine(Throwable failure) {
        return String.valueOf(failure.getMessage())
                .lines()
                .limit(2)
                .map(String::strip)
                .reduce("", (a, b) -> a + " " + b)
                .strip();
    }
}
