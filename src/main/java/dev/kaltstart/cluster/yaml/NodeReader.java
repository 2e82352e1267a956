package dev.kaltstart.cluster.yaml;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.AnchorNode;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Turns a composed document into data: resolves aliases, applies merge keys, refuses tags that plain data never needs. */
final class NodeReader {

    /** Fifty nested aliases can still expand to millions of values. */
    private static final int VALUES = 500_000;

    private static final String STANDARD = "tag:yaml.org,2002:";
    private static final Set<String> PLAIN = Set.of("str", "int", "float", "bool", "null", "map", "seq", "merge");

    private final String name;
    private final Deque<Node> open = new ArrayDeque<>();
    private int values;

    NodeReader(String name) {
        this.name = name;
    }

    Yaml read(Node node) {
        if (node instanceof AnchorNode anchor) {
            return read(anchor.getRealNode());
        }
        if (++values > VALUES) {
            throw refused(node, "aliases expand this to more than %,d values: write the values out".formatted(VALUES));
        }
        refuseForeignTag(node);
        if (node instanceof ScalarNode scalar) {
            return new Yaml.Scalar(position(node), scalar.getValue(), kind(scalar));
        }
        return readCollection(node);
    }

    private Yaml readCollection(Node node) {
        if (open.stream().anyMatch(other -> other == node)) {
            throw refused(node, "an alias refers to the value that contains it: remove it");
        }
        open.push(node);
        var value = node instanceof SequenceNode sequence ? sequence(sequence) : mapping((MappingNode) node);
        open.pop();
        return value;
    }

    private Yaml sequence(SequenceNode node) {
        return new Yaml.Sequence(
                position(node), node.getValue().stream().map(this::read).toList());
    }

    private Yaml.Mapping mapping(MappingNode node) {
        var own = new LinkedHashMap<String, Yaml>();
        var keys = new LinkedHashMap<String, Position>();
        var merged = new LinkedHashMap<String, Yaml>();
        for (NodeTuple tuple : node.getValue()) {
            var key = key(tuple.getKeyNode());
            var first = keys.putIfAbsent(key, position(tuple.getKeyNode()));
            if (first != null) {
                throw refused(
                        tuple.getKeyNode(),
                        "duplicate key '%s' (first in line %d): remove one of them".formatted(key, first.line()));
            }
            if (isMerge(tuple.getKeyNode())) {
                merge(tuple.getValueNode(), merged);
            } else {
                own.put(key, read(tuple.getValueNode()));
            }
        }
        merged.keySet().removeAll(own.keySet());
        own.putAll(merged);
        return new Yaml.Mapping(position(node), Collections.unmodifiableMap(own), Collections.unmodifiableMap(keys));
    }

    private void merge(Node node, Map<String, Yaml> into) {
        var value = read(node);
        if (value instanceof Yaml.Mapping mapping) {
            mapping.values().forEach(into::putIfAbsent);
        } else if (value instanceof Yaml.Sequence sequence
                && sequence.values().stream().allMatch(Yaml.Mapping.class::isInstance)) {
            sequence.values().forEach(item -> item.entries().forEach(into::putIfAbsent));
        } else {
            throw refused(node, "only a mapping, or a list of mappings, can be merged with <<");
        }
    }

    private String key(Node node) {
        var plain = node instanceof AnchorNode anchor ? anchor.getRealNode() : node;
        if (plain instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        throw refused(node, "a key is not plain text: is this a template, or is a quote missing?");
    }

    private static boolean isMerge(Node key) {
        return key instanceof ScalarNode scalar && scalar.getValue().equals("<<") && isPlain(key);
    }

    private static boolean isPlain(Node node) {
        return node instanceof ScalarNode scalar && scalar.getScalarStyle() == ScalarStyle.PLAIN;
    }

    private static Yaml.Scalar.Kind kind(ScalarNode scalar) {
        if (!isPlain(scalar)) {
            return Yaml.Scalar.Kind.TEXT;
        }
        return switch (scalar.getValue()) {
            case "true", "false" -> Yaml.Scalar.Kind.BOOLEAN;
            case "", "~", "null" -> Yaml.Scalar.Kind.NULL;
            default -> Yaml.Scalar.Kind.TEXT;
        };
    }

    private void refuseForeignTag(Node node) {
        if (node.getTag().equals(Tag.ENV_TAG) && isPlain(node)) {
            // the engine would expand every ${...} as a variable of its own
            return;
        }
        var tag = node.getTag().getValue();
        if (!tag.startsWith(STANDARD) || !PLAIN.contains(tag.substring(STANDARD.length()))) {
            throw refused(
                    node,
                    "the tag %s is not allowed: only plain text, lists and mappings are"
                            .formatted(tag.startsWith(STANDARD) ? "!!" + tag.substring(STANDARD.length()) : tag));
        }
    }

    private Position position(Node node) {
        return new Position(
                name, node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0));
    }

    private UnreadableYaml refused(Node node, String message) {
        return new UnreadableYaml(position(node), message);
    }
}
