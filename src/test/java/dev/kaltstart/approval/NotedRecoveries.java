package dev.kaltstart.approval;

import dev.kaltstart.cluster.Mode;
import dev.kaltstart.recovery.Recoveries;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Recoveries whose timeline and steps the test knows, and to which notes are added. */
public class NotedRecoveries implements Recoveries {

    public final List<Entry> timeline = new ArrayList<>();
    public final List<StepState> steps = new ArrayList<>();
    public @Nullable Recovery recovery;

    /** One of a node, live or unattended. */
    public void hasStarted(String id, String person, boolean unattended) {
        recovery = new Recovery(
                id,
                "homelab",
                "node-failure",
                unattended ? Mode.REHEARSAL : Mode.LIVE,
                "wk-2",
                "it is silent",
                person,
                State.WAITING,
                Instant.EPOCH,
                Instant.EPOCH,
                null,
                null,
                Duration.ZERO,
                null,
                unattended,
                List.of(),
                List.of());
    }

    @Override
    public Recovery start(Request request) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Recovery> find(String id) {
        return Optional.ofNullable(recovery).filter(known -> known.id().equals(id));
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
        return timeline;
    }

    @Override
    public List<StepState> steps(String id) {
        return steps;
    }

    @Override
    public void abort(String id, String reason, String person) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void note(String id, String kind, String message, @Nullable String person) {
        timeline.add(new Entry(Instant.EPOCH, kind, null, message, null, person, null));
    }
}
