package dev.kaltstart.backup.method.job;

import dev.kaltstart.backup.method.DescribedSnapshot;
import dev.kaltstart.backup.method.ObjectNames;
import dev.kaltstart.backup.method.PresentClaim;
import dev.kaltstart.backup.method.RestoreMethod;
import dev.kaltstart.backup.method.RestoreOrder;
import dev.kaltstart.backup.method.RestorePoint;
import dev.kaltstart.backup.method.Search;
import dev.kaltstart.backup.method.SortedJson;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.engine.Plan;
import dev.kaltstart.engine.Run;
import dev.kaltstart.storage.LostClaim;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * A CronJob runs restic itself, without an operator. A Job with its image, its settings and its Secrets restores into the
 * claim, and says which snapshot it took. The CronJob is suspended meanwhile: it would save the empty volume.
 */
@Component
@Order(6)
class Restic implements RestoreMethod {

    /** The Job finds this many older snapshots for a person's choice. */
    private static final int OLDER = 2;

    @Override
    public String word() {
        return "restic";
    }

    @Override
    public boolean playedByTwin() {
        return false;
    }

    @Override
    public List<RestorePoint> points(Search search, LostClaim claim) {
        return ResticCronJob.of(search.client(), claim)
                .map(found -> IntStream.rangeClosed(0, OLDER)
                        .mapToObj(previous -> {
                            var snapshot = new DescribedSnapshot(found.name(), search.damage(), previous);
                            return new RestorePoint(
                                    word(),
                                    snapshot.id(),
                                    previous == 0 ? found.lastBackup(search).orElse(null) : null,
                                    "restic (CronJob " + found.name() + "), " + snapshot.label());
                        })
                        .toList())
                .orElse(List.of());
    }

    @Override
    public Plan plan(Run run, RestoreOrder order) {
        KubernetesClient client = run.cluster().kubernetes();
        var claim = PresentClaim.require(client, order, "restic");
        ResticCronJob source = source(client, order);
        var requests = new ArrayList<String>();
        var effects = new ArrayList<String>();
        if (claim.unusable()) {
            claim.renewal(requests, effects);
        }
        requests.add("kubectl -n " + order.claim().namespace() + " patch cronjob " + source.name()
                + " --type=merge -p '" + SortedJson.of(HeldCronJob.SUSPENDED) + "'");
        requests.add(RestoreJob.request(job(run, order, source)));
        effects.add("deleted: all data on the claim " + claim.label() + ", once the snapshot is found; then restored: "
                + source.folder() + " of " + order.point().label());
        return new Plan(run.subject(), List.of(), requests, effects);
    }

    @Override
    public void begin(Run run, RestoreOrder order) {
        KubernetesClient client = run.cluster().kubernetes();
        ResticCronJob source = source(client, order);
        HeldCronJob cronJob = cronJob(client, order);
        cronJob.suspend(run.recovery());
        if (cronJob.runs()) {
            throw new Failure.Retryable(
                    "BACKUP_RUNS",
                    order.claim().label() + ": a backup of the CronJob " + source.name()
                            + " is still running; the restore begins when it has ended");
        }
        PresentClaim.renewUnusable(client, order);
        restoreJob(run, order).begin(job(run, order, source));
    }

    @Override
    public Check state(Run run, RestoreOrder order) {
        RestoreJob restore = restoreJob(run, order);
        @Nullable Job job = restore.find();
        return job == null
                ? Check.notYet(order.claim().label() + ": the restore has not started")
                : new ResticReport(restore, order).state(restore.answer(job));
    }

    @Override
    public void protect(Run run, RestoreOrder order) {
        restoreJob(run, order).remove();
        first(run, order).begin(run.recovery());
    }

    @Override
    public Check protectedAgain(Run run, RestoreOrder order) {
        return first(run, order).state(run.recovery());
    }

    private static FirstBackup first(Run run, RestoreOrder order) {
        KubernetesClient client = run.cluster().kubernetes();
        return new FirstBackup(cronJob(client, order), order.claim(), name(run, order));
    }

    private static HeldCronJob cronJob(KubernetesClient client, RestoreOrder order) {
        return new HeldCronJob(
                client, order.claim().namespace(), snapshot(order).source());
    }

    private static ResticCronJob source(KubernetesClient client, RestoreOrder order) {
        String name = snapshot(order).source();
        Optional<ResticCronJob> found = ResticCronJob.named(client, order.claim(), name);
        return found.orElseThrow(() -> new Failure.NeedsHuman(
                "SOURCE_GONE",
                "the CronJob " + order.claim().namespace() + "/" + name
                        + " that names the repository is gone, or it does not save the claim any more in a way that is"
                        + " clear: bring it back, then retry"));
    }

    private static Job job(Run run, RestoreOrder order, ResticCronJob source) {
        DescribedSnapshot snapshot = snapshot(order);
        return restoreJob(run, order)
                .object(
                        source.restoring(snapshot.before().getEpochSecond(), snapshot.previous()),
                        ObjectNames.of(order.claim().label()));
    }

    private static RestoreJob restoreJob(Run run, RestoreOrder order) {
        return new RestoreJob(run.cluster().kubernetes(), order.claim().namespace(), name(run, order));
    }

    private static DescribedSnapshot snapshot(RestoreOrder order) {
        return DescribedSnapshot.parse(order.point().id());
    }

    /** Another snapshot is another restore; the same one is not started twice. */
    private static String name(Run run, RestoreOrder order) {
        return ObjectNames.of(run.recovery(), order.point().id(), order.claim().label());
    }
}
