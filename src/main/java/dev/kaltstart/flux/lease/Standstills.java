package dev.kaltstart.flux.lease;

import java.util.List;
import org.springframework.modulith.NamedInterface;

/** What of Flux stands still, and for whom. */
@NamedInterface("status")
public interface Standstills {

    /** As of the last look at a real cluster; empty for a twin, and before the first look. */
    List<Standstill> of(String cluster);

    /** What a recovery holds, and what it found held by others; also in a rehearsal. */
    List<Standstill> during(String recovery);
}
