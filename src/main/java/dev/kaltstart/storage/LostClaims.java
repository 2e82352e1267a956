package dev.kaltstart.storage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Subject;
import dev.kaltstart.recovery.Evidence;
import java.util.List;

/** The claims that a recovery found without their data, kept as evidence. */
public final class LostClaims {

    private static final String NAME = "lost-claims.json";
    private static final JsonMapper JSON = new JsonMapper();

    private LostClaims() {}

    /** Those of the subject's namespace; all of them when the subject is the whole cluster. */
    public static List<LostClaim> of(Run run, Evidence evidence) {
        return evidence.read(Evidence.reference(run.recovery(), NAME)).map(LostClaims::parse).orElse(List.of()).stream()
                .filter(claim -> !(run.subject() instanceof Subject.OfNamespace)
                        || claim.namespace().equals(run.subject().label()))
                .toList();
    }

    /** @param run about the whole cluster */
    static void keep(Run run, Evidence evidence, List<LostClaim> claims) {
        try {
            evidence.keep(run, NAME, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(claims));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<LostClaim> parse(String text) {
        try {
            return JSON.readValue(text, new TypeReference<>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the evidence " + NAME + " cannot be read: " + e.getOriginalMessage(), e);
        }
    }
}
