package dev.kaltstart.backup.protection;

import java.util.Optional;
import org.springframework.modulith.NamedInterface;

/** What the last look at the volumes of each real cluster has shown. */
@NamedInterface("status")
public interface SeenProtections {

    /** Empty for a twin, and before the first look. */
    Optional<SeenProtection> lastLook(String cluster);
}
