package dev.kaltstart.flux;

import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Measurement;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import dev.kaltstart.flux.object.Flux;
import dev.kaltstart.flux.object.FluxObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** What Git says is what runs, as far as Flux knows. */
@Component
class VerifyFlux extends Step {

    @Override
    public List<String> remedies(Run run, String code) {
        return Flux.NOT_READY;
    }

    @Override
    public Check check(Run run) {
        var flux = new Flux(run.cluster().kubernetes());
        Optional<List<FluxObject>> kustomizations = flux.kustomizations();
        if (kustomizations.isEmpty()) {
            return Check.unknown("the cluster does not serve Flux: its CRDs are not there");
        }
        int declared = run.cluster().inventory().kustomizations().size();
        if (kustomizations.get().isEmpty() && declared > 0) {
            return Check.notYet("the repository has " + declared + " Kustomizations, the cluster has none");
        }
        var trouble = new ArrayList<String>();
        var all = new ArrayList<>(kustomizations.get());
        active(kustomizations.get()).stream()
                .filter(object -> object.healthy() && !flux.upToDate(object))
                .forEach(object -> trouble.add(
                        object.label() + " runs " + object.appliedRevision() + ", its source is ahead of it"));
        flux.helmReleases().ifPresent(all::addAll);
        active(all).stream().filter(object -> !object.healthy()).forEach(object -> trouble.add(object.trouble()));
        return judge(all, trouble);
    }

    private static List<FluxObject> active(List<FluxObject> all) {
        return all.stream().filter(object -> !object.suspended()).toList();
    }

    /**
     * Suspended ones may look current though nothing is done to them, and a person has suspended them on purpose: they are
     * named, not counted.
     */
    private static Check judge(List<FluxObject> all, List<String> trouble) {
        String suspended = all.stream()
                .filter(FluxObject::suspended)
                .map(FluxObject::label)
                .collect(Collectors.joining(", "));
        String note = suspended.isEmpty() ? "" : "; suspended: " + suspended;
        int active = active(all).size();
        if (trouble.isEmpty()) {
            return Check.met(
                    "all " + active + " Kustomizations and HelmReleases are ready" + note,
                    Measurement.count("readyObjects", active));
        }
        String message = trouble.stream().limit(10).collect(Collectors.joining("; "));
        return Check.notYet(
                trouble.size() + " of " + active + " are not ready: " + message + note,
                Math.max(0, active - trouble.size()) / (double) active);
    }
}
