package dev.kaltstart.flux.bootstrap;

import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.engine.Measurement;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import dev.kaltstart.flux.hold.Hold;
import dev.kaltstart.flux.object.DriftLook;
import dev.kaltstart.recovery.Evidence;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * Waits until Flux has brought everything, except what is held until its data is back. One that is not Ready keeps all others
 * waiting that depend on it: it is named, and what is known to be wrong with it. A person is asked only when nothing moves.
 */
@Component
class AwaitWaves extends Step {

    /** Only then the cluster is searched for a reason: a look has to be cheap while all goes well. */
    private static final Duration SUSPICION = Duration.ofMinutes(2);

    /** With a reason that no later try removes. */
    private static final Duration CERTAIN = Duration.ofMinutes(6);

    /** Charts time out after five minutes, Kustomizations mostly after fifteen, and both try again. */
    private static final Duration STALLED = Duration.ofMinutes(20);

    /** What Flux itself calls done, although the repository seems to declare more. */
    private static final Duration SETTLED = Duration.ofMinutes(3);

    private final Evidence evidence;

    AwaitWaves(Evidence evidence) {
        this.evidence = evidence;
    }

    @Override
    public Check check(Run run) {
        KubernetesClient client = run.cluster().kubernetes();
        Optional<DriftLook.Seen> seen = DriftLook.at(client, Set.of());
        if (seen.isEmpty()) {
            return Check.unknown("the cluster does not serve Flux: its CRDs are not there");
        }
        Waves waves = Waves.of(
                seen.get(), new Hold(client).namespaces(), run.cluster().inventory());
        WaveProgress progress = WaveProgress.note(run, evidence, waves);
        Duration still = progress.still(run);
        if (waves.settled() && (waves.missing().isEmpty() || still.compareTo(SETTLED) >= 0)) {
            return met(waves);
        }
        String message = waves.message();
        if (still.compareTo(SUSPICION) >= 0 && !waves.settled()) {
            StuckSign sign = StuckSign.of(
                    client, waves, seen.get().objects(), run.cluster().clock().instant());
            message = sign.message() + ". " + message;
            if (still.compareTo(sign.certain() ? CERTAIN : STALLED) >= 0) {
                throw new Failure.NeedsHuman(
                        sign.code(), "Flux has not come further for " + still.toMinutes() + " min: " + message);
            }
        }
        return Check.notYet(
                message
                        + progress.forecast(
                                run, waves.waiting().size() + waves.missing().size()),
                waves.progress());
    }

    private static Check met(Waves waves) {
        var measured = new ArrayList<>(List.of(
                Measurement.count("readyObjects", waves.ready()),
                Measurement.count("heldObjects", waves.onlyHeld().size())));
        if (!waves.missing().isEmpty()) {
            measured.add(Measurement.notVerified(waves.missing().size()));
        }
        return Check.met(waves.message(), measured.toArray(Measurement[]::new));
    }

    @Override
    public List<String> remedies(Run run, String code) {
        return WaveRemedies.of(run.cluster().inventory(), code);
    }
}
