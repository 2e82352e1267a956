package dev.kaltstart.notify.channel;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;

/**
 * The checked address of a webhook. Private networks are allowed, as people run their chat at home; the addresses at which
 * clouds hand out credentials are not. No message repeats the address.
 */
record HookAddress(URI uri) {

    /** How a machine calls itself. */
    private static final Set<String> OWN = Set.of("localhost", "127.0.0.1", "[::1]");

    /** Outside of the link-local range: of AWS over IPv6, Alibaba, Oracle. */
    private static final Set<String> METADATA = Set.of("fd00:ec2:0:0:0:0:0:254", "100.100.100.200", "192.0.0.192");

    static HookAddress of(String text) throws UnusableChannel {
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            throw new UnusableChannel("the address of the webhook is not a URL: copy it again");
        }
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        String host = uri.getHost();
        if (host == null || uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
            throw new UnusableChannel(
                    "the address of the webhook needs a host, and must have no user and no '#': copy it again");
        }
        boolean own = OWN.contains(host.toLowerCase(Locale.ROOT));
        if (!scheme.equals("https") && !(scheme.equals("http") && own)) {
            throw new UnusableChannel(
                    "the address of the webhook must begin with https:// as it is a secret; http:// is for localhost");
        }
        return new HookAddress(uri);
    }

    /**
     * Looks the name up. The connection uses the same answer: Java keeps it for 30 seconds
     * ({@code networkaddress.cache.ttl} in java.security).
     */
    void refuseMetadata() throws UnusableChannel, UnknownHostException {
        InetAddress[] found = InetAddress.getAllByName(uri.getHost());
        if (Arrays.stream(found).anyMatch(HookAddress::forbidden)) {
            throw new UnusableChannel(
                    "the address of the webhook leads to a link-local or metadata address, where no chat is: correct it");
        }
    }

    static boolean forbidden(InetAddress address) {
        String text = address.getHostAddress().replaceFirst("%.*$", "");
        return address.isLinkLocalAddress()
                || address.isAnyLocalAddress()
                || address.isMulticastAddress()
                || METADATA.contains(text)
                || (address instanceof Inet6Address six && embedsLinkLocal(six.getAddress()));
    }

    /** IPv4 inside IPv6: NAT64 (64:ff9b::/96), 6to4 (2002::/16) and IPv4-compatible (::/96). */
    private static boolean embedsLinkLocal(byte[] address) {
        boolean compatible = zero(address, 0, 12);
        boolean nat64 = address[0] == 0
                && address[1] == 0x64
                && address[2] == (byte) 0xff
                && address[3] == (byte) 0x9b
                && zero(address, 4, 12);
        boolean sixToFour = address[0] == 0x20 && address[1] == 0x02;
        int at = sixToFour ? 2 : 12;
        return (compatible || nat64 || sixToFour) && address[at] == (byte) 169 && address[at + 1] == (byte) 254;
    }

    private static boolean zero(byte[] address, int from, int until) {
        for (int n = from; n < until; n++) {
            if (address[n] != 0) {
                return false;
            }
        }
        return true;
    }
}
