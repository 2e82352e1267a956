package dev.kaltstart.readiness.item;

import dev.kaltstart.cluster.IpAddress;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A server that volumes are on, outside of the cluster.
 *
 * @param host an address that other machines can reach, or the name of a host
 */
record StorageServer(String host, int port) {

    static final int NFS = 2049;
    static final int ISCSI = 3260;
    static final int SMB = 445;

    private static final Pattern NAME =
            Pattern.compile("[A-Za-z0-9]([A-Za-z0-9-]{0,62})(\\.[A-Za-z0-9-]{1,63}){0,8}\\.?");

    /** No NAS has such a name, and the metadata service of a provider hands out credentials. */
    private static final Pattern LOCAL_NAME =
            Pattern.compile("(?i)localhost|.*\\.localhost|.*\\.svc|.*\\.svc\\..*|.*metadata.*");

    /** Empty when this is not the address of another machine: it is written by whoever may write to the repository. */
    static Optional<StorageServer> at(String text, int port) {
        String host = text.strip();
        Optional<IpAddress> address = IpAddress.parse(host);
        if (address.isPresent()) {
            return address.get().isLocal()
                    ? Optional.empty()
                    : Optional.of(new StorageServer(address.get().value(), port));
        }
        boolean named = NAME.matcher(host).matches()
                && !LOCAL_NAME.matcher(host).matches()
                // a number is an address to a resolver, in ways that are not checked above
                && !host.matches("[0-9.]+|0[xX][0-9A-Fa-f.xX]+");
        return named ? Optional.of(new StorageServer(host, port)) : Optional.empty();
    }

    /** With the port that belongs to the address, which is not believed: {@code 10.0.0.5:3260}. */
    static Optional<StorageServer> portal(String text) {
        String portal = text.strip();
        boolean bracketed = portal.startsWith("[") && portal.contains("]");
        int end = bracketed
                ? portal.indexOf(']') + 1
                : portal.indexOf(':') == portal.lastIndexOf(':') ? portal.indexOf(':') : -1;
        return at(end < 0 ? portal : portal.substring(0, end), ISCSI);
    }

    String label() {
        return host + ":" + port;
    }
}
