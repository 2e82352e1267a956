package dev.kaltstart.flux.hold;

import dev.kaltstart.flux.object.Flux;
import dev.kaltstart.flux.object.FluxObject;
import dev.kaltstart.flux.object.Requests;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Has those try again whose pods were denied. After many denials a controller waits for up to a quarter of an hour until its next
 * try; any change of its object makes it look at once, so a mark is set and taken away again. A HelmRelease that has used up its
 * tries would never try again.
 */
record StartAgain(KubernetesClient client, Instant now) {

    private static final String MARK = "kaltstart.dev/released-at";
    private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

    void in(String namespace) {
        var requests = new Requests(client, now);
        new Flux(client)
                .helmReleases().stream()
                        .flatMap(List::stream)
                        .filter(release -> release.id().namespace().equals(namespace))
                        .filter(release -> !release.suspended() && release.failed())
                        .map(FluxObject::id)
                        .forEach(requests::reconcile);
        Stream<HasMetadata> sets = client.apps().replicaSets().inNamespace(namespace).list().getItems().stream()
                .filter(StartAgain::lacksPods)
                .map(HasMetadata.class::cast);
        Stream<HasMetadata> stateful = client.apps().statefulSets().inNamespace(namespace).list().getItems().stream()
                .filter(StartAgain::lacksPods)
                .map(HasMetadata.class::cast);
        Stream<HasMetadata> jobs = client.batch().v1().jobs().inNamespace(namespace).list().getItems().stream()
                .filter(job ->
                        job.getStatus() == null || !positive(job.getStatus().getActive()))
                .filter(job -> job.getStatus() == null || job.getStatus().getCompletionTime() == null)
                .map(HasMetadata.class::cast);
        Stream.of(sets, stateful, jobs).flatMap(all -> all).forEach(this::touch);
    }

    private static boolean lacksPods(ReplicaSet set) {
        return lacks(
                set.getSpec().getReplicas(),
                set.getStatus() == null ? null : set.getStatus().getReplicas());
    }

    private static boolean lacksPods(StatefulSet set) {
        return lacks(
                set.getSpec().getReplicas(),
                set.getStatus() == null ? null : set.getStatus().getReplicas());
    }

    private static boolean lacks(@Nullable Integer wanted, @Nullable Integer there) {
        return Objects.requireNonNullElse(there, 0) < Objects.requireNonNullElse(wanted, 1);
    }

    private static boolean positive(@Nullable Integer number) {
        return number != null && number > 0;
    }

    private void touch(HasMetadata object) {
        client.resource(object).patch(MERGE, mark('"' + now.toString() + '"'));
        client.resource(object).patch(MERGE, mark("null"));
    }

    private static String mark(String value) {
        return "{\"metadata\":{\"annotations\":{\"" + MARK + "\":" + value + "}}}";
    }
}
