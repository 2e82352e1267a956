package dev.kaltstart.readiness.item;

import dev.kaltstart.cluster.Prerequisite;
import dev.kaltstart.readiness.Disaster;
import dev.kaltstart.readiness.GoBagItem;
import dev.kaltstart.readiness.Occasion;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** The NAS: its NFS or iSCSI port answers. */
@Component
@Order(13)
class StorageServerItem implements GoBagItem {

    private final StorageServers servers;
    private final TcpDoor door;

    StorageServerItem(StorageServers servers, TcpDoor door) {
        this.servers = servers;
        this.door = door;
    }

    @Override
    public String word() {
        return "storage-servers";
    }

    @Override
    public String label() {
        return "NAS";
    }

    @Override
    public Set<Disaster> neededBy() {
        return EnumSet.of(Disaster.CLUSTER_LOSS);
    }

    @Override
    public Optional<Prerequisite> prove(Occasion occasion) {
        List<StorageServer> all = servers.of(occasion.cluster());
        if (all.isEmpty()) {
            return Optional.empty();
        }
        if (occasion.isRehearsal()) {
            return Optional.of(
                    Prerequisite.unproven(labels(all) + " is not asked in a rehearsal, which touches nothing real"));
        }
        List<StorageServer> silent =
                all.stream().filter(one -> !door.isOpen(one.host(), one.port())).toList();
        return Optional.of(
                silent.isEmpty()
                        ? Prerequisite.proven(labels(all) + " takes connections")
                        : Prerequisite.unknown(
                                labels(silent) + " takes no connection from this machine: switch it on, or"
                                        + " try it from the network of the nodes"));
    }

    private static String labels(List<StorageServer> servers) {
        return servers.stream().map(StorageServer::label).collect(Collectors.joining(", "));
    }
}
