package dev.kaltstart.readiness;

import java.util.Locale;
import org.springframework.modulith.NamedInterface;

/** What a cluster should survive, by the names of the scenarios. */
@NamedInterface("status")
public enum Disaster {
    NODE_FAILURE,
    GITOPS_DRIFT,
    CLUSTER_LOSS,
    SECRET_COMPROMISE,
    DRILL_NAMESPACE_RESTORE;

    /** The scenario: {@code cluster-loss}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
