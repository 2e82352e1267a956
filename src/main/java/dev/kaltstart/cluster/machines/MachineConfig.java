package dev.kaltstart.cluster.machines;

import dev.kaltstart.cluster.Role;
import dev.kaltstart.cluster.yaml.Yaml;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The documents of a machine configuration or of patches to one, in the order in which they are merged (src:
 * siderolabs/docs, "MachineConfig" and the kinds of v1alpha1). What only a renderer or a key can tell is absent.
 */
record MachineConfig(List<Yaml> documents) {

    private static final Pattern UNKNOWN = Pattern.compile(
            TemplateText.UNKNOWN + "|^ENC\\[|\\$\\{|^(ref\\+)?(op|vault|bw|sops|awssecrets|gcpsecrets)://");
    private static final Pattern OWN_KIND =
            Pattern.compile("(Hostname|Link|LinkAlias|Bond|VLAN|Bridge|DHCPv4|DHCPv6|UnattendedInstall|Volume|Resolver"
                    + "|Layer2VIP|KubeNode|UserVolume|RawVolume|Ethernet|WatchdogTimer|TimeSync|Kubelet|Kube.*)Config");
    private static final Pattern QUOTED_MAC = Pattern.compile("[\"']([0-9A-Fa-f]{2}(?:[:-][0-9A-Fa-f]{2}){5})[\"']");
    private static final Pattern SERIAL = Pattern.compile("disk\\.serial\\s*==\\s*[\"']([^\"'*]{1,100})[\"']");

    /** udev names a disk by bus, model and serial number. */
    private static final Pattern BY_ID =
            Pattern.compile("/dev/disk/by-id/(?:ata|nvme|scsi-SATA|usb)-[^/]{1,200}?_([A-Za-z0-9-]{4,60}?)(?:_\\d)?");

    private static final Pattern VERSION = Pattern.compile("v?\\d+\\.\\d+\\.\\d+(?:-[0-9A-Za-z.]+)?");

    /** These documents, overridden by others. */
    MachineConfig with(MachineConfig later) {
        return new MachineConfig(
                Stream.concat(documents.stream(), later.documents.stream()).toList());
    }

    /** Whether any of them configures Talos. */
    boolean isTalos() {
        return documents.stream()
                .anyMatch(document -> document.get("machine").isPresent()
                        || document.get("cluster", "controlPlane").isPresent()
                        || document.text("apiVersion")
                                        .filter("v1alpha1"::equals)
                                        .isPresent()
                                && document.text("kind")
                                        .filter(kind -> OWN_KIND.matcher(kind).matches())
                                        .isPresent());
    }

    /** Whether all of them are objects of Kubernetes, as a kustomization beside machine configurations. */
    boolean isKubernetes() {
        return !documents.isEmpty()
                && documents.stream()
                        .allMatch(document -> document.text("apiVersion")
                                        .filter(version -> version.contains("/") || version.equals("v1"))
                                        .isPresent()
                                && document.text("kind").isPresent());
    }

    /** The document and key that a person has to look at for the name of the machine. */
    Optional<Yaml> named() {
        return last(document -> document.get("machine", "network", "hostname")
                .or(() -> ofKind(document, "HostnameConfig").flatMap(config -> config.get("hostname"))));
    }

    Optional<String> hostname() {
        return named().flatMap(Yaml::text).filter(MachineConfig::known);
    }

    Optional<Role> role() {
        return text("machine", "type").flatMap(type -> switch (type) {
            case "controlplane", "init" -> Optional.of(Role.CONTROL_PLANE);
            case "worker", "join" -> Optional.of(Role.WORKER);
            default -> Optional.<Role>empty();
        });
    }

    Optional<String> clusterName() {
        return text("cluster", "clusterName");
    }

    Optional<Yaml> endpoint() {
        return last(document -> document.get("cluster", "controlPlane"))
                .filter(found ->
                        found.text("endpoint").filter(MachineConfig::known).isPresent());
    }

    /** As the files write it, without its version where only rendering tells that. */
    Optional<String> installer() {
        return last(document -> document.get("machine", "install", "image")
                        .or(() -> ofKind(document, "UnattendedInstallConfig")
                                .flatMap(config -> config.get("installer", "image"))))
                .flatMap(Yaml::text);
    }

    Optional<String> kubernetesVersion() {
        return text("machine", "kubelet", "image").flatMap(MachineConfig::tag);
    }

    /** The tag of an image, if it is a version. */
    static Optional<String> tag(String image) {
        var tag = image.substring(image.lastIndexOf(':') + 1).replaceFirst("@.*", "");
        return Optional.of(tag).filter(text -> VERSION.matcher(text).matches());
    }

    Optional<String> disk() {
        return last(document -> document.get("machine", "install", "disk")
                        .or(() -> document.get("machine", "install", "diskSelector"))
                        .or(() -> ofKind(document, "UnattendedInstallConfig")
                                .flatMap(config -> config.get("provisioning", "diskSelector"))))
                .map(MachineConfig::disk)
                .filter(text -> !text.isEmpty() && known(text));
    }

    private static String disk(Yaml found) {
        return found.text()
                .orElseGet(() -> found.text("match")
                        .orElseGet(() -> found.entries().entrySet().stream()
                                .map(MachineConfig::pair)
                                .collect(Collectors.joining(", "))));
    }

    private static String pair(Map.Entry<String, Yaml> entry) {
        return entry.getKey() + ": " + entry.getValue().text().orElse("...");
    }

    Optional<String> diskSerial() {
        return disk().flatMap(disk -> {
            var byId = BY_ID.matcher(disk);
            var expression = SERIAL.matcher(disk);
            if (byId.matches()) {
                return Optional.of(byId.group(1));
            }
            return expression.find()
                    ? Optional.of(expression.group(1))
                    : text("machine", "install", "diskSelector", "serial").filter(serial -> !serial.contains("*"));
        });
    }

    /** Of the first link that names one; the last document that does so wins. */
    Optional<String> mac() {
        return last(document -> links(document).findFirst());
    }

    private static Stream<String> links(Yaml document) {
        var interfaces = document.items("machine", "network", "interfaces").stream()
                .flatMap(one -> Stream.of(
                        one.text("deviceSelector", "hardwareAddr"), one.text("deviceSelector", "permanentAddr")))
                .flatMap(Optional::stream);
        var alias = ofKind(document, "LinkAliasConfig").flatMap(config -> config.text("selector", "match")).stream()
                .flatMap(match -> QUOTED_MAC.matcher(match).results().map(found -> found.group(1)));
        var bond = ofKind(document, "BondConfig").flatMap(config -> config.text("hardwareAddr")).stream();
        return Stream.of(interfaces, alias, bond)
                .flatMap(Function.identity())
                .flatMap(text -> MacAddress.of(text).stream());
    }

    /** Where the kubelet's address is; the last document that says so wins. */
    List<String> nodeSubnets() {
        var subnets = new ArrayList<String>();
        last(document -> document.get("machine", "kubelet", "nodeIP", "validSubnets")
                        .or(() -> ofKind(document, "KubeletConfig")
                                .flatMap(config -> config.get("nodeIP", "validSubnets"))))
                .ifPresent(list -> list.items()
                        .forEach(
                                item -> item.text().filter(MachineConfig::known).ifPresent(subnets::add)));
        return subnets;
    }

    boolean registersWithDomain() {
        return text("machine", "kubelet", "registerWithFQDN")
                .filter(text -> text.toLowerCase(Locale.ROOT).equals("true"))
                .isPresent();
    }

    /** Whether the CA's certificate is here, or a reference to it. */
    boolean holdsAuthority() {
        return last(document -> document.get("machine", "ca", "crt")).isPresent();
    }

    private Optional<String> text(String... path) {
        return last(document -> document.get(path)).flatMap(Yaml::text).filter(MachineConfig::known);
    }

    private <T> Optional<T> last(Function<Yaml, Optional<T>> value) {
        for (int at = documents.size() - 1; at >= 0; at--) {
            var found = value.apply(documents.get(at));
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static Optional<Yaml> ofKind(Yaml document, String kind) {
        return document.text("kind").filter(kind::equals).map(same -> document);
    }

    /** Whether a text is the value itself, and not what another tool puts it in for. */
    static boolean known(String text) {
        return !UNKNOWN.matcher(text).find();
    }
}
