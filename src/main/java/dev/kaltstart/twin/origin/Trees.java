package dev.kaltstart.twin.origin;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Directories as Git keeps them: one object for each, with modes, names and the objects below. */
record Trees(LooseObjects objects) {

    private static final String DIRECTORY = "40000";
    private static final int NAME = 20;

    /** @param mode 100644 or 100755 for a regular file */
    record Node(String mode, String id) {

        boolean file() {
            return mode.startsWith("100");
        }
    }

    /** Everything below a tree but the directories themselves, by path. */
    TreeMap<String, Node> flat(String tree) {
        var all = new TreeMap<String, Node>();
        collect(tree, "", all);
        return all;
    }

    private void collect(String tree, String prefix, Map<String, Node> all) {
        entries(tree).forEach((name, node) -> {
            if (node.mode().equals(DIRECTORY)) {
                collect(node.id(), prefix + name + "/", all);
            } else {
                all.put(prefix + name, node);
            }
        });
    }

    private Map<String, Node> entries(String tree) {
        byte[] content = objects.read(tree).content();
        var entries = new LinkedHashMap<String, Node>();
        int at = 0;
        while (at < content.length) {
            int space = LooseObjects.indexOf(content, (byte) ' ', at);
            int end = LooseObjects.indexOf(content, (byte) 0, space);
            var mode = new String(content, at, space - at, StandardCharsets.US_ASCII);
            var name = new String(content, space + 1, end - space - 1, StandardCharsets.UTF_8);
            entries.put(name, new Node(mode, HexFormat.of().formatHex(content, end + 1, end + 1 + NAME)));
            at = end + 1 + NAME;
        }
        return entries;
    }

    /** @return the name of the tree that holds these, and nothing else */
    String write(Map<String, Node> files) {
        var here = new TreeMap<String, Node>();
        var below = new TreeMap<String, TreeMap<String, Node>>();
        files.forEach((path, node) -> {
            int slash = path.indexOf('/');
            if (slash < 0) {
                here.put(path, node);
            } else {
                below.computeIfAbsent(path.substring(0, slash), any -> new TreeMap<>())
                        .put(path.substring(slash + 1), node);
            }
        });
        below.forEach((name, inside) -> here.put(name, new Node(DIRECTORY, write(inside))));
        return objects.write("tree", bytes(here));
    }

    private static byte[] bytes(Map<String, Node> entries) {
        List<Map.Entry<String, Node>> sorted = new ArrayList<>(entries.entrySet());
        // Git sorts a directory as if its name ended with a slash
        sorted.sort(Comparator.comparing(
                entry -> entry.getValue().mode().equals(DIRECTORY) ? entry.getKey() + "/" : entry.getKey()));
        var bytes = new ByteArrayOutputStream();
        sorted.forEach(entry -> {
            bytes.writeBytes((entry.getValue().mode() + " " + entry.getKey() + "\0").getBytes(StandardCharsets.UTF_8));
            bytes.writeBytes(HexFormat.of().parseHex(entry.getValue().id()));
        });
        return bytes.toByteArray();
    }
}
