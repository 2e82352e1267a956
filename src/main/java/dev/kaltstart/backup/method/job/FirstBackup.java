package dev.kaltstart.backup.method.job;

import dev.kaltstart.backup.method.Moments;
import dev.kaltstart.backup.method.ObjectNames;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.storage.LostClaim;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A first new backup, by a Job made from the CronJob. That the Job has ended well says little: a script may go on after restic
 * has failed. So the repository is asked for its newest snapshot afterwards.
 *
 * @param token the same for the same restore
 */
record FirstBackup(HeldCronJob cronJob, LostClaim claim, String token) {

    /** Later than any snapshot. */
    private static final long NO_LIMIT = 253_402_300_799L;

    void begin(String recovery) {
        cronJob.release(recovery);
        @Nullable CronJob source = cronJob.find();
        if (source != null && !HeldCronJob.suspended(source) && backup().find() == null) {
            cronJob.client().resource(cronJob.backup(source, token)).create();
        }
    }

    /** A Job that has asked the repository too early asks again with the next look. */
    Check state(String recovery) {
        @Nullable CronJob source = cronJob.find();
        String name = cronJob.namespace() + "/" + cronJob.name();
        if (source == null) {
            return Check.unknown(claim.label() + ": its CronJob " + name + " is gone: nothing backs the claim up");
        }
        if (HeldCronJob.heldFor(recovery, source)) {
            return Check.notYet(claim.label() + ": its backups are still suspended for the restore");
        }
        if (HeldCronJob.suspended(source)) {
            throw new Failure.NeedsHuman(
                    "BACKUP_PAUSED",
                    claim.label() + ": its CronJob " + name
                            + " was suspended before the restore, so no new backup is made. Resume it, then retry: kubectl -n "
                            + cronJob.namespace() + " patch cronjob " + cronJob.name()
                            + " --type=merge -p '{\"spec\":{\"suspend\":false}}'");
        }
        @Nullable Job made = backup().find();
        if (made == null) {
            return Check.notYet(claim.label() + ": the first new backup has not started");
        }
        return switch (backup().answer(made).state()) {
            case RUNNING -> Check.notYet(claim.label() + ": the first new backup is being made");
            case FAILED ->
                throw failed(
                        "the first new backup, the Job " + made.getMetadata().getName() + ", has failed");
            case SUCCEEDED -> saved(made);
        };
    }

    private Check saved(Job made) {
        @Nullable Job asked = look().find();
        if (asked == null) {
            Optional<ResticCronJob> source = ResticCronJob.named(cronJob.client(), claim, cronJob.name());
            if (source.isEmpty()) {
                return Check.unknown(claim.label() + ": its CronJob has changed, and the repository cannot be asked");
            }
            cronJob.client()
                    .resource(RestoreJob.forADay(
                            look().object(source.get().looking(NO_LIMIT), ObjectNames.of(claim.label(), "look"))))
                    .create();
            return Check.notYet(claim.label() + ": the first new backup is made, the repository is asked for it");
        }
        JobAnswer answer = look().answer(asked);
        Instant began = Moments.parse(
                        Objects.requireNonNullElse(made.getMetadata().getCreationTimestamp(), ""))
                .orElse(Instant.MAX);
        if (answer.moment("newest").filter(at -> !at.isBefore(began)).isPresent()) {
            return Check.met(claim.label() + ": restic has made a first new backup, of "
                    + answer.moment("newest").get());
        }
        if (answer.state() == JobAnswer.State.RUNNING) {
            return Check.notYet(claim.label() + ": the repository is asked for the first new backup");
        }
        throw failed("its CronJob has run to a good end, but the repository "
                + (answer.succeeded() ? "has no new snapshot of the claim" : "cannot be read"));
    }

    private Failure.NeedsHuman failed(String what) {
        String kubectl = "kubectl -n " + cronJob.namespace();
        return new Failure.NeedsHuman(
                "BACKUP_FAILED",
                claim.label() + ": " + what + ". What was said: " + kubectl + " logs -l job-name="
                        + backup().name() + " --prefix. To make another one, delete the Jobs, then retry: " + kubectl
                        + " delete job --ignore-not-found " + backup().name() + " " + look().name());
    }

    private RestoreJob backup() {
        return new RestoreJob(cronJob.client(), cronJob.namespace(), cronJob.backupName(token));
    }

    private RestoreJob look() {
        return new RestoreJob(cronJob.client(), cronJob.namespace(), ObjectNames.of(token, "look"));
    }
}
