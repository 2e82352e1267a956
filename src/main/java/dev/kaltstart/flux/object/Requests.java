package dev.kaltstart.flux.object;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Asks Flux to look again now, as its command line does: by annotations with a new value. */
public final class Requests {

    private static final String RECONCILE = "reconcile.fluxcd.io/requestedAt";

    /** One that has used up its tries would not try again. */
    private static final String RESET = "reconcile.fluxcd.io/resetAt";

    private static final PatchContext AS_KALTSTART = new PatchContext.Builder()
            .withPatchType(PatchType.JSON_MERGE)
            .withFieldManager("kaltstart")
            .build();

    private final KubernetesClient client;
    private final String token;

    public Requests(KubernetesClient client, Instant now) {
        this.client = client;
        this.token = now.toString();
    }

    /** One that is not there any more is left out. */
    public void reconcile(FluxId id) {
        if (FluxKinds.find(client, id).isEmpty()) {
            return;
        }
        var annotations = new HashMap<String, String>(Map.of(RECONCILE, token));
        if (id.kind().equals("HelmRelease")) {
            annotations.put(RESET, token);
        }
        FluxKinds.resource(client, id)
                .patch(AS_KALTSTART, Serialization.asJson(Map.of("metadata", Map.of("annotations", annotations))));
    }
}
