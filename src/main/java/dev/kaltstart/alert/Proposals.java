package dev.kaltstart.alert;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Recoveries that an alert asks for and a person has to start. */
public interface Proposals {

    /** Newest first. */
    List<Proposed> open();

    /**
     * @param words what the alert says
     * @param request the body for {@code POST /api/recoveries} that accepts it, as JSON
     */
    record Proposed(
            String cluster, String scenario, @Nullable String subject, String words, Instant since, String request) {}
}
