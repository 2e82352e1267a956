package dev.kaltstart.backup.protection;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.springframework.modulith.NamedInterface;

/**
 * What a look at a live cluster has shown of its volumes.
 *
 * @param target how much data may be lost
 * @param volumes those that lose too much come first
 * @param notes what could not be read, for people
 * @param unknown why the cluster was not read at all; blank when it was
 */
@NamedInterface("status")
public record SeenProtection(
        Instant at, Duration target, List<ProtectedVolume> volumes, List<String> notes, String unknown) {

    public SeenProtection {
        volumes = List.copyOf(volumes);
        notes = List.copyOf(notes);
    }

    static SeenProtection unknown(Instant at, Duration target, String why) {
        return new SeenProtection(at, target, List.of(), List.of(), why);
    }

    public long count(Rpo rpo) {
        return volumes.stream().filter(one -> one.rpo() == rpo).count();
    }
}
