package dev.kaltstart.backup.drill;

import dev.kaltstart.backup.method.RestoreMethod;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Measurement;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import dev.kaltstart.recovery.Evidence;
import java.time.Instant;
import java.util.ArrayList;
import org.springframework.stereotype.Component;

/** Restores the newest backup of each claim into the copy. */
@Component
class RestoreCopy extends Step {

    private final CopyMethods methods;
    private final Evidence evidence;

    RestoreCopy(CopyMethods methods, Evidence evidence) {
        this.methods = methods;
        this.evidence = evidence;
    }

    @Override
    public Check check(Run run) {
        Drill drill = Drill.of(run, evidence);
        var done = new ArrayList<String>();
        var moments = new ArrayList<Instant>();
        for (DrillClaim claim : drill.claims()) {
            Check state = methods.of(claim).restored(run, claim.order(drill.copy()));
            if (!(state instanceof Check.Met met)) {
                return state;
            }
            done.add(met.message());
            met.measured().stream()
                    .filter(value -> value.name().equals(RestoreMethod.REACHED))
                    .map(Measurement::instant)
                    .forEach(moments::add);
        }
        var measured = new ArrayList<Measurement>();
        measured.add(Measurement.count("volumesRestored", done.size()));
        moments.stream()
                .min(Instant::compareTo)
                .ifPresent(oldest -> measured.add(Measurement.moment(RestoreMethod.REACHED, oldest)));
        return Check.met(String.join("; ", done), measured.toArray(Measurement[]::new));
    }

    @Override
    public void perform(Run run) {
        Drill drill = Drill.of(run, evidence);
        drill.claims().forEach(claim -> methods.of(claim).restore(run, claim.order(drill.copy())));
    }
}
