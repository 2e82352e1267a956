package dev.kaltstart.readiness.item;

import dev.kaltstart.cluster.Cluster;
import dev.kaltstart.cluster.KubernetesTrouble;
import dev.kaltstart.cluster.Prerequisite;
import dev.kaltstart.readiness.Disaster;
import dev.kaltstart.readiness.GoBagItem;
import dev.kaltstart.readiness.Occasion;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** The kubeconfig: the API server takes it. A cluster that is lost as a whole is rebuilt without it. */
@Component
@Order(11)
class ApiItem implements GoBagItem {

    @Override
    public String word() {
        return "kubeconfig";
    }

    @Override
    public String label() {
        return "kubeconfig";
    }

    @Override
    public Set<Disaster> neededBy() {
        return EnumSet.of(Disaster.NODE_FAILURE, Disaster.GITOPS_DRIFT, Disaster.DRILL_NAMESPACE_RESTORE);
    }

    @Override
    public Optional<Prerequisite> prove(Occasion occasion) {
        try {
            occasion.cluster()
                    .kubernetes()
                    .nodes()
                    .list(new ListOptionsBuilder().withLimit(1L).build());
            return Optional.of(Prerequisite.proven("the Kubernetes API lets Kaltstart read"));
        } catch (Cluster.UnusableCredentials e) {
            return Optional.of(Prerequisite.missing(String.valueOf(e.getMessage())));
        } catch (KubernetesClientException e) {
            return Optional.of(Prerequisite.unknown("the Kubernetes API " + KubernetesTrouble.message(e)));
        }
    }
}
