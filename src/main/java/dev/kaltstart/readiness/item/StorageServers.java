package dev.kaltstart.readiness.item;

import dev.kaltstart.backup.ledger.BoundVolume;
import dev.kaltstart.backup.ledger.LedgerEntry;
import dev.kaltstart.backup.ledger.VolumeLedger;
import dev.kaltstart.cluster.Cluster;
import dev.kaltstart.cluster.volumes.DeclaredVolume;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The servers that the volumes of a cluster are on: those that were seen live, and those that the repository mounts. */
@Component
class StorageServers {

    private static final Pattern MOUNT = Pattern.compile("nfs://(\\[[^]]{2,60}]|[^/:]{1,253}).*");
    private static final int MOST = 10;

    private final VolumeLedger ledger;

    StorageServers(VolumeLedger ledger) {
        this.ledger = ledger;
    }

    List<StorageServer> of(Cluster cluster) {
        Stream<StorageServer> seen =
                ledger.of(cluster.name()).stream().map(LedgerEntry::volume).flatMap(StorageServers::of);
        Stream<StorageServer> mounted = cluster.inventory().volumes().all().stream()
                .map(DeclaredVolume::claim)
                .map(MOUNT::matcher)
                .filter(Matcher::matches)
                .flatMap(mount -> StorageServer.at(mount.group(1), StorageServer.NFS).stream());
        return Stream.concat(seen, mounted).distinct().limit(MOST).toList();
    }

    private static Stream<StorageServer> of(BoundVolume volume) {
        Map<String, String> attributes = volume.attributes();
        Stream<Optional<StorageServer>> found = Stream.of(
                server(attributes.get("server"), StorageServer.NFS),
                server(attributes.get("dsm"), port(attributes.getOrDefault("protocol", ""))));
        Stream<Optional<StorageServer>> portals = Stream.of(
                        attributes.getOrDefault("portal", ""), attributes.getOrDefault("portals", ""))
                .flatMap(all -> Stream.of(all.split(",")))
                .filter(portal -> !portal.isBlank())
                .map(StorageServer::portal);
        return Stream.concat(found, portals).flatMap(Optional::stream);
    }

    private static int port(String protocol) {
        return switch (protocol) {
            case "nfs" -> StorageServer.NFS;
            case "smb" -> StorageServer.SMB;
            default -> StorageServer.ISCSI;
        };
    }

    private static Optional<StorageServer> server(@Nullable String text, int port) {
        return text == null || text.isBlank() ? Optional.empty() : StorageServer.at(text, port);
    }
}
