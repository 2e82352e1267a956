package dev.kaltstart.storage;

import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import java.util.List;
import org.springframework.stereotype.Component;

/** No volume is degraded or faulted. */
@Component
class VerifyStorage extends Step {

    @Override
    protected Check check(Run run) {
        Longhorn longhorn = Longhorn.of(run.cluster());
        if (!longhorn.installed()) {
            return Check.met("this cluster has no Longhorn: its storage is not looked at");
        }
        List<String> ill = RebuildReplicas.ill(longhorn.volumes());
        return ill.isEmpty() ? Check.met("no volume is degraded") : Check.notYet("degraded or faulted: " + ill);
    }
}
