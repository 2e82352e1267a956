package dev.kaltstart.engine;

import java.util.List;

/** The stored evidence of a recovery: texts that are too long for a task. */
public interface EvidenceList {

    /** Names by which it can be read, the oldest first. */
    List<String> names(String recovery, Subject subject);
}
