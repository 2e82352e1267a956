package dev.kaltstart.alert;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Proposed recoveries, which a person has to start. */
public interface Proposals {

    /** Newest first. */
    List<Proposed> open();

    /**
     * Starts a proposed recovery; a second start of the same one returns the same recovery.
     *
     * @param subject of one of the proposal's choices; null for the choice without one
     * @return the id of the recovery
     * @throws dev.kaltstart.api.Problem when there is no such proposal or choice, or it cannot be started
     */
    String start(String proposal, @Nullable String subject, String person);

    /**
     * @param id safe in an address
     * @param message the alert's message
     * @param choices the recoveries that can be started; empty when none can
     * @param advice what a person has to know, or to do by hand; may be empty
     */
    record Proposed(
            String id,
            String cluster,
            String scenario,
            @Nullable String subject,
            String message,
            Instant since,
            List<Choice> choices,
            String advice) {}

    /** @param request the JSON body for {@code POST /api/recoveries} that starts it */
    record Choice(@Nullable String subject, String mode, String request) {}
}
