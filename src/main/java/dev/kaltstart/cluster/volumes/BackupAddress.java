package dev.kaltstart.cluster.volumes;

import java.util.regex.Pattern;

/** Where backups are written to: an address in the cluster itself may be lost together with the data. */
final class BackupAddress {

    /** A Service of Kubernetes, by a name that nothing outside of the cluster knows. */
    private static final Pattern SERVICE =
            Pattern.compile("(?:[a-z0-9+]+://)?[^/]*\\.svc(?:\\.cluster\\.local)?\\.?(?:[:/].*)?");

    private BackupAddress() {}

    static boolean isInCluster(String address) {
        return SERVICE.matcher(address).matches();
    }

    /** The doubt about it. */
    static String doubt(String address) {
        return "writes to %s, which is in the cluster itself: it helps only if the data of that store is elsewhere"
                .formatted(ManifestText.detail(address));
    }
}
