package dev.kaltstart.backup.method.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaltstart.backup.method.CuttingClients;
import dev.kaltstart.backup.method.LostData;
import dev.kaltstart.backup.method.RestoreOrder;
import dev.kaltstart.backup.method.RestorePoint;
import dev.kaltstart.cluster.FakeCluster;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.engine.FakeRun;
import dev.kaltstart.engine.Measurement;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.CronJobStatusBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A Job restores what the CronJob saves; what it says is the termination message of its pod. */
@EnableKubernetesMockClient(https = false, crud = true)
@SuppressWarnings("NullAway.Init")
class ResticTest {

    KubernetesClient client;

    private final Restic method = new Restic();
    private JobsOfTheCluster jobs;
    private LostData lost;

    @BeforeEach
    void begin() {
        lost = new LostData(client);
        lost.bound("data", "pv-new");
        jobs = new JobsOfTheCluster(client);
    }

    @Test
    void offersTheSnapshotsBeforeTheDamage() {
        saved("2026-11-28T03:00:00Z", "2026-11-28T03:05:00Z");

        List<RestorePoint> points = method.points(lost.search(), LostData.claim(null));

        assertThat(points).hasSize(3);
        assertThat(points.get(0).label())
                .isEqualTo("restic (CronJob nightly), the newest snapshot before 2026-11-28T12:00:00Z");
        assertThat(points.get(0).started()).isEqualTo(Instant.parse("2026-11-28T03:00:00Z"));
        assertThat(points.get(1).started()).isNull();
    }

    @Test
    void doesNotKnowTheAgeOfABackupThatEndedAfterTheDamage() {
        saved("2026-11-28T11:59:00Z", "2026-11-28T12:01:00Z");

        assertThat(method.points(lost.search(), LostData.claim(null)).get(0).started())
                .isNull();
    }

    @Test
    void showsWhatIsDeletedAndNoPlainValue() {
        RestoreOrder order = order();

        assertThat(method.plan(lost.run, order).lines())
                .anyMatch(line -> line.startsWith("- deleted: all data on the claim office/data (uid "))
                .anyMatch(
                        line -> line.contains("patch cronjob nightly --type=merge -p '{\"spec\":{\"suspend\":true}}'"))
                .anyMatch(line -> line.contains("\"KALTSTART_FOLDER\",\"value\":\"/data\""))
                .noneMatch(line -> line.contains("a-secret-in-plain-text"));
        assertThat(method.plan(lost.run, order).digest())
                .isEqualTo(method.plan(lost.run, order).digest());
    }

    @Test
    void needsTheClaimAndItsCronJob() {
        RestoreOrder order = order();
        client.batch().v1().cronjobs().inNamespace("office").withName("nightly").delete();
        refuses("SOURCE_GONE", () -> method.plan(lost.run, order));

        jobs.cronJob("nightly", JobsOfTheCluster.RESTIC);
        client.persistentVolumeClaims().inNamespace("office").withName("data").delete();
        refuses("CLAIM_MISSING", () -> method.plan(lost.run, order));
    }

    @Test
    void suspendsTheCronJobAndRestoresWithItsSettings() {
        RestoreOrder order = order();
        method.begin(lost.run, order);
        method.begin(lost.run, order);

        assertThat(jobs.cronJob("nightly").getSpec().getSuspend()).isTrue();
        assertThat(jobs.all()).hasSize(1);
        PodSpec pod = jobs.all().get(0).getSpec().getTemplate().getSpec();
        assertThat(pod.getRestartPolicy()).isEqualTo("Never");
        assertThat(pod.getContainers()).singleElement().satisfies(container -> {
            assertThat(container.getImage()).isEqualTo("docker.io/restic/restic:0.18.0");
            assertThat(container.getCommand()).containsExactly("/bin/sh", "-c", RestoreScript.RESTIC.text());
            assertThat(container.getArgs()).isEmpty();
            assertThat(container.getEnvFrom()).hasSize(1);
            assertThat(container.getEnv())
                    .anyMatch(variable -> variable.getName().equals("RESTIC_PASSWORD")
                            && variable.getValueFrom()
                                    .getSecretKeyRef()
                                    .getKey()
                                    .equals("password"));
            assertThat(container.getVolumeMounts())
                    .extracting(VolumeMount::getMountPath)
                    .containsExactly("/etc/ca", "/kaltstart/claim/data", "/kaltstart/work");
        });
        assertThat(pod.getVolumes())
                .extracting(Volume::getName)
                .containsExactly("ca", "kaltstart-claim", "kaltstart-work");
        assertThat(pod.getVolumes().get(1).getPersistentVolumeClaim().getReadOnly())
                .isNotEqualTo(Boolean.TRUE);
        assertThat(JobsOfTheCluster.variables(jobs.all().get(0)))
                .containsEntry("KALTSTART_DO", "restore")
                .containsEntry("KALTSTART_PATH", "/data")
                .containsEntry("KALTSTART_HOST", "paperless")
                .containsEntry("KALTSTART_HOST_BEGINS", "")
                .containsEntry("KALTSTART_PREVIOUS", "0")
                .containsEntry("KALTSTART_BEFORE", "" + LostData.NOON.getEpochSecond());
        assertThat(method.state(lost.run, order)).isInstanceOf(Check.NotYet.class);
    }

    @Test
    void waitsForABackupThatStillRuns() {
        RestoreOrder order = order();
        CronJob cronJob = jobs.cronJob("nightly");
        cronJob.setStatus(new CronJobStatusBuilder()
                .addNewActive()
                .withName("nightly-1")
                .endActive()
                .build());
        client.resource(cronJob).updateStatus();

        assertThatThrownBy(() -> method.begin(lost.run, order)).isInstanceOf(Failure.Retryable.class);
        assertThat(jobs.cronJob("nightly").getSpec().getSuspend()).isTrue();
        assertThat(jobs.all()).isEmpty();
    }

    @Test
    void measuresTheSnapshotThatWasReallyRestored() {
        Job job = begun();
        jobs.podEnded(job, 0, "restored=2026-11-28T04:00:07.1+01:00\nsnapshot=abc\n");
        assertThat(method.state(lost.run, order())).as("the Job has not ended").isInstanceOf(Check.NotYet.class);
        jobs.ended(job, "Complete");

        assertThat(method.state(lost.run, order()))
                .isInstanceOfSatisfying(
                        Check.Met.class,
                        met -> assertThat(met.measured())
                                .containsExactly(
                                        Measurement.moment("restorePoint", Instant.parse("2026-11-28T03:00:07.100Z"))));
    }

    @ParameterizedTest
    @CsvSource({
        "''",
        "restored=yesterday",
        "restored=2026-11-28T12:00:00Z",
        "restored=2026-11-29T03:00:00Z",
        "'Restored everything, exit code 0'"
    })
    void doesNotBelieveASuccessThatNamesNoOldSnapshot(String message) {
        Job job = begun();
        jobs.podEnded(job, 0, message);
        jobs.ended(job, "Complete");

        refuses("NOT_SAID", () -> method.state(lost.run, order()));
    }

    @Test
    void doesNotTakeAnotherPodsWordForIt() {
        Job job = begun();
        jobs.podEnded(job, 0, "restored=2026-11-28T03:00:00Z\n", "the-uid-of-another-job");
        jobs.ended(job, "Complete");

        refuses("NOT_SAID", () -> method.state(lost.run, order()));
    }

    @ParameterizedTest
    @CsvSource({"wrong-password, WRONG_PASSWORD", "no-repository, NO_REPOSITORY", "no-snapshot, NOTHING_RESTORED"})
    void asksAPersonAtOnceWhereAnotherTryCannotHelp(String word, String code) {
        jobs.podEnded(begun(), 1, "failed=" + word + "\n");

        refuses(code, () -> method.state(lost.run, order()));
    }

    @ParameterizedTest
    @CsvSource({
        "locked, REPOSITORY_LOCKED",
        "incomplete, RESTORE_INCOMPLETE",
        "restic, RESTORE_FAILED",
        "not-emptied, CLAIM_NOT_EMPTIED"
    })
    void triesAgainWhereThatMayHelp(String word, String code) {
        Job job = begun();
        jobs.podEnded(job, 1, "failed=" + word + "\n");
        assertThat(method.state(lost.run, order()))
                .isInstanceOfSatisfying(
                        Check.NotYet.class, waits -> assertThat(waits.message()).contains(word));
        jobs.ended(job, "Failed");

        assertThatThrownBy(() -> method.state(lost.run, order()))
                .isInstanceOfSatisfying(Failure.NeedsHuman.class, e -> {
                    assertThat(e.code()).isEqualTo(code);
                    assertThat(e.message())
                            .contains("kubectl -n office delete job "
                                    + job.getMetadata().getName());
                });
    }

    @Test
    void saysThatAnImageHasNoShell() {
        Job job = begun();
        jobs.podEnded(job, 128, "exec: \"/bin/sh\": stat /bin/sh: no such file or directory");
        jobs.ended(job, "Failed");

        assertThatThrownBy(() -> method.state(lost.run, order())).hasMessageContaining("without a shell");
    }

    @Test
    void endsTheRestoreOfAnEarlierChoice() {
        begun();
        RestoreOrder older = new RestoreOrder(
                LostData.claim(null),
                method.points(lost.search(), LostData.claim(null)).get(1));
        assertThat(method.state(lost.run, older)).isInstanceOf(Check.NotYet.class);
        method.begin(lost.run, older);

        assertThat(jobs.all())
                .singleElement()
                .satisfies(job -> assertThat(JobsOfTheCluster.variables(job)).containsEntry("KALTSTART_PREVIOUS", "1"));
    }

    @Test
    void resumesTheCronJobAndProvesANewSnapshot() {
        RestoreOrder order = order();
        method.begin(lost.run, order);
        method.protect(lost.run, order);
        method.protect(lost.run, order);

        assertThat(jobs.cronJob("nightly").getSpec().getSuspend()).isFalse();
        assertThat(HeldCronJob.heldFor(lost.run.recovery(), jobs.cronJob("nightly")))
                .isFalse();
        assertThat(jobs.all()).hasSize(1);
        Job backup = jobs.all().get(0);
        assertThat(backup.getMetadata().getName()).matches("nightly-\\d{8}");
        assertThat(backup.getSpec()
                        .getTemplate()
                        .getSpec()
                        .getContainers()
                        .get(0)
                        .getArgs())
                .containsExactly("backup", "/data", "--host", "paperless");
        assertThat(method.protectedAgain(lost.run, order)).isInstanceOf(Check.NotYet.class);

        jobs.ended(backup, "Complete");
        assertThat(method.protectedAgain(lost.run, order)).isInstanceOf(Check.NotYet.class);
        Job look = jobs.all().stream()
                .filter(job -> job.getMetadata().getName().startsWith("kaltstart-"))
                .findFirst()
                .orElseThrow();
        assertThat(JobsOfTheCluster.variables(look)).containsEntry("KALTSTART_DO", "look");
        assertThat(look.getSpec().getTemplate().getSpec().getVolumes())
                .noneMatch(volume -> volume.getPersistentVolumeClaim() != null);

        jobs.podEnded(look, 0, "newest=2025-01-01T00:00:00Z");
        jobs.ended(look, "Complete");
        refuses("BACKUP_FAILED", () -> method.protectedAgain(lost.run, order));

        client.pods().inNamespace("office").delete();
        jobs.podEnded(look, 0, "newest=2099-01-01T00:00:00Z");
        assertThat(method.protectedAgain(lost.run, order)).isInstanceOf(Check.Met.class);
    }

    @Test
    void saysThatTheFirstBackupHasFailed() {
        RestoreOrder order = order();
        method.protect(lost.run, order);
        jobs.ended(jobs.all().get(0), "Failed");

        refuses("BACKUP_FAILED", () -> method.protectedAgain(lost.run, order));
    }

    @Test
    void leavesACronJobSuspendedThatAnOperatorSuspended() {
        RestoreOrder order = order();
        client.batch().v1().cronjobs().inNamespace("office").withName("nightly").edit(cronJob -> {
            cronJob.getSpec().setSuspend(true);
            return cronJob;
        });
        method.begin(lost.run, order);
        method.protect(lost.run, order);

        assertThat(jobs.cronJob("nightly").getSpec().getSuspend()).isTrue();
        assertThat(jobs.all()).isEmpty();
        refuses("BACKUP_PAUSED", () -> method.protectedAgain(lost.run, order));
    }

    /** Killed after each of its requests, and begun again. */
    @Test
    void endsTheSameWhereverItIsKilled() {
        RestoreOrder order = order();
        int cut = 0;
        while (begunAndCut(cut, order)) {
            cut++;
            assertThat(cut).isLessThan(30);
            method.begin(lost.run, order);
            assertThat(jobs.all()).hasSize(1);
            assertThat(jobs.cronJob("nightly").getSpec().getSuspend()).isTrue();
            client.batch().v1().jobs().inNamespace("office").delete();
            new HeldCronJob(client, "office", "nightly").release(lost.run.recovery());
        }
        assertThat(cut).isGreaterThan(3);
    }

    private boolean begunAndCut(int requests, RestoreOrder order) {
        try (KubernetesClient cutting = CuttingClients.after(requests, client)) {
            method.begin(FakeRun.on(FakeCluster.homelab().with(cutting)).about(lost.run.subject()), order);
            return false;
        } catch (CuttingClients.Cut cut) {
            return true;
        }
    }

    private static void refuses(String code, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        Failure.NeedsHuman.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    private Job begun() {
        method.begin(lost.run, order());
        return jobs.all().get(0);
    }

    private RestoreOrder order() {
        if (jobs.cronJob("nightly") == null) {
            jobs.cronJob("nightly", JobsOfTheCluster.RESTIC);
        }
        return new RestoreOrder(
                LostData.claim(null),
                method.points(lost.search(), LostData.claim(null)).get(0));
    }

    private void saved(String began, String ended) {
        CronJob cronJob = jobs.cronJob("nightly", JobsOfTheCluster.RESTIC);
        cronJob.setStatus(new CronJobStatusBuilder()
                .withLastScheduleTime(began)
                .withLastSuccessfulTime(ended)
                .build());
        client.resource(cronJob).updateStatus();
    }
}
