package dev.kaltstart.cluster.inventory;

import dev.kaltstart.cluster.IpAddress;
import dev.kaltstart.cluster.NodeName;
import dev.kaltstart.cluster.yaml.Yaml;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads a node's names and addresses: the target of every command.
 *
 * @param fqdn the node is registered in Kubernetes with its domain (src: siderolabs/talos: registerWithFQDN)
 */
record NodeIdentity(Problems problems, boolean fqdn) {

    /** Never starts with a dash, so an address cannot be taken for an option. */
    private static final Pattern ADDRESS = Pattern.compile("[0-9A-Za-z:][0-9A-Za-z.:-]{0,252}");

    private static final Pattern HOSTNAME = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]{0,251}[A-Za-z0-9])?");

    /**
     * @param name in Kubernetes
     * @param hostname as it is written
     */
    record Found(NodeName name, String hostname, List<String> addresses) {}

    Optional<Found> read(Yaml node, String nameKey, String addressKey) {
        var required = new Required(problems);
        var name = required.text(node, nameKey);
        var addresses = addresses(node, addressKey, required.text(node, addressKey));
        return addresses.isEmpty() || name.isEmpty()
                ? Optional.empty()
                : name(node, nameKey, name).map(found -> new Found(found, name, addresses));
    }

    private Optional<NodeName> name(Yaml node, String key, String hostname) {
        if (HOSTNAME.matcher(hostname).matches()) {
            return Optional.of(new NodeName(registered(hostname)));
        }
        problems.error(
                node.at(key),
                "'%s' cannot be the name of a node: write letters, digits, '-' and '.' only".formatted(hostname));
        return Optional.empty();
    }

    /** Talos registers the node under this name (src: siderolabs/talos: nodename.FromHostname). */
    private String registered(String hostname) {
        int domain = hostname.indexOf('.');
        String registered =
                fqdn || domain < 0 || IpAddress.parse(hostname).isPresent() ? hostname : hostname.substring(0, domain);
        // the first part of a host name may end with a dash, the name of a node may not
        return registered.toLowerCase(Locale.ROOT).replace('_', '-').replaceAll("[-.]+$", "");
    }

    private List<String> addresses(Yaml node, String key, String text) {
        var addresses = Stream.of(text.split(",", -1))
                .map(String::strip)
                .filter(address -> !address.isEmpty())
                .toList();
        for (String address : addresses) {
            if (!ADDRESS.matcher(address).matches()) {
                problems.error(node.at(key), "'%s' is not an address: write an IP address".formatted(address));
                return List.of();
            }
        }
        return addresses;
    }
}
