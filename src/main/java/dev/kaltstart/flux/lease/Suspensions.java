package dev.kaltstart.flux.lease;

import dev.kaltstart.cluster.Cluster;
import dev.kaltstart.cluster.Mode;
import dev.kaltstart.flux.lease.Suspension.State;
import dev.kaltstart.flux.object.FluxId;
import dev.kaltstart.flux.object.FluxKinds;
import dev.kaltstart.flux.object.FluxObject;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.springframework.stereotype.Component;

/**
 * Suspends objects of Flux for a recovery, and resumes them again. What is written down
 * comes first: a kill leaves a row without a suspension, never a suspension without a row. What others have
 * suspended stays suspended. Everything here may be done twice.
 */
@Component
public class Suspensions {

    /** How long a suspension outlives a Kaltstart that no longer renews it, for those who find it. */
    static final Duration LEASE = Duration.ofHours(1);

    private final SuspensionRows rows;
    private final Clock clock;

    public Suspensions(SuspensionRows rows, Clock clock) {
        this.rows = rows;
        this.clock = clock;
    }

    /**
     * One that is held and moves again, because what has made it has put it back, is stopped once more.
     *
     * @param reason why, for whoever finds it
     * @throws io.fabric8.kubernetes.client.KubernetesClientException when the cluster does not answer; some may be held
     */
    public void hold(Cluster cluster, Mode mode, String recovery, String reason, List<FluxId> objects) {
        var leases = new LeaseMarks(cluster.kubernetes());
        for (FluxId object : objects) {
            Optional<FluxObject> found = leases.find(object);
            if (found.isEmpty()) {
                continue;
            }
            Suspension row = rows.findOpen(recovery, object)
                    .orElseGet(() -> decide(cluster, mode, recovery, reason, object, found.get()));
            boolean undone = row.state() == State.HELD
                    && !SuspendSwitch.of(object.kind()).on(found.get().object());
            if (row.state() == State.WANTED || undone) {
                rows.told(row.id(), leases.pull(row));
            }
        }
    }

    private Suspension decide(
            Cluster cluster, Mode mode, String recovery, String reason, FluxId id, FluxObject object) {
        SuspendSwitch brake = SuspendSwitch.of(id.kind());
        boolean found = brake.on(object.object());
        Instant now = clock.instant();
        var row = new Suspension(
                UUID.randomUUID().toString(),
                recovery,
                cluster.name(),
                mode,
                id,
                reason,
                found ? State.FOUND : State.WANTED,
                brake.position(object.object()),
                found
                        ? LeaseMarks.holder(object)
                                .map(other -> "held by " + other)
                                .orElse("suspended before")
                        : null,
                now,
                now.plus(LEASE));
        rows.insert(row);
        return row;
    }

    /** Those of them that do not stand still, in words; empty when all do. */
    public List<String> moving(Cluster cluster, List<FluxId> objects) {
        KubernetesClient client = cluster.kubernetes();
        return objects.stream()
                .flatMap(id -> FluxKinds.find(client, id).stream())
                .filter(object -> !SuspendSwitch.of(object.id().kind()).on(object.object()))
                .map(FluxObject::label)
                .toList();
    }

    /**
     * Puts every switch back to where it stood, also those that others had pulled and that are no longer.
     *
     * @return what became of each, in words
     * @throws io.fabric8.kubernetes.client.KubernetesClientException when the cluster does not answer; ask again
     */
    public List<String> release(Cluster cluster, String recovery) {
        release(cluster, recovery, object -> true);
        return rows.of(recovery).stream()
                .map(row -> row.object().label() + ": " + row.message())
                .toList();
    }

    /** The same for some of them: a source has to fetch before what comes from it may go on. */
    public void release(Cluster cluster, String recovery, Predicate<FluxId> which) {
        var leases = new LeaseMarks(cluster.kubernetes());
        rows.of(recovery).stream()
                .filter(row -> !row.state().ended() && which.test(row.object()))
                .forEach(row -> release(leases, row));
    }

    private void release(LeaseMarks leases, Suspension row) {
        Map.Entry<State, String> end = row.state() == State.FOUND ? leases.restore(row) : leases.putBack(row);
        rows.end(row.id(), end.getKey(), end.getValue(), clock.instant());
    }

    /** Says that they are still needed. */
    void renew(Cluster cluster, List<Suspension> held) {
        var leases = new LeaseMarks(cluster.kubernetes());
        Instant until = clock.instant().plus(LEASE);
        for (Suspension row : held) {
            leases.prolong(row, until);
            rows.renew(row.id(), until);
        }
    }

    /** A twin that is gone takes its suspensions along. */
    void forget(Suspension row) {
        rows.end(row.id(), State.LEFT, "its twin is gone", clock.instant());
    }

    /** Of all recoveries, those that nothing has become of yet. */
    List<Suspension> open() {
        return rows.open();
    }

    public List<Suspension> of(String recovery) {
        return rows.of(recovery);
    }
}
