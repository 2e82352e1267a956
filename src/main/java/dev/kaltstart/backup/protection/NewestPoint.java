package dev.kaltstart.backup.protection;

import dev.kaltstart.cluster.DataSystem;
import java.time.Instant;
import org.springframework.modulith.NamedInterface;

/**
 * A state of a volume that can be brought back.
 *
 * @param object that shows it, as {@code kind.group namespace/name}
 * @param at whose state it is: when the copy began, where that is known
 */
@NamedInterface("status")
public record NewestPoint(DataSystem system, String object, Instant at) {}
