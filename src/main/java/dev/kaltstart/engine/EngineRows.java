package dev.kaltstart.engine;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Exports a recovery's engine rows to another database, and puts the recovery on hold meanwhile. */
public interface EngineRows {

    /** The version of the tables, without what a patch changes: 7.24. */
    String version();

    /** All tables, in an order in which their rows can be inserted. */
    List<Table> tables();

    /** The models that a recovery runs by, as the hashes of their files. */
    List<Model> models(String recovery);

    /** Whether a row may leave: variables that are objects, bytes or files may not. */
    boolean plain(String table, Map<String, ? extends @Nullable Object> row);

    /**
     * Makes rows of elsewhere ready for this database.
     *
     * @throws OtherModel when a model is not, byte by byte, one that this Kaltstart has brought along
     */
    Landing landing(Identity identity, List<Model> models);

    /**
     * In the transaction that has inserted the rows: removes the exporting Kaltstart's leases, and makes sure
     * that a destructive step that has begun to act does not act again.
     */
    void arrived(String recovery);

    /**
     * Puts timers, steps and tasks on hold, from the commit of the transaction on.
     *
     * @param together done in that transaction
     */
    void hold(String recovery, Runnable together);

    /** Ends the hold. */
    void release(String recovery, Runnable together);

    /**
     * @param where which rows belong to the recovery {@code :recovery}
     * @param columns that travel, and no others
     * @param references columns that name other rows of the table, which have to be there before
     * @param key columns; not empty when a row that is there already is another's too, and stays as it is
     */
    record Table(String name, String where, List<String> columns, List<String> references, List<String> key) {

        /** Reads {@code table: column column}; an indented line continues the previous one. */
        public static Map<String, List<String>> columns(String text) {
            var columns = new LinkedHashMap<String, List<String>>();
            for (String line : text.replaceAll("\\n\\s+", " ").lines().toList()) {
                String[] parts = line.split(":", 2);
                columns.put(parts[0], List.of(parts[1].strip().split("\\s+")));
            }
            return columns;
        }
    }

    /**
     * One folder of {@code processes/} as it was deployed.
     *
     * @param files SHA-256 by path
     * @param definitions keys by the ids that rows name them by
     */
    record Model(String folder, Map<String, String> files, Map<String, String> definitions, List<Job> jobs) {
        public Model {
            files = Map.copyOf(files);
            definitions = Map.copyOf(definitions);
            jobs = List.copyOf(jobs);
        }

        /** The key under which rows refer to a job definition. */
        public record Job(
                String id,
                String definition,
                @Nullable String activity,
                String type,
                @Nullable String configuration) {}
    }

    /**
     * Which recovery the rows claim to be, by Kaltstart's own tables.
     *
     * @param facts texts of variables that must be just these
     * @param node what the recovery is about; null when that is no node
     * @param nodes all that the variable {@code node} may name
     */
    record Identity(
            String recovery,
            Map<String, String> facts,
            @Nullable String node,
            Set<String> nodes) {}

    /** Rows on their way in; read twice, because the last may say whether the first one is theirs. */
    interface Landing {

        void meet(String table, Map<String, @Nullable Object> row);

        /** @throws IllegalArgumentException when the row is of another recovery, or more than data */
        Map<String, @Nullable Object> land(String table, Map<String, @Nullable Object> row);
    }

    /** A recovery was made with a model that this Kaltstart does not have. */
    class OtherModel extends RuntimeException {

        public OtherModel(String model) {
            super(model);
        }
    }
}
