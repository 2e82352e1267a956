package dev.kaltstart.flux;

import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/** Flux follows Git again: everything it manages is Ready. What somebody has suspended is named, and not waited for. */
@Component
class VerifyFlux extends Step {

    @Override
    protected Check check(Run run) {
        var objects = new ArrayList<GenericKubernetesResource>();
        objects.addAll(FluxObjects.kustomizations(run.cluster().kubernetes()));
        objects.addAll(FluxObjects.helmReleases(run.cluster().kubernetes()));
        if (objects.isEmpty()) {
            return run.cluster().inventory().kustomizations().isEmpty()
                    ? Check.met("the repository declares nothing for Flux")
                    : Check.unknown("the cluster shows no Flux objects at all; the repository declares some");
        }
        List<String> suspended = objects.stream()
                .filter(FluxObjects::suspended)
                .map(FluxObjects::name)
                .toList();
        List<String> ill = objects.stream()
                .filter(object -> !FluxObjects.suspended(object) && !FluxObjects.healthy(object))
                .map(FluxObjects::name)
                .toList();
        String aside = suspended.isEmpty() ? "" : "; suspended by somebody: " + suspended;
        return ill.isEmpty()
                ? Check.met("all " + (objects.size() - suspended.size()) + " Flux objects are Ready" + aside)
                : Check.notYet("not Ready: " + ill + aside, 1 - (double) ill.size() / objects.size());
    }
}
