package dev.kaltstart.cluster.machines;

import dev.kaltstart.cluster.IpAddress;
import dev.kaltstart.cluster.Role;
import dev.kaltstart.cluster.inventory.Checkout;
import dev.kaltstart.cluster.inventory.Problems;
import dev.kaltstart.cluster.yaml.UnreadableYaml;
import dev.kaltstart.cluster.yaml.Yaml;
import dev.kaltstart.cluster.yaml.YamlReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Which files of a directory configure machines: one node, all of a role, or all. Reads each of them once. */
final class TemplateFiles {

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

    /** A directory of machines has some dozens of files. */
    private static final int FILES = 400;

    private final Checkout checkout;
    private final String directory;
    private final Problems problems;
    private final ReadBudget budget;
    private final Map<String, MachineConfig> files = new TreeMap<>();
    private final List<String> unreadable = new ArrayList<>();
    private final NodeList list;
    private final List<String> nodes;
    private final List<String> common;

    TemplateFiles(Checkout checkout, String directory, ReadBudget budget, Problems problems) {
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

    /** Of one node each, in their order. */
    List<String> nodes() {
        return nodes;
    }

    /** For all nodes, or for all of a role. */
    List<String> common() {
        return common;
    }

    /** Where a node is expected, and nothing could be read: left out, it would be missing from the quorum of etcd. */
    List<String> unreadable() {
        return unreadable;
    }

    /** The nodes that a list names, beside the files. */
    NodeList list() {
        return list;
    }

    /** Whether any of them has to be rendered. */
    boolean anyTemplate() {
        return files.keySet().stream().anyMatch(TemplateFiles::isTemplate);
    }

    static boolean isTemplate(String file) {
        return TEMPLATE.matcher(file).matches();
    }

    /** The first that holds a CA of the cluster. */
    Optional<String> authority() {
        return files.keySet().stream()
                .filter(file -> config(file).holdsAuthority())
                .findFirst();
    }

    /** All documents of the cluster: those for every node override those of one. */
    MachineConfig whole() {
        var documents = new ArrayList<Yaml>();
        nodes.forEach(file -> documents.addAll(config(file).documents()));
        common.forEach(file -> documents.addAll(config(file).documents()));
        return new MachineConfig(documents);
    }

    MachineConfig base(Optional<Role> role) {
        return common.stream()
                .filter(other -> fits(other, role))
                .map(this::config)
                .reduce(new MachineConfig(List.of()), MachineConfig::with);
    }

    MachineConfig config(String file) {
        return files.getOrDefault(file, new MachineConfig(List.of()));
    }

    Optional<Role> roleOfFolder(String file) {
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
    Optional<Role> onlyRole() {
        if (nodes.stream().anyMatch(file -> config(file).role().isPresent())) {
            return Optional.empty();
        }
        var roles = common.stream()
                .flatMap(file -> config(file).role().or(() -> roleOf(file)).stream())
                .distinct()
                .toList();
        return roles.size() == 1 ? Optional.of(roles.get(0)) : Optional.empty();
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

    private Optional<MachineConfig> parse(String file) {
        try {
            var text = checkout.yaml(file).text();
            var readable = isTemplate(file) ? TemplateText.readable(text) : text;
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

    static String name(String file) {
        return file.substring(file.lastIndexOf('/') + 1);
    }

    static String stem(String file) {
        var matcher = FILE.matcher(name(file));
        return matcher.matches() ? matcher.group("stem") : name(file);
    }
}
