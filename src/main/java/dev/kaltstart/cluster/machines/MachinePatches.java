package dev.kaltstart.cluster.machines;

import dev.kaltstart.cluster.inventory.Checkout;
import dev.kaltstart.cluster.yaml.UnreadableYaml;
import dev.kaltstart.cluster.yaml.Yaml;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds the one setting in talhelper's patches that changes under which name a node is known to Kubernetes. */
record MachinePatches(Checkout checkout, String directory) {

    private static final Pattern FQDN = Pattern.compile("(?m)^[ \\t]*+['\"]?registerWithFQDN['\"]?:\\s*true\\b");

    /** @param lists of patches: texts, or {@code @} and the path of a file */
    boolean registerWithDomain(Stream<Yaml> lists) {
        return lists.flatMap(list -> list.items().stream()).anyMatch(this::registers);
    }

    private boolean registers(Yaml patch) {
        String text = patch.text().orElse("").strip();
        return text.startsWith("@")
                ? registersInFile(text.substring(1))
                : FQDN.matcher(text).find();
    }

    private boolean registersInFile(String path) {
        var root = checkout.root();
        var file = root.resolve(directory).resolve(path).normalize();
        String name = file.startsWith(root) ? root.relativize(file).toString() : "";
        return checkout.has(name) && documents(name).anyMatch(MachinePatches::set);
    }

    private static boolean set(Yaml document) {
        return document.text("machine", "kubelet", "registerWithFQDN").equals(Optional.of("true"));
    }

    private Stream<Yaml> documents(String name) {
        try {
            return checkout.yaml(name).documents().stream();
        } catch (UnreadableYaml e) {
            // the tool that reads it complains
            return List.<Yaml>of().stream();
        }
    }
}
