package dev.kaltstart.storage;

import dev.kaltstart.cluster.CountedNoun;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * Restores the reclaim policy of volumes that have a claim. A volume without a claim keeps Retain: any other policy
 * would delete its data.
 */
@Component
class ReleaseVolumes extends Step {

    @Override
    public Check check(Run run) {
        var reclaim = new Reclaim(run.cluster().kubernetes(), run.recovery());
        List<PersistentVolume> ours = reclaim.ours();
        List<PersistentVolume> open =
                ours.stream().filter(volume -> mayGoBack(reclaim, volume)).toList();
        if (!open.isEmpty()) {
            return Check.notYet(
                    CountedNoun.of(open.size(), "volume is", "volumes are") + " still set to Retain by this recovery");
        }
        return Check.met(
                ours.isEmpty()
                        ? "no volume is set to Retain by this recovery any more"
                        : "these volumes keep Retain, because their claim is missing or being deleted; they still hold the data: "
                                + ours.stream().map(Reclaim::message).collect(Collectors.joining(", ")));
    }

    private static boolean mayGoBack(Reclaim reclaim, PersistentVolume volume) {
        return Reclaim.bound(volume) && reclaim.claimStays(volume);
    }

    @Override
    public void perform(Run run) {
        var reclaim = new Reclaim(run.cluster().kubernetes(), run.recovery());
        reclaim.ours().stream().filter(volume -> mayGoBack(reclaim, volume)).forEach(reclaim::putBack);
    }
}
