package dev.kaltstart.talos.rebuild;

import dev.kaltstart.cluster.EtcdSnapshot;
import dev.kaltstart.cluster.EtcdSnapshots;
import dev.kaltstart.cluster.Mode;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Run;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** The copies of etcd that a recovery can begin with, and the one that a person chose. */
@Component
class EtcdCopies {

    private static final long MEGABYTE = 1_000_000;

    private final EtcdSnapshots kept;

    EtcdCopies(EtcdSnapshots kept) {
        this.kept = kept;
    }

    /** The newest first, and only what is as it was when it was taken. A rehearsal has none: they belong to the real cluster. */
    List<EtcdSnapshot> of(Run run) {
        return run.mode() == Mode.REHEARSAL
                ? List.of()
                : kept.of(run.cluster().name()).stream()
                        .filter(EtcdSnapshot::stillIntact)
                        .toList();
    }

    /** One word, unique in its cluster. */
    static String id(EtcdSnapshot copy) {
        return String.valueOf(copy.path().getFileName());
    }

    static String label(EtcdSnapshot copy) {
        return "the snapshot of " + copy.takenAt() + " (" + copy.size() / MEGABYTE + " MB, " + copy.path() + ")";
    }

    /** Empty when the cluster is built from Git alone. */
    Optional<EtcdSnapshot> chosen(Run run) {
        return run.find(ChooseEtcd.COPY)
                .flatMap(id ->
                        of(run).stream().filter(copy -> id(copy).equals(id)).findFirst());
    }

    /** What is wrong with the copy that was chosen; empty when nothing is, or none was chosen. */
    Optional<Check> trouble(Run run) {
        return run.find(ChooseEtcd.COPY)
                .filter(id -> !id.equals(ChooseEtcd.NONE) && chosen(run).isEmpty())
                .map(id -> Check.notYet("the copy of etcd '" + id + "' is not there any more, or it was changed"));
    }
}
