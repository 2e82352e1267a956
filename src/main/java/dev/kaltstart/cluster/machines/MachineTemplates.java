package dev.kaltstart.cluster.machines;

import dev.kaltstart.cluster.Inventory.TalosTool;
import dev.kaltstart.cluster.IpAddress;
import dev.kaltstart.cluster.Role;
import dev.kaltstart.cluster.inventory.Checkout;
import dev.kaltstart.cluster.inventory.Problems;
import dev.kaltstart.cluster.yaml.Position;
import dev.kaltstart.cluster.yaml.UnreadableYaml;
import dev.kaltstart.cluster.yaml.Yaml;
import dev.kaltstart.cluster.yaml.YamlReader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Machine configurations that are kept as such: whole, or as patches for each node on top of those for all, plain or as
 * templates that a recipe of the repository renders. Read without rendering.
 */
final class MachineTemplates {

    private static final Pattern FILE =
            Pattern.compile("(?<stem>[^/]+?)(?:\\.sops)?\\.ya?ml(?:\\.j2|\\.jinja2?|\\.tpl|\\.tmpl)?");
    private static final Pattern TEMPLATE = Pattern.compile(".*\\.(?:j2|jinja2?|tpl|tmpl)");
    private static final Pattern NODES = Pattern.compile("(?:.*/)?(?:nodes|hosts|machines)/(?:[^/]+/)*");
    private static final Pattern CONTROL_PLANES =
            Pattern.compile("(?:.*/)?(?:controlplanes?|control-planes?|controllers?|masters?)/(?:[^/]+/)*");
    private static final Pattern WORKERS = Pattern.compile("(?:.*/)?workers?/(?:[^/]+/)*");
    private static final Pattern OF_CONTROL_PLANES = Pattern.compile("controlplanes?|control-planes?|controllers?");
    private static final Pattern OF_WORKERS = Pattern.compile("workers?");
    private static final Pattern NO_MACHINE =
            Pattern.compile("(?:.*[.-])?schematic(?:-.*)?|(?:.*\\.)?(?:secrets?|talsecret|talenv|versions?)");

    private static final Pattern SECRETS = Pattern.compile(".*secrets?\\b.*");
    private static final Pattern SCHEMATIC = Pattern.compile(".*/(?:[^/]*schematic[^/]*|schematics/[^/]+)");

    /** A directory of machines has some dozens of files. */
    private static final int FILES = 400;

    private static final int SCHEMATICS = 20;

    private final Checkout checkout;
    private final String directory;
    private final Problems problems;
    private final ReadBudget budget;
    private final Map<String, MachineConfig> files = new TreeMap<>();

    /** Where a node is expected, and nothing could be read: left out, it would be missing from the quorum of etcd. */
    private final List<String> unreadable = new ArrayList<>();

    private final NodeList list;
    private final List<String> nodes;
    private final List<String> common;

    MachineTemplates(Checkout checkout, String directory, ReadBudget budget, Problems problems) {
        this.checkout = checkout;
        this.directory = directory;
        this.budget = budget;
        this.problems = problems;
        checkout.yamlTemplatesBelow(directory).stream()
                .filter(file -> FILE.matcher(name(file)).matches() && !isNoMachine(file))
                .forEach(this::take);
        list = NodeList.of(files.entrySet().stream()
                .filter(file -> parent(file.getKey()).equals(directory))
                .flatMap(file -> file.getValue().documents().stream()));
        files.forEach((file, config) -> {
            if (isInNodes(file) && !config.isTalos() && !config.isKubernetes()) {
                unreadable.add(file);
            }
        });
        files.values().removeIf(config -> !config.isTalos());
        nodes = files.keySet().stream().filter(this::isNode).toList();
        common = files.keySet().stream()
                .filter(file ->
                        parent(file).equals(directory) || roleOfFolder(file).isPresent())
                .filter(file -> !isNode(file))
                .toList();
    }

    private void take(String file) {
        var read = files.size() < FILES ? parse(file) : Optional.<MachineConfig>empty();
        read.ifPresentOrElse(config -> files.put(file, config), () -> {
            if (isInNodes(file)
                    || roleOfFolder(file).isPresent()
                    || IpAddress.parse(stem(file)).isPresent()) {
                unreadable.add(file);
            }
        });
    }

    private boolean isInNodes(String file) {
        return NODES.matcher(parent(file.substring(directory.length()))).matches();
    }

    /** What describes machines below a directory; empty when nothing does. */
    Optional<MachineSource> source() {
        return nodes.isEmpty() && (list.byName().isEmpty() || common.isEmpty())
                ? Optional.empty()
                : Optional.of(new MachineSource(
                        files.keySet().stream()
                                        .anyMatch(file -> TEMPLATE.matcher(file).matches())
                                ? TalosTool.MINIJINJA
                                : TalosTool.TALOSCTL,
                        directory,
                        common.isEmpty() ? nodes.get(0) : common.get(0),
                        whole().clusterName().orElse("")));
    }

    TalosDescription read() {
        var whole = whole();
        var installer = whole.installer();
        var version = installer.flatMap(MachineConfig::tag).orElse(null);
        return new TalosDescription(
                whole.clusterName().orElse(""),
                whole.endpoint()
                        .map(endpoint -> new ApiEndpoint(problems).read(endpoint, "endpoint"))
                        .orElse(""),
                version,
                whole.kubernetesVersion().orElse(null),
                drafts(version),
                secrets());
    }

    /** Those with a file of their own, then those that only the list names. */
    private List<NodeDraft> drafts(@Nullable String version) {
        var drafts = new ArrayList<NodeDraft>();
        var named = new HashSet<String>();
        for (String file : nodes) {
            var own = config(file);
            named.add(own.hostname().orElse(stem(file)));
            named.add(stem(file));
            drafts.add(node(file, own, version));
        }
        unreadable.forEach(file -> drafts.add(unknown(file)));
        list.byName().forEach((name, entry) -> {
            if (!named.contains(name) && drafts.size() <= NodeRules.MOST) {
                drafts.add(listed(name, entry, version));
            }
        });
        return drafts;
    }

    private static NodeDraft unknown(String file) {
        return new NodeDraft(
                null,
                null,
                null,
                List.of(),
                null,
                null,
                null,
                MachineImage.NONE,
                file,
                Position.of(file).toString());
    }

    private NodeDraft listed(String name, NodeList.Entry entry, @Nullable String version) {
        var role = entry.role().or(this::onlyRole);
        var config = base(role);
        var identity = new NodeIdentity(problems, config.registersWithDomain());
        return new NodeDraft(
                identity.name(entry.item().at(), name).orElse(null),
                name,
                role.orElse(null),
                entry.addresses(),
                entry.mac().orElse(null),
                config.disk().orElse(null),
                config.diskSerial().orElse(null),
                image(directory + name, config, version),
                directory + "clusterconfig/" + name + ".yaml",
                entry.item().at().toString());
    }

    private MachineConfig base(Optional<Role> role) {
        return common.stream()
                .filter(other -> fits(other, role))
                .map(this::config)
                .reduce(new MachineConfig(List.of()), MachineConfig::with);
    }

    /** All documents of the cluster: those for every node override those of one. */
    private MachineConfig whole() {
        var documents = new ArrayList<Yaml>();
        nodes.forEach(file -> documents.addAll(config(file).documents()));
        common.forEach(file -> documents.addAll(config(file).documents()));
        return new MachineConfig(documents);
    }

    private boolean isNode(String file) {
        var config = config(file);
        if (isInNodes(file)) {
            return true;
        }
        return roleOfFolder(file).isPresent()
                ? config.named().isPresent() || config.disk().isPresent()
                : config.hostname().isPresent()
                        || config.role().isPresent()
                                && IpAddress.parse(stem(file)).isPresent();
    }

    private NodeDraft node(String file, MachineConfig own, @Nullable String version) {
        var entry = Optional.ofNullable(list.byName().get(own.hostname().orElse(stem(file))))
                .or(() -> Optional.ofNullable(list.byName().get(stem(file))));
        var role = own.role()
                .or(() -> roleOfFolder(file))
                .or(() -> entry.flatMap(NodeList.Entry::role))
                .or(this::onlyRole);
        var config = base(role).with(own);
        var stem = stem(file);
        var byAddress = IpAddress.parse(stem);
        var written = own.hostname()
                .or(() -> byAddress.isEmpty() && own.named().isEmpty() ? Optional.of(stem) : Optional.empty());
        var at = own.named().map(Yaml::at).orElse(new Position(file, 1));
        var name = written.flatMap(text -> new NodeIdentity(problems, config.registersWithDomain()).name(at, text));
        var addresses = byAddress
                .map(address -> List.of(address.value()))
                .or(() -> entry.map(NodeList.Entry::addresses).filter(found -> !found.isEmpty()))
                .orElseGet(() -> StaticAddresses.of(own.documents(), config.nodeSubnets()));
        return new NodeDraft(
                name.orElse(null),
                name.isPresent() ? written.orElse(null) : null,
                role.orElse(null),
                addresses,
                own.mac().or(() -> entry.flatMap(NodeList.Entry::mac)).orElse(null),
                config.disk().orElse(null),
                config.diskSerial().orElse(null),
                image(file, config, version),
                machineConfig(file, written.orElse(stem)),
                at.toString());
    }

    /** A template that is rendered, or a file that is decrypted, goes beside the others that hold secrets. */
    private String machineConfig(String file, String name) {
        return isPlainAndWhole(file) ? file : directory + "clusterconfig/" + name + ".yaml";
    }

    private boolean isPlainAndWhole(String file) {
        var config = config(file);
        return !TEMPLATE.matcher(file).matches()
                && config.holdsAuthority()
                && config.documents().stream()
                        .noneMatch(document -> document.get("sops").isPresent());
    }

    private MachineImage image(String file, MachineConfig config, @Nullable String version) {
        var written = config.installer().orElse("");
        var image = TalosImage.of(written, MachineConfig.tag(written).orElse(version));
        var made = MachineImage.bySchematics(schematics(file), version, written.contains("-secureboot"));
        if (!MachineConfig.known(image.installer()) || !TalosImage.mayBe(image.installer())) {
            return made;
        }
        var found = MachineImage.of(image);
        return found.boot() == null && found.commands().isEmpty()
                ? new MachineImage(found.installer(), null, made.commands())
                : found;
    }

    /** The schematic beside the node's file, else that of the cluster, else all that may be meant. */
    private List<String> schematics(String file) {
        var beside = parent(file) + stem(file) + ".schematic.yaml";
        return checkout.first(
                        beside,
                        beside + ".j2",
                        parent(file) + stem(file) + "-schematic.yaml",
                        parent(file) + "schematic.yaml",
                        parent(file) + "schematic.yaml.j2",
                        directory + "schematic.yaml",
                        directory + "schematic.yaml.j2")
                .map(List::of)
                .orElseGet(() -> checkout.yamlTemplatesBelow(directory).stream()
                        .filter(other -> SCHEMATIC.matcher(other).matches())
                        .limit(SCHEMATICS)
                        .toList());
    }

    private Optional<Role> roleOfFolder(String file) {
        var folder = parent(file.substring(directory.length()));
        if (CONTROL_PLANES.matcher(folder).matches()) {
            return Optional.of(Role.CONTROL_PLANE);
        }
        return WORKERS.matcher(folder).matches() ? Optional.of(Role.WORKER) : Optional.empty();
    }

    /**
     * A cluster that has a configuration for control planes and none for workers consists of control planes; but where
     * some nodes say their role themselves, one that does not has lost it.
     */
    private Optional<Role> onlyRole() {
        if (nodes.stream().anyMatch(file -> config(file).role().isPresent())) {
            return Optional.empty();
        }
        var roles = common.stream()
                .flatMap(file -> config(file).role().or(() -> roleOf(file)).stream())
                .distinct()
                .toList();
        return roles.size() == 1 ? Optional.of(roles.get(0)) : Optional.empty();
    }

    private boolean fits(String file, Optional<Role> role) {
        var meant = roleOfFolder(file).or(() -> roleOf(file));
        return meant.isEmpty() || meant.equals(role);
    }

    private static Optional<Role> roleOf(String file) {
        if (OF_CONTROL_PLANES.matcher(stem(file)).matches()) {
            return Optional.of(Role.CONTROL_PLANE);
        }
        return OF_WORKERS.matcher(stem(file)).matches() ? Optional.of(Role.WORKER) : Optional.empty();
    }

    private @Nullable String secrets() {
        return checkout.yamlBelow(directory).stream()
                .filter(file -> parent(file).equals(directory)
                        && SECRETS.matcher(name(file)).matches())
                .findFirst()
                .or(() -> files.keySet().stream()
                        .filter(file -> config(file).holdsAuthority())
                        .findFirst())
                .orElse(null);
    }

    private MachineConfig config(String file) {
        return files.getOrDefault(file, new MachineConfig(List.of()));
    }

    private Optional<MachineConfig> parse(String file) {
        try {
            var text = checkout.yaml(file).text();
            var readable = TEMPLATE.matcher(file).matches() ? TemplateText.readable(text) : text;
            if (!budget.allows(readable)) {
                problems.warning(file, "left out: the files about machines are larger than those of any cluster");
                return Optional.empty();
            }
            var documents = new YamlReader(file).read(readable);
            return budget.keeps(documents) ? Optional.of(new MachineConfig(documents)) : Optional.empty();
        } catch (UnreadableYaml e) {
            problems.warning(e.at(), "left out: " + e.message());
            return Optional.empty();
        }
    }

    private static boolean isNoMachine(String file) {
        return NO_MACHINE.matcher(stem(file)).matches();
    }

    static String parent(String file) {
        return file.substring(0, file.lastIndexOf('/') + 1);
    }

    private static String name(String file) {
        return file.substring(file.lastIndexOf('/') + 1);
    }

    private static String stem(String file) {
        var matcher = FILE.matcher(name(file));
        return matcher.matches() ? matcher.group("stem") : name(file);
    }
}
