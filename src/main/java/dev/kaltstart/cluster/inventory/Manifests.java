package dev.kaltstart.cluster.inventory;

import dev.kaltstart.cluster.yaml.UnreadableYaml;
import dev.kaltstart.cluster.yaml.Yaml;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Manifests as they are in the files. */
record Manifests(List<Manifest> all) {

    private static final List<String> ABOUT = List.of("FluxInstance", "flux-operator", "flux-instance");

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

    /** The files that mention Flux Operator; one that cannot be parsed is skipped: it may be a template. */
    static Manifests aboutFlux(Checkout checkout) {
        var all = new ArrayList<Manifest>();
        for (String file : checkout.yamlBelow("")) {
            try {
                var yaml = checkout.yaml(file);
                var text = yaml.text();
                if (ABOUT.stream().anyMatch(text::contains)) {
                    yaml.documents().forEach(document -> all.add(new Manifest(file, document)));
                }
            } catch (UnreadableYaml e) {
                // the build names it if Flux needs it
            }
        }
        return new Manifests(List.copyOf(all));
    }

    Stream<Manifest> kind(String group, String kind) {
        return all.stream().filter(manifest -> manifest.isA(group, kind));
    }
}
