package dev.kaltstart.cluster.inventory;

import dev.kaltstart.cluster.NodeName;
import dev.kaltstart.cluster.yaml.Yaml;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads a node's name and addresses: the target of every command. */
record NodeIdentity(Problems problems) {

    /** Never starts with a dash, so an address cannot be taken for an option. */
    private static final Pattern ADDRESS = Pattern.compile("[0-9A-Za-z:][0-9A-Za-z.:-]{0,252}");

    record Found(NodeName name, List<String> addresses) {}

    Optional<Found> read(Yaml node, String nameKey, String addressKey) {
        var required = new Required(problems);
        var name = required.text(node, nameKey);
        var addresses = addresses(node, addressKey, required.text(node, addressKey));
        return addresses.isEmpty() || name.isEmpty()
                ? Optional.empty()
                : name(node, nameKey, name).map(found -> new Found(found, addresses));
    }

    private Optional<NodeName> name(Yaml node, String key, String name) {
        try {
            return Optional.of(new NodeName(name));
        } catch (IllegalArgumentException e) {
            problems.error(
                    node.at(key),
                    "'%s' cannot be the name of a node: Kubernetes allows a-z, 0-9, '-' and '.' only".formatted(name));
            return Optional.empty();
        }
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
