package dev.kaltstart.engine;

import java.util.List;
import java.util.Map;

/** What the engine keeps of a recovery, as rows that can be taken to another database, and holding it while it is taken. */
public interface EngineRows {

    /** The version of the tables, without what a patch changes: 7.24. */
    String version();

    /** All tables, in an order in which their rows can be inserted. The models that the recovery runs by come first. */
    List<Table> tables();

    /** What a row has to be changed to before it is inserted here. */
    Map<String, Object> arriving(String table, Map<String, Object> row);

    /**
     * In the transaction that has inserted the rows: takes away what the other one held, and sees to it that a
     * destructive step that has begun to act does not act again.
     *
     * @throws IllegalArgumentException when a model cannot run here
     */
    void arrived(String recovery);

    /**
     * Lets nothing go on, no timer, no step, no task, from the commit of the transaction on.
     *
     * @param together done in that transaction
     */
    void hold(String recovery, Runnable together);

    /** Lets it go on. */
    void release(String recovery, Runnable together);

    /**
     * @param where which rows belong to the recovery {@code :recovery}
     * @param references columns that name other rows of the table, which have to be there before
     * @param key columns; not empty when a row that is there already is another's too, and stays as it is
     */
    record Table(String name, String where, List<String> references, List<String> key) {}
}
