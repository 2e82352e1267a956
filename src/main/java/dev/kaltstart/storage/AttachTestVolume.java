package dev.kaltstart.storage;

import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Measurement;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import dev.kaltstart.recovery.SubjectNode;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Proves that the node can attach and mount a volume. */
@Component
class AttachTestVolume extends Step {

    private static final Set<String> PROVEN = Set.of("Running", "Succeeded");

    @Override
    public Check check(Run run) {
        String node = SubjectNode.of(run).name().value();
        var test = new TestVolume(run);
        Optional<StorageClass> type = test.storageClass();
        if (type.isEmpty()) {
            return Check.met("skipped: the cluster has no default StorageClass", Measurement.notVerified(1));
        }
        if (Longhorn.DRIVER.equals(type.get().getProvisioner())) {
            var taint = new StoragePlacement(run.cluster().kubernetes()).keptOff(node);
            if (taint.isPresent()) {
                return Check.met("skipped: the taint " + taint.get() + " of " + node + " keeps Longhorn off");
            }
        }
        var pod = test.pod().get();
        if (pod == null) {
            return Check.notYet("no volume has been attached to " + node + " yet");
        }
        String phase = pod.getStatus() == null
                ? "Pending"
                : String.valueOf(pod.getStatus().getPhase());
        return PROVEN.contains(phase)
                ? Check.met(node + " has attached and mounted a volume of 1 Gi")
                : Check.notYet("the pod with the test volume is " + phase + ", the volume is " + claim(test));
    }

    private static String claim(TestVolume test) {
        var claim = test.claim().get();
        return claim == null || claim.getStatus() == null
                ? "not there"
                : String.valueOf(claim.getStatus().getPhase());
    }

    @Override
    public void perform(Run run) {
        new TestVolume(run).create();
    }
}
