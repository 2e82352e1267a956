package dev.kaltstart.cluster.machines;

import dev.kaltstart.cluster.Role;
import dev.kaltstart.cluster.inventory.Checkout;
import dev.kaltstart.cluster.inventory.Problems;
import dev.kaltstart.cluster.inventory.Required;
import dev.kaltstart.cluster.yaml.UnreadableYaml;
import dev.kaltstart.cluster.yaml.Yaml;
import dev.kaltstart.cluster.yaml.YamlReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** topf's description of a cluster (src: postfinance/topf:docs/configuration.md). */
final class Topf {

    private final Checkout checkout;
    private final MachineSource source;
    private final String directory;
    private final Problems problems;
    private final ReadBudget budget = new ReadBudget();

    Topf(Checkout checkout, MachineSource source, Problems problems) {
        this.checkout = checkout;
        this.source = source;
        this.directory = source.directory();
        this.problems = problems;
    }

    /** Reports the problems and returns empty when the file cannot be parsed. */
    Optional<TalosDescription> read() {
        return checkout.document(source.file(), problems).map(this::description);
    }

    private TalosDescription description(Yaml file) {
        var required = new Required(problems);
        return new TalosDescription(
                required.text(file, "clusterName"),
                new ApiEndpoint(problems).read(file, "clusterEndpoint"),
                version(file).orElse(null),
                file.text("kubernetesVersion").orElse(null),
                file.items("nodes").stream()
                        .limit(NodeRules.MOST + 1L)
                        .map(node -> node(file, node))
                        .toList(),
                secrets(file));
    }

    private NodeDraft node(Yaml file, Yaml item) {
        var hostname = item.text("host").orElse("").strip();
        var role = role(item);
        var identity = new NodeIdentity(problems, true);
        var patches = patches(item, hostname, role);
        return new NodeDraft(
                identity.name(item, "host").orElse(null),
                hostname.isEmpty() ? null : hostname,
                role,
                // without an ip topf resolves the host name; Kaltstart never does
                identity.addresses(item, "ip", item.text("ip").orElse("")),
                item.text("data", "macAddr")
                        .flatMap(MacAddress::of)
                        .or(patches::mac)
                        .orElse(null),
                disk(item).or(patches::disk).orElse(null),
                item.text("data", "installDiskSerial").or(patches::diskSerial).orElse(null),
                image(file, item),
                "%soutput/%s.yaml".formatted(directory, hostname),
                item.at().toString());
    }

    private Role role(Yaml item) {
        var text = new Required(problems).text(item, "role");
        if (!text.isEmpty() && !text.equals("control-plane") && !text.equals("worker")) {
            problems.error(item.at("role"), "'role' is '%s': write control-plane or worker".formatted(text));
        }
        return text.equals("control-plane") ? Role.CONTROL_PLANE : Role.WORKER;
    }

    private static Optional<String> disk(Yaml item) {
        return item.text("data", "installDisk")
                .or(() -> item.text("data", "installDiskSerial").map(serial -> "serial: " + serial));
    }

    /** The patches of a node in topf's order: those for all, for its role, and its own. */
    private MachineConfig patches(Yaml item, String hostname, Role role) {
        var values = new HashMap<String, String>();
        values.put(".Node.Host", hostname);
        item.text("ip").ifPresent(ip -> values.put(".Node.IP", ip));
        item.entries("data")
                .forEach((key, value) -> value.text().ifPresent(text -> values.put(".Node.Data." + key, text)));
        var documents = new ArrayList<Yaml>();
        for (String folder :
                List.of("all/", role == Role.CONTROL_PLANE ? "control-plane/" : "worker/", "node/" + hostname + "/")) {
            checkout.yamlTemplatesBelow(directory + folder).forEach(file -> documents.addAll(documents(file, values)));
        }
        return new MachineConfig(documents);
    }

    private List<Yaml> documents(String file, Map<String, String> values) {
        try {
            var text = checkout.yaml(file).text();
            if (!budget.allows(text)) {
                return List.of();
            }
            return new YamlReader(file).read(file.endsWith(".tpl") ? TemplateText.readable(text, values) : text);
        } catch (UnreadableYaml e) {
            // topf complains when it renders
            return List.of();
        }
    }

    private MachineImage image(Yaml file, Yaml item) {
        var platform = setting(file, item, "platform").orElse("metal");
        var secureBoot = setting(file, item, "secureboot").orElse("").equals("true");
        var factory = setting(file, item, "factory").orElse("factory.talos.dev");
        var version = version(item).or(() -> version(file)).orElse(null);
        var schematic = setting(file, item, "schematicId").orElse("");
        if (schematic.isEmpty()) {
            return MachineImage.NONE;
        }
        if (schematic.startsWith("@")) {
            var path = directory + schematic.substring(1);
            if (!checkout.has(path)) {
                // a command with a path out of the repository would send a file of the operator's
                problems.warning(item.at(), "the schematic %s does not exist: correct 'schematicId'".formatted(path));
                return MachineImage.NONE;
            }
            return MachineImage.bySchematics(List.of(path), version, secureBoot);
        }
        var url = "%s/%s-installer%s/%s".formatted(factory, platform, secureBoot ? "-secureboot" : "", schematic);
        var image = TalosImage.of(url, version).on("amd64", platform).secureBoot(secureBoot);
        if (!TalosImage.mayBe(image.installer())) {
            problems.error(item.at("schematicId"), "'factory' and 'schematicId' are not the name of a container image");
            return MachineImage.NONE;
        }
        return MachineImage.of(image);
    }

    private static Optional<String> version(Yaml value) {
        return value.text("talosVersion").map(version -> version.startsWith("v") ? version : "v" + version);
    }

    private static Optional<String> setting(Yaml file, Yaml item, String key) {
        return Stream.of(item, file).flatMap(value -> value.text(key).stream()).findFirst();
    }

    private @Nullable String secrets(Yaml file) {
        var path = checkout.path(directory)
                .resolve(file.text("secretsPath").orElse("secrets.yaml"))
                .normalize();
        var name = checkout.root().relativize(path).toString();
        return checkout.has(name) ? name : null;
    }
}
