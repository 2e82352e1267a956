package dev.kaltstart.cluster;

import java.util.regex.Pattern;

/** The name of a node: an RFC 1123 DNS label, as Kubernetes requires, so it can never be mistaken for an option. */
public record NodeName(String value) {

    private static final Pattern DNS_SUBDOMAIN = Pattern.compile("[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?");

    public NodeName {
        if (!isOne(value)) {
            throw new IllegalArgumentException("not the name of a node: only a-z, 0-9, '-' and '.' are allowed");
        }
    }

    public static boolean isOne(String text) {
        return DNS_SUBDOMAIN.matcher(text).matches();
    }

    @Override
    public String toString() {
        return value;
    }
}
