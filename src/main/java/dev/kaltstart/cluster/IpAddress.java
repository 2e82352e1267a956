package dev.kaltstart.cluster;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An IP address, compared as an address: {@code FD00:20:0::21}, {@code [fd00:20::21]} and {@code fd00:20::21%eth0} are
 * one, and so are {@code 10.20.0.21} and {@code ::ffff:10.20.0.21}. Never asks a name server.
 *
 * @param value the canonical text
 */
public record IpAddress(String value) {

    private static final String NUMBER = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";

    /** Without leading zeros, which some programs read as octal numbers. */
    private static final Pattern VERSION_4 = Pattern.compile("(" + NUMBER + "\\.){3}" + NUMBER);

    private static final Pattern VERSION_6 = Pattern.compile("[0-9A-Fa-f]*:[0-9A-Fa-f:.]{1,44}");
    private static final Pattern ZONE = Pattern.compile("%[A-Za-z0-9._~-]{1,64}");

    /** Empty when the text is no address, for example because it is a name. */
    public static Optional<IpAddress> parse(String text) {
        String bare = text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
        if (VERSION_4.matcher(bare).matches()) {
            return canonical(bare);
        }
        int zone = bare.indexOf('%');
        if (zone >= 0 && !ZONE.matcher(bare.substring(zone)).matches()) {
            return Optional.empty();
        }
        String address = zone < 0 ? bare : bare.substring(0, zone);
        return VERSION_6.matcher(address).matches() ? canonical(address) : Optional.empty();
    }

    private static Optional<IpAddress> canonical(String literal) {
        try {
            // a literal is never looked up; a mapped address of version 4 comes back as one of version 4
            return Optional.of(new IpAddress(InetAddress.getByName(literal).getHostAddress()));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    /** Whether two texts are the same address; texts that are no addresses are compared as they are. */
    public static boolean same(String one, String other) {
        Optional<IpAddress> first = parse(one);
        return first.isPresent() ? first.equals(parse(other)) : one.equals(other);
    }

    public boolean isV4() {
        return value.indexOf(':') < 0;
    }

    /** Whether no other machine can reach it: loopback, link-local, multicast or unspecified. */
    public boolean isLocal() {
        var address = address();
        return address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isMulticastAddress()
                || address.isAnyLocalAddress();
    }

    /** Whether it belongs to a network, as {@code 10.20.0.0/24}; false when the text is none. */
    public boolean isIn(String network) {
        int slash = network.indexOf('/');
        var base = parse(slash < 0 ? network : network.substring(0, slash));
        var length = slash < 0 ? "" : network.substring(slash + 1);
        if (base.isEmpty() || base.get().isV4() != isV4() || !length.matches("\\d{1,3}")) {
            return false;
        }
        byte[] mine = address().getAddress();
        byte[] theirs = base.get().address().getAddress();
        int bits = Math.min(Integer.parseInt(length), mine.length * Byte.SIZE);
        return new BigInteger(1, mine)
                .xor(new BigInteger(1, theirs))
                .shiftRight(mine.length * Byte.SIZE - bits)
                .equals(BigInteger.ZERO);
    }

    private InetAddress address() {
        try {
            return InetAddress.getByName(value);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }
}
