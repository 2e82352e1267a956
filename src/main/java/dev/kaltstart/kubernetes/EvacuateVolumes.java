package dev.kaltstart.kubernetes;

import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import dev.kaltstart.talos.NodeFacts;
import io.fabric8.kubernetes.api.model.TaintBuilder;
import org.springframework.stereotype.Component;

/**
 * Frees the pods and volumes of a machine that is surely not running: they would wait for its kubelet for ever. On a
 * machine that still writes this would corrupt data, so it wants to know for certain.
 */
@Component
class EvacuateVolumes extends Step {

    @Override
    protected Check check(Run run) {
        int pods = Pods.movable(run).size();
        long volumes = run.cluster().kubernetes().storage().v1().volumeAttachments().list().getItems().stream()
                .filter(attachment ->
                        Nodes.name(run).equals(attachment.getSpec().getNodeName()))
                .count();
        return pods == 0 && volumes == 0
                ? Check.met("no pod and no volume is held by the node any more")
                : Check.notYet(pods + " pods and " + volumes + " attached volumes are held by the node");
    }

    @Override
    protected void perform(Run run) {
        if (!run.is(NodeFacts.POWERED_OFF) && !run.is(NodeFacts.WIPED)) {
            throw new Failure.Fatal(
                    "NOT_SURELY_OFF", "neither has a person confirmed that the power is off, nor was the node wiped");
        }
        if (Nodes.find(run).isPresent()) {
            Nodes.taint(
                    run,
                    new TaintBuilder()
                            .withKey(Nodes.OUT_OF_SERVICE)
                            .withValue("nodeshutdown")
                            .withEffect("NoExecute")
                            .build());
        }
    }
}
