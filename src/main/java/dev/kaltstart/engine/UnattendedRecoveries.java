package dev.kaltstart.engine;

/** Asked by the engine before it takes an answer that no person gave. */
public interface UnattendedRecoveries {

    /** Looked up in Kaltstart's own record, never in a variable: it is a rehearsal, and answers itself. */
    boolean include(String recovery);
}
