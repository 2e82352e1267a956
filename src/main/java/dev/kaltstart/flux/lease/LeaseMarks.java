package dev.kaltstart.flux.lease;

import dev.kaltstart.flux.lease.Suspension.State;
import dev.kaltstart.flux.object.FluxId;
import dev.kaltstart.flux.object.FluxKinds;
import dev.kaltstart.flux.object.FluxObject;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Optional;
import java.util.function.Function;

/**
 * The suspensions in the cluster itself: each bears who holds it, why and until when, so that whoever finds it knows.
 * The field manager is an own one: what {@code kubectl} has changed, the kustomize-controller takes back.
 */
public final class LeaseMarks {

    public static final String HOLDER = FluxObject.HOLDER;
    public static final String REASON = "kaltstart.dev/suspended-because";
    public static final String UNTIL = "kaltstart.dev/suspended-until";

    private static final int CONFLICT = 409;
    private static final int TRIES = 5;
    private static final PatchContext AS_KALTSTART = new PatchContext.Builder()
            .withPatchType(PatchType.JSON_MERGE)
            .withFieldManager("kaltstart")
            .build();

    private final KubernetesClient client;

    public LeaseMarks(KubernetesClient client) {
        this.client = client;
    }

    public Optional<FluxObject> find(FluxId id) {
        return FluxKinds.find(client, id);
    }

    /** Id of the recovery that an object is suspended for. */
    public static Optional<String> holder(FluxObject object) {
        return Optional.ofNullable(object.object().getMetadata().getAnnotations())
                .map(annotations -> annotations.get(HOLDER));
    }

    /** @return found, when another has suspended it since the decision */
    public State pull(Suspension row) {
        SuspendSwitch brake = SuspendSwitch.of(row.object().kind());
        change(
                row,
                object -> brake.on(object.object()) && !ours(row, object)
                        ? Map.of()
                        : SuspendSwitch.both(brake.pull(), marks(row, row.expiresAt())));
        return find(row.object()).filter(object -> ours(row, object)).isPresent() ? State.HELD : State.FOUND;
    }

    public void prolong(Suspension row, Instant until) {
        change(row, object -> ours(row, object) ? marks(row, until) : Map.of());
    }

    /** Lets go of one that is ours. */
    public Entry<State, String> putBack(Suspension row) {
        SuspendSwitch brake = SuspendSwitch.of(row.object().kind());
        Optional<FluxObject> found = find(row.object());
        if (found.isEmpty()) {
            return Map.entry(State.LEFT, "is not there any more");
        }
        if (!ours(row, found.get())) {
            return row.state() == State.WANTED
                    ? Map.entry(State.RELEASED, "was never suspended")
                    : Map.entry(State.LEFT, "the mark was removed or taken over by another; left as it is");
        }
        boolean held = brake.on(found.get().object());
        change(row, object -> {
            boolean still = ours(row, object) && brake.on(object.object());
            return still ? SuspendSwitch.both(brake.putBack(row.before()), unmarked()) : unmarked();
        });
        return Map.entry(State.RELEASED, held ? "follows Git again" : "it was resumed before");
    }

    /** Keeps suspended what others had suspended. */
    Entry<State, String> restore(Suspension row) {
        SuspendSwitch brake = SuspendSwitch.of(row.object().kind());
        Optional<FluxObject> found = find(row.object());
        if (found.isEmpty()) {
            return Map.entry(State.LEFT, "is not there any more");
        }
        if (brake.on(found.get().object())) {
            return Map.entry(State.LEFT, "is suspended, as before");
        }
        change(row, object -> brake.pull());
        return Map.entry(State.RELEASED, "had been suspended before, was not any more, and is again");
    }

    private static boolean ours(Suspension row, FluxObject object) {
        return holder(object).filter(row.recovery()::equals).isPresent();
    }

    private static Map<String, Object> marks(Suspension row, Instant until) {
        return Map.of(
                "metadata",
                Map.of("annotations", Map.of(HOLDER, row.recovery(), REASON, row.reason(), UNTIL, until.toString())));
    }

    private static Map<String, Object> unmarked() {
        var none = new HashMap<String, Object>();
        none.put(HOLDER, null);
        none.put(REASON, null);
        none.put(UNTIL, null);
        return Map.of("metadata", Map.of("annotations", none));
    }

    /** Changes what was looked at and nothing newer; an empty change is none. */
    private void change(Suspension row, Function<FluxObject, Map<String, Object>> patch) {
        for (int attempt = 1; ; attempt++) {
            Optional<FluxObject> seen = find(row.object());
            if (seen.isEmpty()) {
                return;
            }
            Map<String, Object> change = patch.apply(seen.get());
            if (change.isEmpty()) {
                return;
            }
            String version = seen.get().object().getMetadata().getResourceVersion();
            Map<String, Object> unchanged = Map.of("metadata", Collections.singletonMap("resourceVersion", version));
            try {
                FluxKinds.resource(client, row.object())
                        .patch(AS_KALTSTART, Serialization.asJson(SuspendSwitch.both(change, unchanged)));
                return;
            } catch (KubernetesClientException e) {
                if (e.getCode() != CONFLICT || attempt == TRIES) {
                    throw e;
                }
            }
        }
    }
}
