package dev.kaltstart.alert;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * @param refused the refused alerts, by their index in the request
 * @param warnings problems of an accepted request
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record AlertResponse(
        @JsonInclude(JsonInclude.Include.ALWAYS) List<AlertAnswer> decisions,
        List<Refused> refused,
        List<String> warnings) {

    boolean nothing() {
        return decisions.isEmpty() && refused.isEmpty();
    }

    record Refused(int index, String reason) {}
}
