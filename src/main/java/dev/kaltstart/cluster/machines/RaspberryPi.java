package dev.kaltstart.cluster.machines;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The board of many home clusters. It boots no ISO and is not amd64; talconfig.yaml usually mentions neither, but its
 * hardware address does (src: IEEE OUI registry, "Raspberry Pi").
 */
final class RaspberryPi {

    private static final Set<String> PREFIXES =
            Set.of("b8:27:eb", "dc:a6:32", "e4:5f:01", "d8:3a:dd", "28:cd:c1", "2c:cf:67", "88:a2:9e");

    private RaspberryPi() {}

    static boolean hasAddress(@Nullable String mac) {
        return mac != null && PREFIXES.contains(mac.substring(0, 8));
    }
}
