package dev.kaltstart.flux;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import dev.kaltstart.flux.diagnosis.SuspensionPause;
import dev.kaltstart.flux.lease.Suspension;
import dev.kaltstart.flux.lease.SuspensionPlan;
import dev.kaltstart.flux.lease.Suspensions;
import dev.kaltstart.flux.object.AffectedObjects;
import dev.kaltstart.flux.object.DriftLook;
import dev.kaltstart.flux.object.Flux;
import dev.kaltstart.flux.object.FluxId;
import dev.kaltstart.recovery.Evidence;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * Stops Flux where it would go on destroying, and nowhere else. What has to stand still is decided once and written down:
 * what is stopped looks different afterwards.
 */
@Component
class SuspendFlux extends Step {

    /** One above it that was just at work may put it back once more. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final int REASON = 300;
    private static final JsonMapper JSON = new JsonMapper();

    private final Suspensions suspensions;
    private final Evidence evidence;

    SuspendFlux(Suspensions suspensions, Evidence evidence) {
        this.suspensions = suspensions;
        this.evidence = evidence;
    }

    @Override
    public Check check(Run run) {
        if (AffectedObjects.of(run, evidence).stop().isEmpty()) {
            return Check.met("nothing is suspended: the way out is '"
                    + run.find(DriftFacts.WAY).orElse("") + "', and Flux destroys nothing");
        }
        Optional<List<FluxId>> decided = decided(run);
        if (decided.isEmpty()) {
            return Check.notYet("Flux has not been stopped yet");
        }
        List<String> moving = suspensions.moving(run.cluster(), decided.get());
        if (!moving.isEmpty()) {
            return Check.notYet("not stopped yet: " + String.join(", ", moving));
        }
        Map<FluxId, Suspension> rows = suspensions.of(run.recovery()).stream()
                .collect(Collectors.toMap(Suspension::object, row -> row, (older, newer) -> newer));
        return Check.met("stands still: "
                + decided.get().stream()
                        .map(id -> id.label() + message(rows.get(id)))
                        .collect(Collectors.joining(", ")));
    }

    private static String message(@org.jspecify.annotations.Nullable Suspension row) {
        if (row == null) {
            return " (is not there)";
        }
        return row.state() == Suspension.State.FOUND ? " (was suspended before, and stays so)" : "";
    }

    @Override
    public void perform(Run run) {
        List<FluxId> objects = decided(run).orElseGet(() -> decide(run));
        Instant end = run.cluster().clock().instant().plus(PATIENCE);
        hold(run, objects);
        while (!suspensions.moving(run.cluster(), objects).isEmpty()
                && run.cluster().clock().instant().isBefore(end)) {
            SuspensionPause.of(run, PAUSE);
            hold(run, objects);
        }
    }

    private void hold(Run run, List<FluxId> objects) {
        suspensions.hold(run.cluster(), run.mode(), run.recovery(), reason(run), objects);
    }

    private static String reason(Run run) {
        String cause = run.find(DriftFacts.CAUSE)
                .flatMap(message -> message.lines().findFirst())
                .orElse("the cluster does not follow Git");
        return cause.length() <= REASON ? cause : cause.substring(0, REASON) + "…";
    }

    private List<FluxId> decide(Run run) {
        List<FluxId> objects = now(run);
        try {
            evidence.keep(run, name(run), JSON.writeValueAsString(objects));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
        return objects;
    }

    private List<FluxId> now(Run run) {
        KubernetesClient client = run.cluster().kubernetes();
        return DriftLook.at(client, java.util.Set.of())
                .map(seen -> new SuspensionPlan(seen.objects(), Flux.instance(client))
                        .smallest(AffectedObjects.of(run, evidence).stop()))
                .orElse(List.of());
    }

    private Optional<List<FluxId>> decided(Run run) {
        return evidence.read(Evidence.reference(run, name(run))).map(text -> {
            try {
                return JSON.readValue(text, new TypeReference<List<FluxId>>() {});
            } catch (JsonProcessingException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    /** The same after a crash, and another one when the step is come to again. */
    private static String name(Run run) {
        return "suspend-" + run.began().toEpochMilli() + ".json";
    }
}
