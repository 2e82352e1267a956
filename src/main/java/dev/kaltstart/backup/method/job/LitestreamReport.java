package dev.kaltstart.backup.method.job;

import dev.kaltstart.backup.method.DescribedSnapshot;
import dev.kaltstart.backup.method.RestoreMethod;
import dev.kaltstart.backup.method.RestoreOrder;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.engine.Measurement;
import java.time.Instant;
import java.util.Optional;

/** What the words of {@code litestream.sh} mean for a restore. What no other try can mend is a person's at once. */
record LitestreamReport(RestoreJob job, RestoreOrder order) {

    Check state(JobAnswer answer) {
        if (answer.succeeded()) {
            return restored(answer);
        }
        switch (answer.failure()) {
            case "no-snapshot" ->
                throw human(
                        "NOTHING_RESTORED",
                        "Litestream's copy has nothing that is so old; the claim is as it was. Choose another restore"
                                + " point, or look where the configuration says that the copy is");
            case "not-configured" ->
                throw human("NOT_CONFIGURED", "a database is not in Litestream's configuration any more");
            case "denied" ->
                throw human(
                        "ACCESS_DENIED", "the store of the copy refuses the keys that Litestream has. Mend its Secret");
            default -> {
                if (answer.failed()) {
                    throw human(
                            "RESTORE_FAILED",
                            answer.failure().isEmpty()
                                    ? "its pod did not say why. An image without a shell cannot be used"
                                    : "Litestream could not restore (" + answer.failure() + ")");
                }
            }
        }
        return Check.notYet(order.claim().label() + ": Litestream restores"
                + (answer.failure().isEmpty() ? "" : "; a try has failed (" + answer.failure() + "), it tries again")
                + (answer.waiting().isEmpty() ? "" : "; its pod waits: " + answer.waiting()));
    }

    /** The last change before the moment; older versions of Litestream cannot say when that was. */
    private Check restored(JobAnswer answer) {
        String label = order.claim().label();
        Instant before = DescribedSnapshot.parse(order.point().id()).before();
        Optional<Instant> at = answer.moment("restored");
        if (at.filter(moment -> !moment.isAfter(before)).isPresent()) {
            return Check.met(
                    label + ": Litestream has restored its databases, with the last change that was copied until "
                            + at.get(),
                    Measurement.moment(RestoreMethod.REACHED, at.get()));
        }
        if ("unknown".equals(answer.said().get("restored"))) {
            return Check.met(label + ": Litestream has restored its databases; it does not say how far they reach");
        }
        throw human("NOT_SAID", "its Job has ended, and does not say that it has restored the databases");
    }

    private Failure.NeedsHuman human(String code, String what) {
        String kubectl = "kubectl -n " + job.namespace();
        return new Failure.NeedsHuman(
                code,
                order.claim().label() + ": " + what + ". What Litestream said: " + kubectl + " logs -l job-name="
                        + job.name() + " --prefix. To try again, delete the Job, then retry: " + kubectl
                        + " delete job " + job.name());
    }
}
