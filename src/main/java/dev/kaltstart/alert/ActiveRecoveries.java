package dev.kaltstart.alert;

import dev.kaltstart.cluster.Mode;
import dev.kaltstart.recovery.Recoveries;
import dev.kaltstart.recovery.Recoveries.Recovery;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Finds the active recovery that an alert belongs to. */
@Component
class ActiveRecoveries {

    private static final String EVERYTHING = "cluster-loss";

    private final Recoveries recoveries;

    ActiveRecoveries(Recoveries recoveries) {
        this.recoveries = recoveries;
    }

    Found about(AlertTarget target) {
        List<Recovery> all = recoveries.notEnded(target.cluster().name()).stream()
                .filter(recovery -> real(recovery) != target.cluster().twinOnly())
                .toList();
        return new Found(
                all.stream().filter(recovery -> same(recovery, target)).findFirst(),
                all.stream().findFirst());
    }

    private static boolean same(Recovery recovery, AlertTarget target) {
        return recovery.scenario().equals(EVERYTHING)
                || (target.node() != null && target.node().equals(recovery.subject()));
    }

    /** A rehearsal must not swallow the alert of a real cluster. */
    private static boolean real(Recovery recovery) {
        return recovery.mode() != Mode.REHEARSAL;
    }

    /**
     * @param same a recovery of the same node, or of the whole lost cluster
     * @param any any recovery of the cluster
     */
    record Found(Optional<Recovery> same, Optional<Recovery> any) {

        static final Found NONE = new Found(Optional.empty(), Optional.empty());

        /** @throws java.util.NoSuchElementException when there is none */
        Recovery closest() {
            return same.or(() -> any).orElseThrow();
        }
    }
}
