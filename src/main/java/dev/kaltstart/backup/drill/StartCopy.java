package dev.kaltstart.backup.drill;

import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import dev.kaltstart.recovery.Evidence;
import io.fabric8.kubernetes.api.model.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Starts the application on the restored data, in the isolated copy. */
@Component
class StartCopy extends Step {

    private static final String SERVICES = "drill-services";

    private final Evidence evidence;

    StartCopy(Evidence evidence) {
        this.evidence = evidence;
    }

    /** The Services of the copy, {@code name port}, a line each. */
    static List<String> services(Run run, Evidence evidence) {
        return evidence.read(Evidence.reference(run, SERVICES)).stream()
                .flatMap(String::lines)
                .filter(line -> !line.isBlank())
                .toList();
    }

    @Override
    public Check check(Run run) {
        Drill drill = Drill.of(run, evidence);
        var copies = copies(run, drill);
        List<String> waiting = copies.waiting();
        if (!waiting.isEmpty()) {
            return Check.notYet("not ready in " + drill.copy() + ": " + String.join(", ", waiting));
        }
        keep(run, copies.services());
        String leftOut = copies.leftOut().isEmpty() ? "" : "; left out: " + String.join("; ", copies.leftOut());
        if (copies.names().isEmpty()) {
            return Check.met(
                    leftOut.isEmpty()
                            ? "the namespace has no Deployment and no StatefulSet: there is nothing to start"
                            : "no workload may start beside the original" + leftOut);
        }
        return Check.met("ready on the restored data: " + String.join(", ", copies.names()) + leftOut);
    }

    private void keep(Run run, List<Service> services) {
        var lines = new ArrayList<String>();
        services.forEach(service -> Optional.ofNullable(service.getSpec().getPorts()).orElse(List.of()).stream()
                .findFirst()
                .ifPresent(port -> lines.add(service.getMetadata().getName() + " " + port.getPort())));
        evidence.keep(run, SERVICES, String.join("\n", lines));
    }

    @Override
    public void perform(Run run) {
        copies(run, Drill.of(run, evidence)).create();
    }

    private static WorkloadCopies copies(Run run, Drill drill) {
        return new WorkloadCopies(
                run.cluster().kubernetes(), drill, run.subject().label());
    }
}
