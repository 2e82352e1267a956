package dev.kaltstart.backup.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Volumes as they are recorded. */
public final class Recorded {

    private Recorded() {}

    /** On a Synology, over NFS, provisioned, with the policy Retain. */
    public static BoundVolume synology(String name, String handle) {
        return new BoundVolume(
                name,
                "csi.san.synology.com",
                handle,
                Map.of(
                        "dsm", "10.20.0.5",
                        "protocol", "nfs",
                        "baseDir", "/volume1/k8s-csi-" + name,
                        "mountPermissions", "0750"),
                Map.of("nodeStageSecretRef", "synology-csi/client-info"),
                List.of(),
                "20Gi",
                "synology-nfs",
                List.of("ReadWriteOnce"),
                "Filesystem",
                "",
                false,
                List.of("nfsvers=4.1"),
                "Retain",
                "csi.san.synology.com",
                false,
                "flux-system/paperless");
    }

    /** By the NFS of Kubernetes itself. */
    public static BoundVolume nfs(String name, String server, String path, String accessMode) {
        return new BoundVolume(
                name,
                BoundVolume.NFS,
                server + ":" + path,
                Map.of("server", server, "share", path),
                Map.of(),
                List.of(),
                "1Ti",
                "",
                List.of(accessMode),
                "Filesystem",
                "",
                false,
                List.of(),
                "Retain",
                null,
                false,
                null);
    }

    public static BoundVolume longhorn(String name) {
        return new BoundVolume(
                name,
                "driver.longhorn.io",
                name,
                Map.of(),
                Map.of(),
                List.of("numberOfReplicas"),
                "2Gi",
                "longhorn",
                List.of("ReadWriteOnce"),
                "Filesystem",
                "ext4",
                false,
                List.of(),
                "Delete",
                "driver.longhorn.io",
                false,
                null);
    }

    /** The ledger of the cluster homelab. */
    public static VolumeLedger ledger(LedgerEntry... entries) {
        return new VolumeLedger() {
            @Override
            public List<LedgerEntry> of(String cluster) {
                return cluster.equals("homelab") ? List.of(entries) : List.of();
            }

            @Override
            public List<LedgerEntry> of(String cluster, String namespace, String claim) {
                return of(cluster).stream()
                        .filter(entry -> entry.id().equals(namespace + "/" + claim))
                        .toList();
            }
        };
    }

    /** Of the claim office/data. */
    public static LedgerEntry entry(BoundVolume volume, Instant firstSeen, Instant lastSeen) {
        return new LedgerEntry("office", "data", firstSeen, lastSeen, volume, null);
    }

    static ClaimBinding binding(String claim, BoundVolume volume) {
        return new ClaimBinding("office", claim, volume, null);
    }

    static List<String> names(Stream<LedgerEntry> entries) {
        return entries.map(entry -> entry.claim() + " on " + entry.volume().name())
                .toList();
    }
}
