package dev.kaltstart.storage;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.kaltstart.engine.Run;
import dev.kaltstart.recovery.Evidence;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot of the claims and their volumes before any change. The later comparison shows whether data was lost.
 *
 * @param at time of the snapshot, on the clock of the run
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Claims(String at, List<Claim> all) {

    static final String NAME = "claims.json";
    private static final JsonMapper JSON = new JsonMapper();

    public Claims {
        all = List.copyOf(all);
    }

    /** Empty when there is no snapshot. */
    public static Optional<Claims> saved(Run run, Evidence evidence) {
        return evidence.read(Evidence.reference(run, NAME)).map(Claims::parse);
    }

    public static Claims now(KubernetesClient client, Instant now) {
        Map<String, PersistentVolume> volumes = client.persistentVolumes().list().getItems().stream()
                .collect(Collectors.toMap(volume -> volume.getMetadata().getName(), volume -> volume));
        return new Claims(
                now.toString(),
                client.persistentVolumeClaims().inAnyNamespace().list().getItems().stream()
                        .map(claim ->
                                Claim.of(claim, volume(volumes, claim.getSpec().getVolumeName())))
                        .toList());
    }

    private static @Nullable PersistentVolume volume(Map<String, PersistentVolume> volumes, @Nullable String name) {
        return name == null ? null : volumes.get(name);
    }

    public void keep(Run run, Evidence evidence) {
        try {
            evidence.keep(run, NAME, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(this));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Claims parse(String text) {
        try {
            return JSON.readValue(text, Claims.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the evidence " + NAME + " cannot be read: " + e.getOriginalMessage(), e);
        }
    }
}
