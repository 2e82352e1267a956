package dev.kaltstart.flux;

import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import dev.kaltstart.flux.lease.LeaseMarks;
import dev.kaltstart.flux.lease.SuspendSwitch;
import dev.kaltstart.flux.lease.Suspension;
import dev.kaltstart.flux.lease.Suspensions;
import dev.kaltstart.flux.object.AffectedObjects;
import dev.kaltstart.flux.object.DriftLook;
import dev.kaltstart.flux.object.Flux;
import dev.kaltstart.flux.object.FluxId;
import dev.kaltstart.flux.object.FluxKinds;
import dev.kaltstart.flux.object.FluxObject;
import dev.kaltstart.recovery.Evidence;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * Nothing that this recovery has suspended stays so. What others have suspended is theirs: it is named, and holds nothing
 * up.
 */
@Component
class VerifySuspensions extends Step {

    private final Suspensions suspensions;
    private final Evidence evidence;

    VerifySuspensions(Suspensions suspensions, Evidence evidence) {
        this.suspensions = suspensions;
        this.evidence = evidence;
    }

    @Override
    public Check check(Run run) {
        KubernetesClient client = run.cluster().kubernetes();
        Map<FluxId, FluxObject> flux = all(client);
        List<Suspension> rows = suspensions.of(run.recovery());
        var ours = new ArrayList<String>();
        rows.stream()
                .filter(row -> !row.state().ended())
                .forEach(row -> ours.add(row.object().label()));
        flux.values().stream()
                .filter(object -> stopped(object)
                        && LeaseMarks.holder(object)
                                .filter(run.recovery()::equals)
                                .isPresent())
                .map(FluxObject::label)
                .filter(message -> !ours.contains(message))
                .forEach(ours::add);
        if (!ours.isEmpty()) {
            return Check.notYet(
                    "still suspended for this recovery: " + String.join(", ", ours) + "; 'flux resume' takes it back");
        }
        return Check.met("nothing is suspended for this recovery any more" + notes(run, flux.values(), rows));
    }

    private String notes(Run run, Collection<FluxObject> flux, List<Suspension> rows) {
        Set<FluxId> known = rows.stream().map(Suspension::object).collect(Collectors.toSet());
        known.addAll(AffectedObjects.of(run, evidence).suspendedBefore());
        List<FluxObject> stopped =
                flux.stream().filter(VerifySuspensions::stopped).toList();
        String before = message(
                stopped.stream().filter(object -> known.contains(object.id())).toList());
        String since = message(
                stopped.stream().filter(object -> !known.contains(object.id())).toList());
        Set<FluxId> now = stopped.stream().map(FluxObject::id).collect(Collectors.toSet());
        String resumed = AffectedObjects.of(run, evidence).suspendedBefore().stream()
                .filter(id -> !now.contains(id))
                .map(FluxId::label)
                .collect(Collectors.joining(", "));
        return (before.isEmpty() ? "" : "; suspended by others before, and still suspended: " + before)
                + (since.isEmpty() ? "" : "; suspended by others since the start: " + since)
                + (resumed.isEmpty() ? "" : "; was suspended before, and is not any more: " + resumed);
    }

    private static String message(List<FluxObject> objects) {
        return objects.stream()
                .map(object -> object.label()
                        + LeaseMarks.holder(object)
                                .map(holder -> " (for " + holder + ")")
                                .orElse(""))
                .sorted()
                .collect(Collectors.joining(", "));
    }

    private static boolean stopped(FluxObject object) {
        return SuspendSwitch.of(object.id().kind()).on(object.object());
    }

    private static Map<FluxId, FluxObject> all(KubernetesClient client) {
        var all = new LinkedHashMap<FluxId, FluxObject>();
        DriftLook.at(client, Set.of()).ifPresent(seen -> all.putAll(seen.objects()));
        Flux.instance(client)
                .flatMap(id -> FluxKinds.find(client, id))
                .ifPresent(object -> all.put(object.id(), object));
        return all;
    }

    @Override
    public void perform(Run run) {
        suspensions.release(run.cluster(), run.recovery());
    }
}
