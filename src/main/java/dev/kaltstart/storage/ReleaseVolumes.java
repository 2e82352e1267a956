package dev.kaltstart.storage;

import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * Puts the reclaim policy of volumes back to what it was, where their claims have them. One that lost its claim keeps
 * Retain: anything else would delete its data.
 */
@Component
class ReleaseVolumes extends Step {

    @Override
    protected Check check(Run run) {
        var reclaim = new Reclaim(run.cluster().kubernetes(), run.recovery());
        List<PersistentVolume> ours = reclaim.ours();
        List<PersistentVolume> open =
                ours.stream().filter(volume -> mayGoBack(reclaim, volume)).toList();
        if (!open.isEmpty()) {
            return Check.notYet(open.size() + " volumes are still kept for this recovery");
        }
        return Check.met(
                ours.isEmpty()
                        ? "no volume is kept for this recovery any more"
                        : "stay Retain, because no claim has them, or it is being deleted; their data is there: "
                                + ours.stream().map(Reclaim::words).collect(Collectors.joining(", ")));
    }

    private static boolean mayGoBack(Reclaim reclaim, PersistentVolume volume) {
        return Reclaim.bound(volume) && reclaim.claimStays(volume);
    }

    @Override
    protected void perform(Run run) {
        var reclaim = new Reclaim(run.cluster().kubernetes(), run.recovery());
        reclaim.ours().stream().filter(volume -> mayGoBack(reclaim, volume)).forEach(reclaim::putBack);
    }
}
