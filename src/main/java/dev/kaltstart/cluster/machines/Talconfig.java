package dev.kaltstart.cluster.machines;

import dev.kaltstart.cluster.IpAddress;
import dev.kaltstart.cluster.Role;
import dev.kaltstart.cluster.inventory.Checkout;
import dev.kaltstart.cluster.inventory.Problems;
import dev.kaltstart.cluster.inventory.Required;
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
    private final MachineSource source;
    private final String directory;
    private final TalosVariables variables;
    private final Problems problems;

    Talconfig(Checkout checkout, MachineSource source, Problems problems) {
        this.checkout = checkout;
        this.source = source;
        this.directory = source.directory();
        this.problems = problems;
        this.variables = TalosVariables.of(checkout, directory, problems);
    }

    /** Reports the problems and returns empty when the file cannot be parsed. */
    Optional<TalosDescription> read() {
        return checkout.document(source.file(), problems)
                .map(variables::substitute)
                .map(this::description);
    }

    private TalosDescription description(Yaml file) {
        var clusterName = required(file, "clusterName");
        var talosVersion = variables.read(file, "talosVersion").orElse(null);
        return new TalosDescription(
                clusterName,
                required(file, "endpoint").isEmpty() ? "" : new ApiEndpoint(problems).read(file, "endpoint"),
                talosVersion,
                variables.read(file, "kubernetesVersion").orElse(null),
                file.items("nodes").stream()
                        .limit(NodeRules.MOST + 1L)
                        .filter(this::isMachine)
                        .map(node -> node(file, node, clusterName, talosVersion))
                        .toList(),
                secrets());
    }

    /** The text of a mandatory key; empty, and a problem reported, when it is missing or not known. */
    private String required(Yaml value, String key) {
        return new Required(problems).text(value, key).isEmpty()
                ? ""
                : variables.read(value, key).orElse("");
    }

    /** An entry with a loopback address is there to make an image. */
    private boolean isMachine(Yaml item) {
        var local = item.text("ipAddress").flatMap(IpAddress::parse).filter(IpAddress::isLocal);
        local.ifPresent(address -> problems.warning(
                item.at(), "left out: %s is not the address of a machine in the cluster".formatted(address.value())));
        return local.isEmpty();
    }

    private NodeDraft node(Yaml file, Yaml item, String clusterName, @Nullable String talosVersion) {
        var controlPlane = new Required(problems).flag(item, "controlPlane");
        var identity = new NodeIdentity(problems, fqdn(file, item, controlPlane));
        if (item.get("filenameTmpl").isPresent()) {
            problems.warning(
                    item.at("filenameTmpl"), "filenameTmpl is not supported: remove it to get the default file names");
        }
        var defaults = file.get(controlPlane ? "controlPlane" : "worker").orElse(file);
        var settings = new NodeSettings(item, defaults);
        var hostname = hostname(item, identity);
        var address = required(item, "ipAddress");
        return new NodeDraft(
                hostname.isEmpty()
                        ? null
                        : identity.name(item.at("hostname"), hostname).orElse(null),
                hostname.isEmpty() ? null : hostname,
                controlPlane ? Role.CONTROL_PLANE : Role.WORKER,
                identity.addresses(item, "ipAddress", address),
                settings.mac(),
                settings.disk(),
                settings.diskSerial(),
                image(item, settings, hostname, talosVersion),
                "%sclusterconfig/%s-%s.yaml".formatted(directory, clusterName, hostname),
                item.at().toString());
    }

    /** A domain that is not known does not matter where the node is registered without one. */
    private String hostname(Yaml item, NodeIdentity identity) {
        var written = item.text("hostname").orElse("");
        var first = written.split("\\.", 2)[0];
        var onlyDomain = !MachineConfig.known(written) && MachineConfig.known(first) && !identity.fqdn();
        return onlyDomain ? first : required(item, "hostname");
    }

    private MachineImage image(Yaml item, NodeSettings settings, String hostname, @Nullable String talosVersion) {
        var image = settings.image(talosVersion);
        var valid = image.filter(found -> TalosImage.mayBe(found.installer()));
        if (image.isPresent() && valid.isEmpty()) {
            problems.error(item.at("talosImageURL"), NO_IMAGE);
        }
        return valid.map(MachineImage::of).filter(found -> found.boot() != null).orElseGet(() -> {
            var made = MachineImage.byTalhelper(directory, hostname);
            return new MachineImage(valid.map(TalosImage::installer).orElse(null), null, made.commands());
        });
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
