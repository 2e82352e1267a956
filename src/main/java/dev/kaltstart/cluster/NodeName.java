package dev.kaltstart.cluster;

import java.util.regex.Pattern;

/** The name of a node: a DNS label as Kubernetes demands it (RFC 1123), so it can never be mistaken for an option. */
public record NodeName(String value) {

    private static final Pattern DNS_SUBDOMAIN = Pattern.compile("[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?");

    public NodeName {
        if (!DNS_SUBDOMAIN.matcher(value).matches()) {
            throw new IllegalArgumentException("not the name of a node: only a-z, 0-9, '-' and '.' are allowed");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
