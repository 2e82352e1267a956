package dev.kaltstart.flux.object;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.kaltstart.engine.Run;
import dev.kaltstart.recovery.Evidence;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a drift has to do with, for the steps that follow: too long for a fact. Names only.
 *
 * @param stop what Flux must not go on with, without those above them
 * @param victims all that is not where Git wants it
 * @param namespaces of everything that is affected
 * @param everything objects were deleted, or are being deleted: what is next is unknown
 * @param lostClaims claims that were deleted before the recovery began, as namespace/name
 * @param suspendedBefore by others, before the recovery began
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record AffectedObjects(
        List<FluxId> stop,
        List<FluxId> victims,
        List<String> namespaces,
        boolean everything,
        List<String> lostClaims,
        List<FluxId> suspendedBefore) {

    static final String NAME = "affected.json";
    private static final JsonMapper JSON = new JsonMapper();
    public static final AffectedObjects NOTHING =
            new AffectedObjects(List.of(), List.of(), List.of(), false, List.of(), List.of());

    public AffectedObjects {
        stop = List.copyOf(stop);
        victims = List.copyOf(victims);
        namespaces = List.copyOf(namespaces);
        lostClaims = List.copyOf(lostClaims);
        suspendedBefore = List.copyOf(suspendedBefore);
    }

    /** Nothing before the first look. */
    public static AffectedObjects of(Run run, Evidence evidence) {
        return evidence.read(Evidence.reference(run, NAME))
                .map(AffectedObjects::parse)
                .orElse(NOTHING);
    }

    private static AffectedObjects parse(String text) {
        try {
            return JSON.readValue(text, AffectedObjects.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the evidence " + NAME + " cannot be read: " + e.getOriginalMessage(), e);
        }
    }

    public void keep(Run run, Evidence evidence) {
        try {
            evidence.keep(run, NAME, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(this));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What was affected in an earlier round stays so; what is to be stopped is decided again. */
    public AffectedObjects after(AffectedObjects earlier) {
        return new AffectedObjects(
                stop,
                victims,
                both(earlier.namespaces, namespaces),
                earlier.everything || everything,
                both(earlier.lostClaims, lostClaims),
                both(earlier.suspendedBefore, suspendedBefore));
    }

    private static <T> List<T> both(Collection<T> one, Collection<T> other) {
        return Stream.concat(one.stream(), other.stream()).distinct().toList();
    }
}
