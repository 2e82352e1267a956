package dev.kaltstart.keyring;

import dev.kaltstart.cluster.Mode;
import dev.kaltstart.recovery.Recoveries;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Recoveries of which only the state is known. */
class KnownRecoveries implements Recoveries {

    private final Map<String, State> states = new HashMap<>();

    void running(String id) {
        states.put(id, State.RUNNING);
    }

    void ended(String id) {
        states.put(id, State.RECOVERED);
    }

    @Override
    public Optional<Recovery> find(String id) {
        return Optional.ofNullable(states.get(id))
                .map(state -> new Recovery(
                        id,
                        "homelab",
                        "secret-compromise",
                        Mode.LIVE,
                        null,
                        "test",
                        "ada",
                        state,
                        Instant.EPOCH,
                        Instant.EPOCH,
                        null,
                        null,
                        Duration.ZERO,
                        null,
                        false,
                        List.of(
                                Recoveries.Target.atTheEnd("control plane", Duration.ofHours(4)),
                                Recoveries.Target.atTheEnd("critical applications", Duration.ofHours(8))),
                        List.of()));
    }

    @Override
    public Recovery start(Request request) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Recovery> list(@Nullable String cluster, @Nullable State state, @Nullable Mode mode) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Recovery> notEnded(String cluster) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean startedSince(String cluster, String scenario, @Nullable String subject, Instant since) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Entry> timeline(String id) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<StepState> steps(String id) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void abort(String id, String reason, String person) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void note(String id, String kind, String message, @Nullable String person) {
        throw new UnsupportedOperationException();
    }
}
