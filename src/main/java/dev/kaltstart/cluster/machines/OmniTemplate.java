package dev.kaltstart.cluster.machines;

import dev.kaltstart.cluster.Inventory.TalosTool;
import dev.kaltstart.cluster.Role;
import dev.kaltstart.cluster.inventory.Checkout;
import dev.kaltstart.cluster.inventory.Problems;
import dev.kaltstart.cluster.yaml.UnreadableYaml;
import dev.kaltstart.cluster.yaml.Yaml;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A cluster that Omni manages, as its template describes it (src: siderolabs/omni, "Cluster Templates"). */
record OmniTemplate(Checkout checkout, String file, Problems problems) {

    /** Empty when the file is no cluster template. */
    Optional<MachineSource> source() {
        var documents = documents();
        // one with machine classes names no machine
        var machines = ofKind(documents, "Machine").findAny();
        return ofKind(documents, "Cluster")
                .findFirst()
                .filter(cluster ->
                        machines.isPresent() && cluster.get("apiVersion").isEmpty())
                .map(cluster -> new MachineSource(
                        TalosTool.OMNI,
                        TemplateFiles.parent(file),
                        file,
                        cluster.text("name").orElse("")));
    }

    TalosDescription read() {
        var documents = documents();
        var cluster = ofKind(documents, "Cluster").findFirst();
        var version = cluster.flatMap(found -> found.text("talos", "version")).orElse(null);
        var roles = new HashMap<String, Role>();
        machines(documents, "ControlPlane").forEach(id -> roles.put(id, Role.CONTROL_PLANE));
        machines(documents, "Workers").forEach(id -> roles.putIfAbsent(id, Role.WORKER));
        return new TalosDescription(
                cluster.flatMap(found -> found.text("name")).orElse(""),
                "",
                version,
                cluster.flatMap(found -> found.text("kubernetes", "version")).orElse(null),
                ofKind(documents, "Machine")
                        .map(machine -> node(machine, roles, version))
                        .toList(),
                null);
    }

    private NodeDraft node(Yaml machine, Map<String, Role> roles, @Nullable String version) {
        var config = new MachineConfig(machine.items("patches").stream()
                .flatMap(patch -> patch.get("inline").stream())
                .toList());
        var hostname = config.hostname();
        return new NodeDraft(
                hostname.flatMap(name -> new NodeIdentity(problems, config.registersWithDomain())
                                .name(config.named().orElse(machine).at(), name))
                        .orElse(null),
                hostname.orElse(null),
                machine.text("name").map(roles::get).orElse(null),
                StaticAddresses.of(config.documents(), config.nodeSubnets()),
                config.mac().orElse(null),
                config.disk().orElse(null),
                config.diskSerial().orElse(null),
                config.installer()
                        .map(image -> MachineImage.of(TalosImage.of(image, version)))
                        .orElse(MachineImage.NONE),
                "",
                machine.at().toString());
    }

    private static Stream<String> machines(List<Yaml> documents, String kind) {
        return ofKind(documents, kind)
                .flatMap(set -> set.items("machines").stream())
                .flatMap(item -> item.text().stream());
    }

    private static Stream<Yaml> ofKind(List<Yaml> documents, String kind) {
        return documents.stream()
                .filter(document -> document.text("kind").filter(kind::equals).isPresent());
    }

    private List<Yaml> documents() {
        try {
            return checkout.yaml(file).documents();
        } catch (UnreadableYaml e) {
            problems.warning(e.at(), "left out: " + e.message());
            return List.of();
        }
    }
}
