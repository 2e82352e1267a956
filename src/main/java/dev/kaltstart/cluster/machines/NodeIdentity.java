package dev.kaltstart.cluster.machines;

import dev.kaltstart.cluster.IpAddress;
import dev.kaltstart.cluster.NodeName;
import dev.kaltstart.cluster.inventory.Problems;
import dev.kaltstart.cluster.inventory.Required;
import dev.kaltstart.cluster.yaml.Position;
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

    private static final Pattern HOSTNAME = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]{0,251}[A-Za-z0-9])?");

    /** The host name of a mandatory key; a problem is reported when it is missing or cannot be one. */
    Optional<NodeName> name(Yaml node, String key) {
        var text = new Required(problems).text(node, key);
        return text.isEmpty() || !MachineConfig.known(text) ? Optional.empty() : name(node.at(key), text);
    }

    /** The name in Kubernetes of a machine with this host name; a problem is reported when it cannot be one. */
    Optional<NodeName> name(Position at, String hostname) {
        var registered = HOSTNAME.matcher(hostname).matches() ? registered(hostname) : "";
        if (!registered.isEmpty()) {
            return Optional.of(new NodeName(registered));
        }
        problems.error(
                at, "'%s' cannot be the name of a node: write letters, digits, '-' and '.' only".formatted(hostname));
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

    /** The IP addresses of a mandatory key, separated by commas; none, and a problem, when one of them is no address. */
    List<String> addresses(Yaml node, String key) {
        return addresses(node, key, new Required(problems).text(node, key));
    }

    List<String> addresses(Yaml node, String key, String text) {
        var addresses = MachineConfig.known(text)
                ? Stream.of(text.split(",", -1))
                        .map(String::strip)
                        .filter(address -> !address.isEmpty())
                        .toList()
                : List.<String>of();
        for (String address : addresses) {
            if (IpAddress.parse(address).isEmpty()) {
                problems.error(node.at(key), "'%s' is not an address: write an IP address".formatted(address));
                return List.of();
            }
        }
        return addresses;
    }
}
