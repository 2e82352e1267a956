package dev.kaltstart.cluster.machines;

import dev.kaltstart.cluster.yaml.Yaml;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a node in talconfig.yaml.
 *
 * @param defaults shared by all nodes of the role; the node's own values win
 */
record NodeSettings(Yaml node, Yaml defaults) {

    /** Hardware address of the first interface with one. */
    @Nullable
    String mac() {
        return either("networkInterfaces")
                .map(interfaces -> interfaces.items().stream())
                .orElse(Stream.empty())
                .flatMap(NodeSettings::selectors)
                .flatMap(selector -> Stream.of(selector.text("hardwareAddr"), selector.text("permanentAddr")))
                .flatMap(Optional::stream)
                .flatMap(text -> MacAddress.of(text).stream())
                .findFirst()
                .orElse(null);
    }

    /** The device path, or the selector as {@code key: value} pairs. */
    @Nullable
    String disk() {
        return node.text("installDisk").filter(MachineConfig::known).orElseGet(this::selector);
    }

    @Nullable
    String diskSerial() {
        return node.text("installDiskSelector", "serial")
                .filter(serial -> !serial.contains("*") && MachineConfig.known(serial))
                .orElse(null);
    }

    Optional<TalosImage> image(@Nullable String talosVersion) {
        var image = either("talosImageURL")
                .flatMap(Yaml::text)
                .filter(MachineConfig::known)
                .map(url -> TalosImage.of(url, talosVersion));
        if (either("machineSpec", "arch").isEmpty() && RaspberryPi.hasAddress(mac())) {
            return image.map(TalosImage::onRaspberryPi);
        }
        return image.map(found -> found.on(word("arch", "amd64"), word("mode", "metal"))
                .secureBoot(word("secureboot", "false").equals("true")));
    }

    private String word(String key, String otherwise) {
        return either("machineSpec", key).flatMap(Yaml::text).orElse(otherwise);
    }

    private @Nullable String selector() {
        var message = node.entries("installDiskSelector").entrySet().stream()
                .map(entry -> entry.getKey() + ": " + entry.getValue().text().orElse("..."))
                .collect(Collectors.joining(", "));
        return message.isEmpty() || !MachineConfig.known(message) ? null : message;
    }

    private static Stream<Yaml> selectors(Yaml networkInterface) {
        return Stream.concat(
                networkInterface.get("deviceSelector").stream(),
                networkInterface.items("bond", "deviceSelectors").stream());
    }

    private Optional<Yaml> either(String... path) {
        return node.get(path).or(() -> defaults.get(path));
    }
}
