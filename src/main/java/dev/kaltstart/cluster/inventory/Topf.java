package dev.kaltstart.cluster.inventory;

import dev.kaltstart.cluster.Node;
import dev.kaltstart.cluster.Role;
import dev.kaltstart.cluster.yaml.Yaml;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** topf's description of a cluster (src: postfinance/topf:docs/configuration.md). */
final class Topf {

    private static final String FILE = "talos/topf.yaml";

    private final Checkout checkout;
    private final Problems problems;

    Topf(Checkout checkout, Problems problems) {
        this.checkout = checkout;
        this.problems = problems;
    }

    /** Reports the problems and returns empty when the file cannot be parsed. */
    Optional<TalosDescription> read() {
        return checkout.document(FILE, problems).map(this::description);
    }

    private TalosDescription description(Yaml file) {
        var required = new Required(problems);
        return new TalosDescription(
                required.text(file, "clusterName"),
                new ApiEndpoint(problems).read(file, "clusterEndpoint"),
                file.text("talosVersion").orElse(null),
                file.text("kubernetesVersion").orElse(null),
                file.items("nodes").stream()
                        .flatMap(node -> node(file, node).stream())
                        .toList(),
                secrets(file));
    }

    private Optional<Node> node(Yaml file, Yaml item) {
        // without an ip, topf resolves the host name
        var address = item.text("ip").isPresent() ? "ip" : "host";
        var image = image(file, item).filter(found -> {
            if (!TalosImage.mayBe(found.installer())) {
                problems.error(
                        item.at("schematicId"), "'factory' and 'schematicId' are not the name of a container image");
            }
            return TalosImage.mayBe(found.installer());
        });
        var role = role(item);
        return new NodeIdentity(problems, true)
                .read(item, "host", address)
                .map(found -> new Node(
                        found.name(),
                        found.hostname(),
                        role,
                        found.addresses(),
                        item.text("data", "macAddr").flatMap(MacAddress::of).orElse(null),
                        disk(item),
                        item.text("data", "installDiskSerial").orElse(null),
                        image.map(TalosImage::installer).orElse(null),
                        image.flatMap(TalosImage::bootImage).orElse(null),
                        "talos/output/%s.yaml".formatted(found.hostname()),
                        item.at().toString()));
    }

    private Role role(Yaml item) {
        var text = new Required(problems).text(item, "role");
        if (!text.isEmpty() && !text.equals("control-plane") && !text.equals("worker")) {
            problems.error(item.at("role"), "'role' is '%s': write control-plane or worker".formatted(text));
        }
        return text.equals("control-plane") ? Role.CONTROL_PLANE : Role.WORKER;
    }

    private static @Nullable String disk(Yaml item) {
        return item.text("data", "installDisk")
                .or(() -> item.text("data", "installDiskSerial").map(serial -> "serial: " + serial))
                .orElse(null);
    }

    private static Optional<TalosImage> image(Yaml file, Yaml item) {
        var platform = setting(file, item, "platform").orElse("metal");
        var secureBoot = setting(file, item, "secureboot").orElse("").equals("true");
        var factory = setting(file, item, "factory").orElse("factory.talos.dev");
        var version = setting(file, item, "talosVersion").orElse(null);
        return setting(file, item, "schematicId")
                .map(schematic ->
                        "%s/%s-installer%s/%s".formatted(factory, platform, secureBoot ? "-secureboot" : "", schematic))
                .map(url -> TalosImage.of(url, version).on("amd64", platform).secureBoot(secureBoot));
    }

    private static Optional<String> setting(Yaml file, Yaml item, String key) {
        return Stream.of(item, file).flatMap(value -> value.text(key).stream()).findFirst();
    }

    private @Nullable String secrets(Yaml file) {
        var path = checkout.path("talos/")
                .resolve(file.text("secretsPath").orElse("secrets.yaml"))
                .normalize();
        var name = checkout.root().relativize(path).toString();
        return checkout.has(name) ? name : null;
    }
}
