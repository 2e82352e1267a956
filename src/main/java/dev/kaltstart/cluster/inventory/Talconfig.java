package dev.kaltstart.cluster.inventory;

import dev.kaltstart.cluster.Node;
import dev.kaltstart.cluster.Role;
import dev.kaltstart.cluster.yaml.Yaml;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** talhelper's description of a cluster (src: budimanjojo/talhelper:pkg/config/config.go). */
final class Talconfig {

    /** Of several, talhelper takes the last (src: budimanjojo/talhelper:cmd/genconfig.go). */
    private static final List<String> SECRETS =
            List.of("talsecret.sops.yml", "talsecret.yml", "talsecret.sops.yaml", "talsecret.yaml");

    static final String NO_IMAGE = "'talosImageURL' is not the name of a container image: write HOST/PATH/installer/ID";

    private final Checkout checkout;
    private final String directory;
    private final Problems problems;

    Talconfig(Checkout checkout, String directory, Problems problems) {
        this.checkout = checkout;
        this.directory = directory;
        this.problems = problems;
    }

    /** Reports the problems and returns empty when the file cannot be parsed. */
    Optional<TalosDescription> read() {
        return checkout.document(directory + "talconfig.yaml", problems)
                .map(TalosVariables.of(checkout, directory, problems)::substitute)
                .map(this::description);
    }

    private TalosDescription description(Yaml file) {
        var required = new Required(problems);
        var clusterName = required.text(file, "clusterName");
        var talosVersion = file.text("talosVersion").orElse(null);
        return new TalosDescription(
                clusterName,
                new ApiEndpoint(problems).read(file, "endpoint"),
                talosVersion,
                file.text("kubernetesVersion").orElse(null),
                file.items("nodes").stream()
                        .flatMap(node -> node(file, node, clusterName, talosVersion).stream())
                        .toList(),
                secrets());
    }

    private Optional<Node> node(Yaml file, Yaml item, String clusterName, @Nullable String talosVersion) {
        var controlPlane = new Required(problems).flag(item, "controlPlane");
        var identity = new NodeIdentity(problems, fqdn(file, item, controlPlane)).read(item, "hostname", "ipAddress");
        if (item.get("filenameTmpl").isPresent()) {
            problems.warning(
                    item.at("filenameTmpl"), "filenameTmpl is not supported: remove it to get the default file names");
        }
        var defaults = file.get(controlPlane ? "controlPlane" : "worker").orElse(file);
        var settings = new NodeSettings(item, defaults);
        var image = settings.image(talosVersion).filter(found -> {
            if (!TalosImage.mayBe(found.installer())) {
                problems.error(item.at("talosImageURL"), NO_IMAGE);
            }
            return TalosImage.mayBe(found.installer());
        });
        return identity.map(found -> new Node(
                found.name(),
                found.hostname(),
                controlPlane ? Role.CONTROL_PLANE : Role.WORKER,
                found.addresses(),
                settings.mac(),
                settings.disk(),
                settings.diskSerial(),
                image.map(TalosImage::installer).orElse(null),
                image.flatMap(TalosImage::bootImage).orElse(null),
                "%sclusterconfig/%s-%s.yaml".formatted(directory, clusterName, found.hostname()),
                item.at().toString()));
    }

    private boolean fqdn(Yaml file, Yaml item, boolean controlPlane) {
        var patches = Stream.of(
                file.get("patches"),
                file.get(controlPlane ? "controlPlane" : "worker", "patches"),
                item.get("patches"));
        return new MachinePatches(checkout, directory).registerWithDomain(patches.flatMap(Optional::stream));
    }

    private @Nullable String secrets() {
        return SECRETS.stream()
                .map(name -> directory + name)
                .filter(checkout::has)
                .findFirst()
                .orElse(null);
    }
}
