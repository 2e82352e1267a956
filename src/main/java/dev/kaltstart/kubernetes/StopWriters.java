package dev.kaltstart.kubernetes;

import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import dev.kaltstart.kubernetes.Writers.Writer;
import dev.kaltstart.recovery.Evidence;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Scales what writes to the lost claims to zero, and waits until no pod has one of them mounted. */
@Component
class StopWriters extends Step {

    private final Evidence evidence;

    StopWriters(Evidence evidence) {
        this.evidence = evidence;
    }

    @Override
    public Check check(Run run) {
        var writers = new Writers(run, evidence);
        if (writers.before().isEmpty()) {
            return Check.notYet("not stopped yet");
        }
        List<Writer> running =
                writers.now().stream().filter(writer -> writer.replicas() > 0).toList();
        List<String> pods = writers.pods();
        if (!running.isEmpty()) {
            return Check.notYet("still wanted: " + labels(running));
        }
        return pods.isEmpty()
                ? Check.met(
                        writers.before().get().isEmpty()
                                ? "nothing mounts the claims"
                                : "stopped: "
                                        + writers.before().get().stream()
                                                .map(writer -> writer.label() + " (" + writer.replicas() + ")")
                                                .collect(Collectors.joining(", ")))
                : Check.notYet("pods that still have the claims mounted: " + String.join(", ", pods));
    }

    private static String labels(List<Writer> writers) {
        return writers.stream().map(Writer::label).collect(Collectors.joining(", "));
    }

    @Override
    public List<String> remedies(Run run, String code) {
        String kubectl = "kubectl -n " + run.subject().label() + " ";
        return List.of(
                "# what runs in the namespace, and what owns each pod",
                kubectl
                        + "get pods -o custom-columns=POD:.metadata.name,OWNER:.metadata.ownerReferences[*].kind,NODE:.spec.nodeName");
    }

    @Override
    public void perform(Run run) {
        var writers = new Writers(run, evidence);
        writers.remember();
        writers.now().stream().filter(writer -> writer.replicas() > 0).forEach(writer -> writers.scale(writer, 0));
    }
}
