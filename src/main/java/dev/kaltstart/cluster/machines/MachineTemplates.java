package dev.kaltstart.cluster.machines;

import dev.kaltstart.cluster.Inventory.TalosTool;
import dev.kaltstart.cluster.IpAddress;
import dev.kaltstart.cluster.inventory.Checkout;
import dev.kaltstart.cluster.inventory.Problems;
import dev.kaltstart.cluster.yaml.Position;
import dev.kaltstart.cluster.yaml.Yaml;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Machine configurations that are kept as such: whole, or as patches for each node on top of those for all, plain or as
 * templates that a recipe of the repository renders. Read without rendering.
 */
final class MachineTemplates {

    private static final Pattern SECRETS = Pattern.compile(".*secrets?\\b.*");
    private static final Pattern SCHEMATIC = Pattern.compile(".*/(?:[^/]*schematic[^/]*|schematics/[^/]+)");

    private static final int SCHEMATICS = 20;

    private final Checkout checkout;
    private final String directory;
    private final Problems problems;
    private final TemplateFiles files;

    MachineTemplates(Checkout checkout, String directory, ReadBudget budget, Problems problems) {
        this.checkout = checkout;
        this.directory = directory;
        this.problems = problems;
        files = new TemplateFiles(checkout, directory, budget, problems);
    }

    /** What describes machines below a directory; empty when nothing does. */
    Optional<MachineSource> source() {
        var nodes = files.nodes();
        var common = files.common();
        return nodes.isEmpty() && (files.list().byName().isEmpty() || common.isEmpty())
                ? Optional.empty()
                : Optional.of(new MachineSource(
                        files.anyTemplate() ? TalosTool.MINIJINJA : TalosTool.TALOSCTL,
                        directory,
                        common.isEmpty() ? nodes.get(0) : common.get(0),
                        files.whole().clusterName().orElse("")));
    }

    TalosDescription read() {
        var whole = files.whole();
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
        for (String file : files.nodes()) {
            var own = files.config(file);
            named.add(own.hostname().orElse(TemplateFiles.stem(file)));
            named.add(TemplateFiles.stem(file));
            drafts.add(node(file, own, version));
        }
        files.unreadable().forEach(file -> drafts.add(unknown(file)));
        files.list().byName().forEach((name, entry) -> {
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
        var role = entry.role().or(files::onlyRole);
        var config = files.base(role);
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

    private NodeDraft node(String file, MachineConfig own, @Nullable String version) {
        var entry = Optional.ofNullable(files.list().byName().get(own.hostname().orElse(TemplateFiles.stem(file))))
                .or(() -> Optional.ofNullable(files.list().byName().get(TemplateFiles.stem(file))));
        var role = own.role()
                .or(() -> files.roleOfFolder(file))
                .or(() -> entry.flatMap(NodeList.Entry::role))
                .or(files::onlyRole);
        var config = files.base(role).with(own);
        var stem = TemplateFiles.stem(file);
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
        var config = files.config(file);
        return !TemplateFiles.isTemplate(file)
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
        var beside = TemplateFiles.parent(file) + TemplateFiles.stem(file) + ".schematic.yaml";
        return checkout.first(
                        beside,
                        beside + ".j2",
                        TemplateFiles.parent(file) + TemplateFiles.stem(file) + "-schematic.yaml",
                        TemplateFiles.parent(file) + "schematic.yaml",
                        TemplateFiles.parent(file) + "schematic.yaml.j2",
                        directory + "schematic.yaml",
                        directory + "schematic.yaml.j2")
                .map(List::of)
                .orElseGet(() -> checkout.yamlTemplatesBelow(directory).stream()
                        .filter(other -> SCHEMATIC.matcher(other).matches())
                        .limit(SCHEMATICS)
                        .toList());
    }

    private @Nullable String secrets() {
        return checkout.yamlBelow(directory).stream()
                .filter(file -> TemplateFiles.parent(file).equals(directory)
                        && SECRETS.matcher(TemplateFiles.name(file)).matches())
                .findFirst()
                .or(files::authority)
                .orElse(null);
    }
}
