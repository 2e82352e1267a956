package dev.kaltstart.transfer;

import static dev.kaltstart.transfer.Refused.Kind.CONFLICT;
import static dev.kaltstart.transfer.Refused.Kind.OTHER_VERSION;
import static dev.kaltstart.transfer.Refused.Kind.UNKNOWN_CLUSTER;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kaltstart.cluster.Clusters;
import dev.kaltstart.cluster.Rehearsals;
import java.nio.file.Path;
import java.util.Objects;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Takes in a recovery that another Kaltstart has exported: all of it, or nothing. */
@Component
class Imports {

    private final Here here;
    private final Clusters clusters;
    private final Rehearsals rehearsals;
    private final Arrival arrival;
    private final Difference difference;
    private final ObjectMapper json;
    private final TransactionTemplate transaction;

    Imports(
            Here here,
            Clusters clusters,
            Rehearsals rehearsals,
            Arrival arrival,
            Difference difference,
            ObjectMapper json,
            PlatformTransactionManager transactions) {
        this.here = here;
        this.clusters = clusters;
        this.rehearsals = rehearsals;
        this.arrival = arrival;
        this.difference = difference;
        this.json = json;
        this.transaction = new TransactionTemplate(transactions);
    }

    /** @throws Refused in one line; then nothing was changed */
    Imported take(Path file, String person) {
        var exported = ExportedFile.read(file, json);
        Manifest manifest = exported.manifest();
        refuseOtherVersions(manifest);
        Clusters.Protected cluster = cluster(manifest);
        Imported imported = Objects.requireNonNull(transaction.execute(status -> {
            difference.refuseIfHere(exported);
            return arrive(exported, cluster, person);
        }));
        if (manifest.rehearsal() && !manifest.ended()) {
            rehearsals.takeUp(manifest.recovery());
        }
        return imported;
    }

    private Imported arrive(ExportedFile exported, Clusters.Protected cluster, String person) {
        Manifest manifest = exported.manifest();
        try {
            return arrival.of(exported, cluster, person);
        } catch (DuplicateKeyException e) {
            throw new Refused(CONFLICT, manifest.recovery() + " is just being imported by somebody else", e);
        } catch (IllegalArgumentException | DataIntegrityViolationException e) {
            throw new Refused(
                    OTHER_VERSION,
                    "Kaltstart " + manifest.kaltstart() + " wrote it, and this one cannot go on with it: "
                            + firstLine(NestedExceptionUtils.getMostSpecificCause(e)),
                    e);
        }
    }

    private static String firstLine(Throwable failure) {
        return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
    }

    private void refuseOtherVersions(Manifest manifest) {
        if (manifest.schema() > here.schema()) {
            throw new Refused(
                    OTHER_VERSION,
                    "the file has tables of version " + manifest.schema() + ", written by Kaltstart "
                            + manifest.kaltstart() + ", and this one knows version " + here.schema()
                            + ": start that version, or a newer one, here");
        }
        if (!manifest.engine().equals(here.engine())) {
            throw new Refused(
                    OTHER_VERSION,
                    "the file is that of engine " + manifest.engine() + ", and this one is " + here.engine()
                            + ": start Kaltstart " + manifest.kaltstart() + " here");
        }
    }

    private Clusters.Protected cluster(Manifest manifest) {
        Clusters.Protected cluster = clusters.find(manifest.cluster())
                .orElseThrow(() -> new Refused(
                        UNKNOWN_CLUSTER,
                        "there is no cluster '" + manifest.cluster() + "' here, known are "
                                + clusters.all().stream()
                                        .map(Clusters.Protected::name)
                                        .toList()
                                + ": name it in kaltstart.yaml, with its checkout"));
        if (cluster.twinOnly() && !manifest.rehearsal()) {
            throw new Refused(
                    UNKNOWN_CLUSTER,
                    "the cluster '" + manifest.cluster() + "' exists here only as a twin, and the recovery is "
                            + manifest.mode() + ": name the real one in kaltstart.yaml");
        }
        return cluster;
    }

    /**
     * @param unknownCommands whose end the exporting Kaltstart had not seen
     * @param withdrawnApprovals that were not used yet, and might have been used since
     */
    record Imported(String recovery, int epoch, int unknownCommands, int withdrawnApprovals) {}
}
