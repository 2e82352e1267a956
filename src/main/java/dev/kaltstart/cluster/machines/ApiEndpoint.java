package dev.kaltstart.cluster.machines;

import dev.kaltstart.cluster.inventory.Problems;
import dev.kaltstart.cluster.inventory.Required;
import dev.kaltstart.cluster.yaml.Yaml;
import java.util.regex.Pattern;

/** Reads the address of a cluster's API server. */
record ApiEndpoint(Problems problems) {

    private static final Pattern SHAPE = Pattern.compile(
            "https://(?:[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?|\\[[0-9A-Fa-f:.]+])(?::\\d{1,5})?/?");

    /** The address as written; reports a problem when the key is missing or the address is invalid. */
    String read(Yaml file, String key) {
        String text = new Required(problems).text(file, key);
        if (!text.isEmpty() && !SHAPE.matcher(text).matches()) {
            problems.error(
                    file.at(key), "'%s' is not the address of an API server: write https://HOST:6443".formatted(key));
        }
        return text;
    }
}
