package dev.kaltstart.cluster;

import dev.kaltstart.cluster.yaml.Yaml;
import java.util.regex.Pattern;

/** Reads where the API server of a cluster answers. */
record ApiEndpoint(Problems problems) {

    private static final Pattern SHAPE = Pattern.compile(
            "https://(?:[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?|\\[[0-9A-Fa-f:.]+])(?::\\d{1,5})?/?");

    /** As it is written, with the problem told when it is missing or is no such address. */
    String read(Yaml file, String key) {
        String text = new Required(problems).text(file, key);
        if (!text.isEmpty() && !SHAPE.matcher(text).matches()) {
            problems.error(
                    file.at(key), "'%s' is not the address of an API server: write https://HOST:6443".formatted(key));
        }
        return text;
    }
}
