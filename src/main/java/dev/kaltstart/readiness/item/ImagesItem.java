package dev.kaltstart.readiness.item;

import dev.kaltstart.cluster.Cluster;
import dev.kaltstart.cluster.Node;
import dev.kaltstart.cluster.Prerequisite;
import dev.kaltstart.cluster.Prerequisite.State;
import dev.kaltstart.readiness.Disaster;
import dev.kaltstart.readiness.GoBagItem;
import dev.kaltstart.readiness.Occasion;
import dev.kaltstart.talos.Prerequisites;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** What the machines are installed from. The image factory is not asked: it has an image for every schematic. */
@Component
@Order(5)
class ImagesItem implements GoBagItem {

    private static final Pattern SCHEMATIC = Pattern.compile("\\b[0-9a-f]{64}\\b");

    @Override
    public String word() {
        return "images";
    }

    @Override
    public String label() {
        return "Talos images";
    }

    @Override
    public Set<Disaster> neededBy() {
        return EnumSet.of(Disaster.NODE_FAILURE, Disaster.CLUSTER_LOSS);
    }

    @Override
    public Optional<Prerequisite> prove(Occasion occasion) {
        Cluster cluster = occasion.cluster();
        List<Node> nodes = cluster.inventory().nodes();
        if (nodes.isEmpty()) {
            return Optional.empty();
        }
        Prerequisite all = Prerequisite.all(
                nodes.stream().map(node -> Prerequisites.image(cluster, node)).toList());
        return Optional.of(all.state() == State.PROVEN ? Prerequisite.proven(known(nodes)) : all);
    }

    private static String known(List<Node> nodes) {
        List<String> schematics = nodes.stream()
                .flatMap(node -> schematic(node).stream())
                .distinct()
                .toList();
        return "the image of every machine is known"
                + (schematics.isEmpty()
                        ? ""
                        : schematics.size() == 1
                                ? ", of the schematic " + schematics.get(0).substring(0, 12) + "…"
                                : ", of " + schematics.size() + " schematics");
    }

    private static Optional<String> schematic(Node node) {
        return Stream.of(node.installerImage(), node.bootImage())
                .filter(Objects::nonNull)
                .map(SCHEMATIC::matcher)
                .filter(Matcher::find)
                .map(Matcher::group)
                .findFirst();
    }
}
