package dev.kaltstart.readiness.item;

import dev.kaltstart.cluster.Cluster;
import dev.kaltstart.cluster.Inventory;
import dev.kaltstart.cluster.Prerequisite;
import dev.kaltstart.cluster.Prerequisite.State;
import dev.kaltstart.cluster.SopsFile;
import dev.kaltstart.readiness.Disaster;
import dev.kaltstart.readiness.GoBagItem;
import dev.kaltstart.readiness.Occasion;
import dev.kaltstart.shell.Result;
import dev.kaltstart.shell.Shell;
import dev.kaltstart.talos.Pki;
import dev.kaltstart.talos.Prerequisites;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** The secrets bundle of Talos: it opens, and it is the one of this cluster. A new one is never made. */
@Component
@Order(3)
class MachineSecretsItem implements GoBagItem {

    /** The certificate of an authority, which is public. */
    private static final String CERTIFICATE = "[\"certs\"][\"os\"][\"crt\"]";

    @Override
    public String word() {
        return "machine-secrets";
    }

    @Override
    public String label() {
        return "Talos secrets bundle";
    }

    @Override
    public Set<Disaster> neededBy() {
        return EnumSet.of(Disaster.NODE_FAILURE, Disaster.CLUSTER_LOSS, Disaster.SECRET_COMPROMISE);
    }

    @Override
    public Optional<Prerequisite> prove(Occasion occasion) {
        Cluster cluster = occasion.cluster();
        List<Prerequisite> all = Prerequisites.ofTheCluster(cluster);
        // a rehearsal holds no key to read it with; rendering compares the configurations all the same
        boolean comparable = !occasion.isRehearsal() && all.stream().allMatch(one -> one.state() == State.PROVEN);
        return Optional.of(Prerequisite.all(
                comparable
                        ? same(cluster).map(same -> List.of(all.get(0), same)).orElse(all)
                        : all));
    }

    /** Empty when the bundle is not encrypted, or has its authority elsewhere: rendering compares them again. */
    private static Optional<Prerequisite> same(Cluster cluster) {
        Inventory inventory = cluster.inventory();
        Path bundle = inventory.machineSecrets();
        if (bundle == null) {
            return Optional.empty();
        }
        return authority(cluster.looking(), new SopsFile(inventory, bundle))
                .map(found -> Optional.of(found).equals(Pki.ofTalosconfig(inventory))
                        ? Prerequisite.proven(bundle + " has the certificate authority of the cluster")
                        : Prerequisite.missing(bundle + " has another certificate authority than "
                                + inventory.tools().talosconfig()
                                + ": one of them is of another cluster. Put back the right one from the history of the"
                                + " repository or from the backup"));
    }

    private static Optional<String> authority(Shell shell, SopsFile bundle) {
        try {
            Result result = shell.run(bundle.printing(CERTIFICATE));
            return result.succeeded() ? Pki.fingerprint(result.output().strip()) : Optional.empty();
        } catch (Shell.MissingTool e) {
            return Optional.empty();
        }
    }
}
