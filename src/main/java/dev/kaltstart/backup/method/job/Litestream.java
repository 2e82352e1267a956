package dev.kaltstart.backup.method.job;

import dev.kaltstart.backup.method.DescribedSnapshot;
import dev.kaltstart.backup.method.ObjectNames;
import dev.kaltstart.backup.method.PresentClaim;
import dev.kaltstart.backup.method.RestoreMethod;
import dev.kaltstart.backup.method.RestoreOrder;
import dev.kaltstart.backup.method.RestorePoint;
import dev.kaltstart.backup.method.Search;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.engine.Measurement;
import dev.kaltstart.engine.Plan;
import dev.kaltstart.engine.Run;
import dev.kaltstart.storage.LostClaim;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Litestream copies single databases, change by change, from a container beside the application. A Job with its image and its
 * configuration restores them as they were at a moment (src: benbjohnson/litestream, 0.5: cmd/litestream/restore.go). The
 * option to succeed without a copy is never used. There is nothing to pause: Litestream stops with the application.
 */
@Component
@Order(7)
class Litestream implements RestoreMethod {

    /** Damage may be older than its discovery. */
    private static final List<Duration> BACK = List.of(Duration.ZERO, Duration.ofHours(1), Duration.ofDays(1));

    @Override
    public String word() {
        return "litestream";
    }

    @Override
    public boolean playedByTwin() {
        return false;
    }

    @Override
    public List<RestorePoint> points(Search search, LostClaim claim) {
        return LitestreamSidecar.of(search.client(), claim).stream()
                .flatMap(found -> BACK.stream().map(back -> {
                    Instant at = search.damage().minus(back).truncatedTo(ChronoUnit.SECONDS);
                    return new RestorePoint(
                            word(),
                            new DescribedSnapshot(found.workload(), at, 0).id(),
                            null,
                            "Litestream (" + count(found) + "), as it was at " + at);
                }))
                .toList();
    }

    private static String count(LitestreamSidecar found) {
        int all = found.databases().size();
        return all == 1 ? "1 database" : all + " databases";
    }

    @Override
    public Plan plan(Run run, RestoreOrder order) {
        KubernetesClient client = run.cluster().kubernetes();
        var claim = PresentClaim.require(client, order, "Litestream");
        LitestreamSidecar source = source(client, order);
        var requests = new ArrayList<String>();
        var effects = new ArrayList<String>();
        if (claim.unusable()) {
            claim.renewal(requests, effects);
        }
        requests.add(RestoreJob.request(job(run, order, source)));
        effects.add("overwritten on the claim " + claim.label() + ": only " + String.join(", ", source.databases())
                + ", with " + order.point().label());
        effects.add(
                "Litestream has no other file of this claim: what else was on it does not come back, and what else is on"
                        + " it now stays");
        return new Plan(run.subject(), List.of(), requests, effects);
    }

    @Override
    public void begin(Run run, RestoreOrder order) {
        KubernetesClient client = run.cluster().kubernetes();
        LitestreamSidecar source = source(client, order);
        PresentClaim.renewUnusable(client, order);
        restoreJob(run, order).begin(job(run, order, source));
    }

    @Override
    public Check state(Run run, RestoreOrder order) {
        RestoreJob restore = restoreJob(run, order);
        @Nullable Job job = restore.find();
        return job == null
                ? Check.notYet(order.claim().label() + ": the restore has not started")
                : new LitestreamReport(restore, order).state(restore.answer(job));
    }

    @Override
    public void protect(Run run, RestoreOrder order) {
        restoreJob(run, order).remove();
    }

    /** Nothing in the cluster shows what Litestream has copied. */
    @Override
    public Check protectedAgain(Run run, RestoreOrder order) {
        return LitestreamSidecar.of(run.cluster().kubernetes(), order.claim()).isPresent()
                ? Check.met(
                        order.claim().label()
                                + ": Litestream copies its databases again as soon as the application runs; whether a new"
                                + " copy has arrived was not seen",
                        Measurement.notVerified(1))
                : Check.unknown(order.claim().label() + ": its Litestream is gone: nothing backs the databases up");
    }

    private static LitestreamSidecar source(KubernetesClient client, RestoreOrder order) {
        String workload = snapshot(order).source();
        return LitestreamSidecar.of(client, order.claim())
                .filter(found -> found.workload().equals(workload))
                .orElseThrow(() -> new Failure.NeedsHuman(
                        "SOURCE_GONE",
                        order.claim().label() + ": the Litestream of " + workload
                                + " is gone, or its configuration is not clear any more: bring it back, then retry"));
    }

    private static Job job(Run run, RestoreOrder order, LitestreamSidecar source) {
        return restoreJob(run, order)
                .object(
                        source.restoring(snapshot(order).before().toString()),
                        ObjectNames.of(order.claim().label()));
    }

    private static RestoreJob restoreJob(Run run, RestoreOrder order) {
        return new RestoreJob(
                run.cluster().kubernetes(),
                order.claim().namespace(),
                ObjectNames.of(run.recovery(), order.point().id(), order.claim().label()));
    }

    private static DescribedSnapshot snapshot(RestoreOrder order) {
        return DescribedSnapshot.parse(order.point().id());
    }
}
