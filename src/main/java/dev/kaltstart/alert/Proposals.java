package dev.kaltstart.alert;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Proposed recoveries, which a person has to start. */
public interface Proposals {

    /** Newest first. */
    List<Proposed> open();

    /**
     * @param message the alert's message
     * @param request the JSON body for {@code POST /api/recoveries} that accepts the proposal
     */
    record Proposed(
            String cluster, String scenario, @Nullable String subject, String message, Instant since, String request) {}
}
