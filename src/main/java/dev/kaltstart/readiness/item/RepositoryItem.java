package dev.kaltstart.readiness.item;

import dev.kaltstart.cluster.Cluster;
import dev.kaltstart.cluster.ClusterRepository;
import dev.kaltstart.cluster.Prerequisite;
import dev.kaltstart.git.GitTrouble;
import dev.kaltstart.git.RecoveryClone;
import dev.kaltstart.git.RecoveryClones;
import dev.kaltstart.git.RemoteHead;
import dev.kaltstart.readiness.Disaster;
import dev.kaltstart.readiness.GoBagItem;
import dev.kaltstart.readiness.Occasion;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** The Git repository: its host is asked for the branch that Flux follows, from here and not from the cluster. */
@Component
@Order(1)
class RepositoryItem implements GoBagItem {

    private final RecoveryClones clones;

    RepositoryItem(RecoveryClones clones) {
        this.clones = clones;
    }

    @Override
    public String word() {
        return "git-repository";
    }

    @Override
    public String label() {
        return "Git repository";
    }

    @Override
    public Set<Disaster> neededBy() {
        return EnumSet.of(Disaster.CLUSTER_LOSS, Disaster.GITOPS_DRIFT, Disaster.SECRET_COMPROMISE);
    }

    @Override
    public Optional<Prerequisite> prove(Occasion occasion) {
        try {
            ClusterRepository repository = occasion.cluster().repository();
            if (repository.url() == null) {
                return Optional.of(Prerequisite.unproven("kaltstart.yaml has no 'url' under 'repository', so only the"
                        + " checkout at " + repository.checkout() + " is known: add the address that Flux reads"));
            }
            RecoveryClone clone = clones.of(occasion.cluster(), occasion.recovery());
            return Optional.of(judged(occasion.cluster(), repository, clone));
        } catch (UnsupportedOperationException e) {
            return Optional.of(Prerequisite.unproven("this rehearsal has no Git repository to ask"));
        } catch (GitTrouble e) {
            return Optional.of(Prerequisite.missing(String.valueOf(e.getMessage())));
        }
    }

    private static Prerequisite judged(Cluster cluster, ClusterRepository repository, RecoveryClone clone) {
        String host = host(repository);
        boolean mirrored = repository.mirror() != null && clone.mirrorHead() instanceof RemoteHead.At;
        RemoteHead head = clone.remoteHead();
        if (head instanceof RemoteHead.Missing) {
            return Prerequisite.missing(
                    host + " has no branch " + repository.branch() + ": correct 'branch' under 'repository'");
        }
        if (head instanceof RemoteHead.Unreachable away) {
            String trouble = host + " did not give the branch " + repository.branch() + " (" + away.message() + ")";
            return mirrored
                    ? Prerequisite.unproven(trouble + ", but the mirror does: point Flux there, or bring the host back")
                    : Prerequisite.unknown(trouble + ": bring the host back, or push the checkout at "
                            + repository.checkout() + " to another host and make that the 'url'");
        }
        String there = "the branch " + repository.branch() + " can be fetched from " + host;
        Optional<String> inside = HostedInside.doubt(cluster.inventory(), host);
        if (inside.isEmpty() || mirrored) {
            return Prerequisite.proven(there + (mirrored ? ", and from the mirror" : ""));
        }
        return Prerequisite.unproven(there + " now, but " + inside.get()
                + ": add a 'mirror' under 'repository' that is outside of the cluster");
    }

    private static String host(ClusterRepository repository) {
        var url = repository.url();
        return url == null || url.host().isEmpty() ? "this machine" : url.host();
    }
}
