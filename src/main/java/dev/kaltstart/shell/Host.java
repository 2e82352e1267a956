package dev.kaltstart.shell;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;

/** The machine Kaltstart runs on, as it calls itself. */
final class Host {

    static final String NAME = name();

    private Host() {}

    /** Asked of the kernel where that answers: a name server may lie in the cluster that is down. */
    private static String name() {
        return SmallFile.read(Path.of("/proc/sys/kernel/hostname"))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .orElseGet(Host::nameOfAddress);
    }

    private static String nameOfAddress() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown";
        }
    }
}
