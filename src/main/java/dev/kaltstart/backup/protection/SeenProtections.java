package dev.kaltstart.backup.protection;

import java.util.Optional;
import org.springframework.modulith.NamedInterface;

/** What was seen when the volumes of each real cluster were looked at last. */
@NamedInterface("status")
public interface SeenProtections {

    /** Empty for a twin, and before the first look. */
    Optional<SeenProtection> lastLook(String cluster);
}
