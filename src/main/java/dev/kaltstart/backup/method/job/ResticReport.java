package dev.kaltstart.backup.method.job;

import dev.kaltstart.backup.method.DescribedSnapshot;
import dev.kaltstart.backup.method.RestoreMethod;
import dev.kaltstart.backup.method.RestoreOrder;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.engine.Measurement;
import java.time.Instant;
import java.util.Optional;

/** What the words of {@code restic.sh} mean for a restore. What no other try can mend is a person's at once. */
record ResticReport(RestoreJob job, RestoreOrder order) {

    Check state(JobAnswer answer) {
        if (answer.succeeded()) {
            return restored(answer);
        }
        String label = order.claim().label();
        switch (answer.failure()) {
            case "wrong-password" ->
                throw human(
                        "WRONG_PASSWORD",
                        "the repository cannot be opened with the password that the CronJob has. Put the right one into"
                                + " its Secret");
            case "no-repository" ->
                throw human("NO_REPOSITORY", "there is no repository where the CronJob writes to. Check its settings");
            case "no-snapshot" ->
                throw human(
                        "NOTHING_RESTORED",
                        "the repository has no snapshot of this claim that is so old; the claim is as it was. Choose"
                                + " another restore point, or check the repository with 'restic snapshots'");
            case "nothing" ->
                throw human(
                        "NOTHING_RESTORED", "the snapshot has nothing in the place of this claim, which is empty now");
            default -> {
                if (answer.failed()) {
                    throw given(answer.failure());
                }
            }
        }
        return Check.notYet(label + ": restic restores"
                + (answer.failure().isEmpty() ? "" : "; a try has failed (" + answer.failure() + "), it tries again")
                + (answer.waiting().isEmpty() ? "" : "; its pod waits: " + answer.waiting()));
    }

    private Failure.NeedsHuman given(String word) {
        return switch (word) {
            case "locked" ->
                human("REPOSITORY_LOCKED", "the repository is locked. When no other restic works on it: restic unlock");
            case "incomplete" ->
                human(
                        "RESTORE_INCOMPLETE",
                        "restic could not restore everything, and what is on the claim now is incomplete. Choose another"
                                + " restore point, or check the repository with 'restic check --read-data'");
            case "not-emptied" -> human("CLAIM_NOT_EMPTIED", "the present data on the claim cannot be deleted");
            case "" -> human("RESTORE_FAILED", "its pod did not say why. An image without a shell cannot be used");
            default -> human("RESTORE_FAILED", "restic could not read the repository; the claim is as it was");
        };
    }

    private Check restored(JobAnswer answer) {
        Instant before = DescribedSnapshot.parse(order.point().id()).before();
        Optional<Instant> at = answer.moment("restored");
        if (at.isEmpty() || !at.get().isBefore(before)) {
            throw human(
                    "NOT_SAID",
                    "its Job has ended, and does not say that it has restored a snapshot from before the damage");
        }
        return Check.met(
                order.claim().label() + ": restic has restored the snapshot of " + at.get(),
                Measurement.moment(RestoreMethod.REACHED, at.get()));
    }

    /** The next try is a new Job. */
    private Failure.NeedsHuman human(String code, String what) {
        String kubectl = "kubectl -n " + job.namespace();
        return new Failure.NeedsHuman(
                code,
                order.claim().label() + ": " + what + ". What restic said: " + kubectl + " logs -l job-name="
                        + job.name() + " --prefix. To try again, delete the Job, then retry: " + kubectl
                        + " delete job " + job.name());
    }
}
