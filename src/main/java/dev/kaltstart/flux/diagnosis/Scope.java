package dev.kaltstart.flux.diagnosis;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.kaltstart.flux.watch.DriftView;
import dev.kaltstart.shell.Redaction;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that was seen of a drift, for people to read.
 *
 * @param at when, on the clock of the run
 * @param good the commit that is suggested to go back to
 * @param commits what came after it, the newest first
 * @param lost objects that an earlier commit made and that are gone
 * @param changed how the cluster differs from the head of the branch
 * @param unknown what could not be looked at, with the reason
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Scope(
        String at,
        String way,
        List<Line> findings,
        @Nullable String head,
        @Nullable String good,
        List<String> commits,
        @Nullable DriftView flux,
        List<String> deleting,
        List<String> lost,
        List<String> changed,
        List<String> unknown) {

    public static final String NAME = "scope.json";

    private static final JsonMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build();

    /** One finding. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record Line(String way, String message, @Nullable String good) {

        static Line of(Finding finding, Redaction redaction) {
            return new Line(
                    finding.way().word(),
                    redaction.clean(finding.message()),
                    finding.good() == null ? null : finding.good().value());
        }
    }

    public String json() {
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(this) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
