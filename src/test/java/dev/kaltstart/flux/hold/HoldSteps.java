package dev.kaltstart.flux.hold;

import dev.kaltstart.engine.Step;
import dev.kaltstart.recovery.Evidence;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Set;

/** The hold, for tests of others. */
public final class HoldSteps {

    private HoldSteps() {}

    public static Step hold(Evidence evidence) {
        return new HoldWorkloads(evidence);
    }

    public static Step release(Evidence evidence) {
        return new ReleaseWorkloads(evidence);
    }

    public static void close(KubernetesClient client, String namespace) {
        new Hold(client).close(Set.of(namespace), "a-recovery");
    }
}
