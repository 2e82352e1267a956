package dev.kaltstart.transfer;

import static dev.kaltstart.transfer.TransferRefused.Kind.CONFLICT;
import static dev.kaltstart.transfer.TransferRefused.Kind.OTHER_VERSION;
import static dev.kaltstart.transfer.TransferRefused.Kind.UNKNOWN_CLUSTER;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kaltstart.cluster.Clusters;
import dev.kaltstart.cluster.Rehearsals;
import dev.kaltstart.engine.EngineRows;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Imports a recovery exported by another Kaltstart, atomically. */
@Component
class Imports {

    private static final Logger LOG = LoggerFactory.getLogger(Imports.class);

    private final TrustedFile files;
    private final Tables tables;
    private final InstalledVersions here;
    private final Clusters clusters;
    private final Rehearsals rehearsals;
    private final RecoveryImporter arrival;
    private final ExportDifference difference;
    private final ObjectMapper json;
    private final TransactionTemplate transaction;

    Imports(
            TrustedFile files,
            Tables tables,
            InstalledVersions here,
            Clusters clusters,
            Rehearsals rehearsals,
            RecoveryImporter arrival,
            ExportDifference difference,
            ObjectMapper json,
            PlatformTransactionManager transactions) {
        this.files = files;
        this.tables = tables;
        this.here = here;
        this.clusters = clusters;
        this.rehearsals = rehearsals;
        this.arrival = arrival;
        this.difference = difference;
        this.json = json;
        this.transaction = new TransactionTemplate(transactions);
    }

    /**
     * @param fingerprint of the file, as repeated by a person; null when none was given
     * @throws TransferRefused with a one-line message; nothing was changed
     */
    Imported take(Path file, String person, @Nullable String fingerprint) {
        Path copy = files.take(file, fingerprint);
        try {
            return take(copy, person);
        } finally {
            copy.toFile().delete();
        }
    }

    private Imported take(Path file, String person) {
        var exported = ExportedFile.read(
                file, json, tables.all().stream().map(EngineRows.Table::name).toList());
        Manifest manifest = exported.manifest();
        refuseOtherVersions(manifest);
        Clusters.Protected cluster = cluster(manifest);
        difference.refuseIfHere(exported);
        Imported imported = orRefused(manifest, () -> arrive(exported, cluster, person));
        if (manifest.rehearsal() && !manifest.ended()) {
            takeUp(manifest.recovery());
        }
        return imported;
    }

    private Imported arrive(ExportedFile exported, Clusters.Protected cluster, String person) {
        var checked = arrival.check(exported, cluster);
        return Objects.requireNonNull(transaction.execute(status -> {
            difference.refuseIfHere(exported);
            return arrival.of(exported, checked, cluster, person);
        }));
    }

    /** The import is already committed; otherwise the next start starts the twin. */
    private void takeUp(String recovery) {
        try {
            rehearsals.takeUp(recovery);
        } catch (RuntimeException e) {
            LOG.warn("the twin of {} was imported, but does not start", recovery, e);
        }
    }

    private static Imported orRefused(Manifest manifest, Supplier<Imported> work) {
        try {
            return work.get();
        } catch (EngineRows.OtherModel e) {
            throw new TransferRefused(
                    OTHER_VERSION,
                    manifest.recovery() + " was made with another version of the model " + e.getMessage()
                            + "; use Kaltstart " + manifest.kaltstart() + " here",
                    e);
        } catch (DuplicateKeyException e) {
            throw new TransferRefused(CONFLICT, manifest.recovery() + " is being imported by another request", e);
        } catch (DataAccessException
                | UncheckedIOException
                | IllegalArgumentException
                | NullPointerException
                | ClassCastException e) {
            // the last two: missing or malformed parts of a file show only where they are used
            throw new TransferRefused(
                    OTHER_VERSION,
                    "Kaltstart " + manifest.kaltstart() + " wrote it, and this one cannot continue it: "
                            + firstLine(NestedExceptionUtils.getMostSpecificCause(e)),
                    e);
        }
    }

    private static String firstLine(Throwable failure) {
        return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
    }

    private void refuseOtherVersions(Manifest manifest) {
        if (manifest.schema() > here.schema()) {
            throw new TransferRefused(
                    OTHER_VERSION,
                    "the file has tables of version " + manifest.schema() + ", written by Kaltstart "
                            + manifest.kaltstart() + ", and this one has version " + here.schema()
                            + ": start that version, or a newer one, here");
        }
        if (!manifest.engine().equals(here.engine())) {
            throw new TransferRefused(
                    OTHER_VERSION,
                    "the file is of engine " + manifest.engine() + ", and this one is " + here.engine()
                            + ": start Kaltstart " + manifest.kaltstart() + " here");
        }
    }

    private Clusters.Protected cluster(Manifest manifest) {
        Clusters.Protected cluster = clusters.find(manifest.cluster())
                .orElseThrow(() -> new TransferRefused(
                        UNKNOWN_CLUSTER,
                        "there is no cluster '" + manifest.cluster() + "' here, known are "
                                + clusters.all().stream()
                                        .map(Clusters.Protected::name)
                                        .toList()
                                + ": name it in kaltstart.yaml, with its checkout"));
        if (cluster.twinOnly() && !manifest.rehearsal()) {
            throw new TransferRefused(
                    UNKNOWN_CLUSTER,
                    "the cluster '" + manifest.cluster() + "' exists here only as a twin, and the recovery is "
                            + manifest.mode() + ": name the real one in kaltstart.yaml");
        }
        refuseUnknownNode(manifest, cluster);
        return cluster;
    }

    /**
     * Which machine is a node is known here or declared here. A file could name any machine, so the record of live nodes
     * does not travel.
     */
    static void refuseUnknownNode(Manifest manifest, Clusters.Protected cluster) {
        String node = manifest.subject();
        if (node != null
                && !manifest.rehearsal()
                && !manifest.ended()
                && cluster.inventory().find(node).isEmpty()) {
            throw new TransferRefused(
                    CONFLICT,
                    "the recovery is about the node '" + ExportedFile.printable(node) + "', which is not known here:"
                            + " declare it under 'nodes' of '" + manifest.cluster() + "' in kaltstart.yaml."
                            + " What another Kaltstart has seen live is not imported");
        }
    }

    /**
     * @param unknownCommands whose result the exporting Kaltstart had not observed
     * @param withdrawnApprovals unused at the export, possibly used since
     */
    record Imported(String recovery, int epoch, int unknownCommands, int withdrawnApprovals) {}
}
