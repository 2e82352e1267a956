package dev.kaltstart.cluster.inventory;

import dev.kaltstart.cluster.yaml.UnreadableYaml;
import dev.kaltstart.cluster.yaml.Yaml;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The YAML files under kubernetes/. A file that cannot be parsed is skipped with a warning: it may be a template. */
record Manifests(List<Manifest> all) {

    /** @param file that contains it */
    record Manifest(String file, Yaml content) {

        String kind() {
            return content.text("kind").orElse("");
        }

        String name() {
            return content.text("metadata", "name").orElse("");
        }

        boolean isA(String group, String kind) {
            return kind().equals(kind) && content.text("apiVersion").orElse("").startsWith(group + "/");
        }
    }

    static Manifests of(Checkout checkout, Problems problems) {
        var all = new ArrayList<Manifest>();
        for (String file : checkout.yamlBelow("kubernetes/")) {
            try {
                checkout.yaml(file).documents().forEach(document -> all.add(new Manifest(file, document)));
            } catch (UnreadableYaml e) {
                problems.warning(e.at(), "left out: " + e.message());
            }
        }
        return new Manifests(List.copyOf(all));
    }

    Stream<Manifest> kind(String group, String kind) {
        return all.stream().filter(manifest -> manifest.isA(group, kind));
    }
}
