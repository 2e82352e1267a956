package dev.kaltstart.twin.world;

import java.time.Instant;
import java.util.Map;
import java.util.Set;

/**
 * The parameters that a twin was created with.
 *
 * @param cluster the name it has in kaltstart.yaml
 * @param subject the node the recovery is about; empty when it is about none
 * @param origin when it was made, on the wall clock and on its own
 */
public record TwinOrder(
        String recovery,
        String cluster,
        String subject,
        double speed,
        Set<Fault> faults,
        boolean unattended,
        Map<String, Map<String, Object>> answers,
        Instant origin,
        Site site) {

    public TwinOrder {
        faults = Set.copyOf(faults);
        answers = Map.copyOf(answers);
    }

    public boolean suffers(Fault fault) {
        return faults.contains(fault);
    }
}
