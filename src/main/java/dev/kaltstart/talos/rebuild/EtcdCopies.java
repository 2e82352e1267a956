package dev.kaltstart.talos.rebuild;

import dev.kaltstart.cluster.Mode;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Run;
import java.util.List;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** The copies of etcd that a recovery can begin with, and the one that a person chose. */
@Component
class EtcdCopies {

    private final ObjectProvider<KeptEtcdCopies> kept;

    EtcdCopies(ObjectProvider<KeptEtcdCopies> kept) {
        this.kept = kept;
    }

    /** The newest first. A rehearsal has none: they belong to the real cluster. */
    List<EtcdCopy> of(Run run) {
        return run.mode() == Mode.REHEARSAL
                ? List.of()
                : kept.stream()
                        .flatMap(one -> one.of(run.cluster().name()).stream())
                        .toList();
    }

    /** Empty when the cluster is built from Git alone. */
    Optional<EtcdCopy> chosen(Run run) {
        return run.find(ChooseEtcd.COPY)
                .flatMap(id ->
                        of(run).stream().filter(copy -> copy.id().equals(id)).findFirst());
    }

    /** @return what is wrong with the copy that was chosen; empty when nothing is, or none was chosen */
    Optional<Check> intact(Run run) {
        return run.find(ChooseEtcd.COPY)
                .filter(id -> !id.equals(ChooseEtcd.NONE) && chosen(run).isEmpty())
                .map(id -> Check.notYet("the copy of etcd '" + id + "' is not there any more, or it was changed"));
    }
}
