package dev.kaltstart.alert;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * @param refused those that could not be accepted, by their place in the list that was sent
 * @param warnings what the sender should know, although it was accepted
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record Answer(
        @JsonInclude(JsonInclude.Include.ALWAYS) List<Decided> decisions,
        List<Refused> refused,
        List<String> warnings) {

    boolean nothing() {
        return decisions.isEmpty() && refused.isEmpty();
    }

    record Refused(int index, String reason) {}
}
