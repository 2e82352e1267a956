package dev.kaltstart.cluster.machines;

import dev.kaltstart.cluster.IpAddress;
import dev.kaltstart.cluster.Role;
import dev.kaltstart.cluster.yaml.Yaml;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The nodes in a data file for templates: {@code nodes} as a mapping by name, or as a list. There is no standard for the
 * names of its keys; those here are the ones in use.
 */
record NodeList(Map<String, Entry> byName) {

    private static final List<String> NAMES = List.of("name", "hostname", "host");
    private static final List<String> ADDRESSES = List.of("ip", "address", "ipAddress", "ip_address", "ipv4");
    private static final List<String> MACS = List.of("mac", "mac_addr", "macAddress", "mac_address");
    private static final List<String> ROLES = List.of("role", "type", "machineType");
    private static final List<String> CONTROL_PLANE =
            List.of("controller", "controlPlane", "control_plane", "controlplane");

    /** A node in it. */
    record Entry(Yaml item, Optional<Role> role, List<String> addresses, Optional<String> mac) {}

    static NodeList of(Stream<Yaml> documents) {
        var found = new LinkedHashMap<String, Entry>();
        documents.forEach(document -> {
            document.entries("nodes").forEach((name, item) -> add(name, item, found));
            document.items("nodes").forEach(item -> first(item, NAMES).ifPresent(name -> add(name, item, found)));
        });
        return new NodeList(found);
    }

    private static void add(String name, Yaml item, Map<String, Entry> found) {
        var addresses = first(item, ADDRESSES)
                .map(text -> text.replaceFirst("/\\d{1,3}$", ""))
                .flatMap(IpAddress::parse)
                .map(address -> List.of(address.value()))
                .orElse(List.of());
        var entry = new Entry(item, role(item), addresses, first(item, MACS).flatMap(MacAddress::of));
        if (!addresses.isEmpty() || entry.role().isPresent()) {
            found.putIfAbsent(name, entry);
        }
    }

    private static Optional<Role> role(Yaml item) {
        return first(item, CONTROL_PLANE)
                .flatMap(flag -> switch (flag) {
                    case "true" -> Optional.of(Role.CONTROL_PLANE);
                    case "false" -> Optional.of(Role.WORKER);
                    default -> Optional.<Role>empty();
                })
                .or(() -> first(item, ROLES).flatMap(role -> switch (role.toLowerCase(Locale.ROOT)) {
                    case "controlplane", "control-plane", "controller", "master" -> Optional.of(Role.CONTROL_PLANE);
                    case "worker" -> Optional.of(Role.WORKER);
                    default -> Optional.<Role>empty();
                }));
    }

    private static Optional<String> first(Yaml item, List<String> keys) {
        return keys.stream()
                .flatMap(key -> item.text(key).stream())
                .filter(MachineConfig::known)
                .findFirst();
    }
}
