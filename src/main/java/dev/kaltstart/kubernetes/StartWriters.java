package dev.kaltstart.kubernetes;

import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import dev.kaltstart.kubernetes.Writers.Writer;
import dev.kaltstart.recovery.Evidence;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Gives the stopped workloads their replicas back. */
@Component
class StartWriters extends Step {

    private final Evidence evidence;

    StartWriters(Evidence evidence) {
        this.evidence = evidence;
    }

    @Override
    public Check check(Run run) {
        List<Writer> missing = missing(run);
        return missing.isEmpty()
                ? Check.met("the workloads have their replicas again")
                : Check.notYet("not started yet: "
                        + missing.stream().map(Writer::label).collect(Collectors.joining(", ")));
    }

    /** One that is gone, or that someone has scaled meanwhile, is left alone. */
    private List<Writer> missing(Run run) {
        var writers = new Writers(run, evidence);
        List<Writer> stopped =
                writers.now().stream().filter(writer -> writer.replicas() == 0).toList();
        return writers.before().orElse(List.of()).stream()
                .filter(writer -> writer.replicas() > 0)
                .filter(writer -> stopped.contains(new Writer(writer.kind(), writer.name(), 0)))
                .toList();
    }

    @Override
    public void perform(Run run) {
        var writers = new Writers(run, evidence);
        missing(run).forEach(writer -> writers.scale(writer, writer.replicas()));
    }
}
