package dev.kaltstart.shell;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;

/** This machine's host name. */
final class Host {

    static final String NAME = name();

    private Host() {}

    /** From the kernel where possible: the name server may run in the cluster that is down. */
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
