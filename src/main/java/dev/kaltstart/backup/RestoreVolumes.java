package dev.kaltstart.backup;

import dev.kaltstart.backup.method.RestoreMethod;
import dev.kaltstart.backup.method.RestoreOrder;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Measurement;
import dev.kaltstart.engine.Plan;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import dev.kaltstart.recovery.Evidence;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Brings the data of a namespace back, by the approved plan. Restoring over present data destroys it. */
@Component
class RestoreVolumes extends Step.Destructive {

    private final RestoreMethods methods;
    private final Evidence evidence;

    RestoreVolumes(RestoreMethods methods, Evidence evidence) {
        this.methods = methods;
        this.evidence = evidence;
    }

    @Override
    public Check check(Run run) {
        if (orders(run).isEmpty()) {
            return Check.unknown("no restore point has been chosen");
        }
        var done = new ArrayList<String>();
        var moments = new ArrayList<Instant>();
        for (RestoreOrder order : orders(run)) {
            Check state = methods.of(order).state(run, order);
            if (!(state instanceof Check.Met met)) {
                return state;
            }
            done.add(met.message());
            reached(met, order).ifPresent(moments::add);
        }
        var measured = new ArrayList<>(List.of(Measurement.count("volumesRestored", done.size())));
        moments.stream()
                .min(Instant::compareTo)
                .ifPresent(oldest -> measured.add(Measurement.moment(RestoreMethod.REACHED, oldest)));
        return Check.met(String.join("; ", done), measured.toArray(Measurement[]::new));
    }

    /** What the tool says counts more than what the search expected. */
    private static Optional<Instant> reached(Check.Met met, RestoreOrder order) {
        return met.measured().stream()
                .filter(value -> value.name().equals(RestoreMethod.REACHED))
                .map(Measurement::instant)
                .findFirst()
                .or(() -> Optional.ofNullable(order.point().started()));
    }

    private List<RestoreOrder> orders(Run run) {
        return RestoreOptions.chosen(run, evidence);
    }

    /** A kubeconfig that was exchanged meanwhile leads to another cluster. */
    @Override
    public Check identity(Run run) {
        if (orders(run).isEmpty()) {
            return Check.unknown("no restore point has been chosen");
        }
        String before = evidence.read(Evidence.reference(run, ClusterUid.NAME)).orElse("");
        String now = ClusterUid.of(run.cluster().kubernetes());
        return now.equals(before)
                ? Check.met("the cluster is the one in which the restore points were found (" + now + ")")
                : Check.unknown("this is not the cluster in which the restore points were found: the UID of its"
                        + " namespace kube-system is " + now + " and was " + before + "; check the kubeconfig");
    }

    @Override
    public Plan plan(Run run) {
        var requests = new ArrayList<String>();
        var effects = new ArrayList<String>();
        for (RestoreOrder order : orders(run)) {
            Plan part = methods.of(order).plan(run, order);
            requests.addAll(part.requests());
            effects.addAll(part.effects());
        }
        return new Plan(run.subject(), List.of(), requests, effects);
    }

    @Override
    public void perform(Run run, Plan approved) {
        for (RestoreOrder order : orders(run)) {
            RestoreMethod method = methods.of(order);
            if (approved.requests().containsAll(method.plan(run, order).requests())) {
                method.begin(run, order);
            }
        }
    }
}
