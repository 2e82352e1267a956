package dev.kaltstart.alert;

import dev.kaltstart.cluster.Mode;
import dev.kaltstart.recovery.Recoveries;
import dev.kaltstart.recovery.Recoveries.Recovery;
import java.util.Objects;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Finds the recovery that an alert belongs to. */
@Component
class Running {

    private static final String EVERYTHING = "cluster-loss";

    private final Recoveries recoveries;

    Running(Recoveries recoveries) {
        this.recoveries = recoveries;
    }

    /** One of the same subject, or of the whole cluster. */
    Optional<Recovery> about(Target target) {
        return recoveries.list(target.cluster().name(), null, null).stream()
                .filter(recovery -> !recovery.state().ended())
                .filter(recovery -> real(recovery) != target.cluster().twinOnly())
                .filter(recovery -> Objects.equals(recovery.subject(), target.node())
                        || recovery.scenario().equals(EVERYTHING))
                .findFirst();
    }

    /** A rehearsal must not swallow the alert of a real cluster. */
    private static boolean real(Recovery recovery) {
        return recovery.mode() != Mode.REHEARSAL;
    }
}
