package dev.kaltstart.backup.drill;

import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import dev.kaltstart.recovery.Evidence;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import java.util.Objects;
import org.springframework.stereotype.Component;

/** Forces a new backup of each claim, and waits for one that began after the sentinels were written. */
@Component
class BackUpSentinels extends Step {

    private final CopyMethods methods;
    private final Evidence evidence;

    BackUpSentinels(CopyMethods methods, Evidence evidence) {
        this.methods = methods;
        this.evidence = evidence;
    }

    @Override
    public Check check(Run run) {
        Drill drill = Drill.of(run, evidence);
        var done = new ArrayList<String>();
        for (DrillClaim claim : drill.claims()) {
            Check state = methods.of(claim).backedUp(run, claim.order(drill.copy()), seeded(run, claim));
            if (!(state instanceof Check.Met met)) {
                return state;
            }
            done.add(met.message());
        }
        return Check.met(String.join("; ", done));
    }

    @Override
    public void perform(Run run) {
        Drill drill = Drill.of(run, evidence);
        drill.claims().forEach(claim -> methods.of(claim).backUp(run, claim.order(drill.copy()), seeded(run, claim)));
    }

    /** Where no sentinel was written, the last one of the others counts. */
    private Instant seeded(Run run, DrillClaim claim) {
        Map<String, Drill.SeedResult> seeds = Drill.seeds(run, evidence);
        Drill.SeedResult own = seeds.get(claim.name());
        return own != null && own.at() != null
                ? own.at()
                : seeds.values().stream()
                        .map(Drill.SeedResult::at)
                        .filter(Objects::nonNull)
                        .max(Instant::compareTo)
                        .orElseThrow(() -> new IllegalStateException("no sentinel was written"));
    }
}
