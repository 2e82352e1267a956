package dev.kaltstart.cluster.volumes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kaltstart.kustomize.ManifestFields;

/**
 * The release of a chart, with all values that can be read.
 *
 * @param name of the release
 * @param chart its name, or how its source is named
 * @param version of the chart; blank when unknown
 */
record ChartRelease(String namespace, String name, String chart, String version, JsonNode values, String source) {

    private static final int NEWEST = 4;

    /** The major version; the newest one when it is unknown. */
    int major() {
        var number = version.replaceFirst("^v", "").replaceFirst("\\..*", "");
        return number.matches("\\d{1,4}") ? Integer.parseInt(number) : NEWEST;
    }

    /** The text at a path of the values; blank when there is none. */
    String text(String... path) {
        return ManifestText.name(values, path);
    }

    boolean flag(String... path) {
        return text(path).equals("true");
    }

    JsonNode at(String... path) {
        return ManifestFields.at(values, path);
    }

    /** A text of the values in which a chart puts its own name. */
    String rendered(String text) {
        return ManifestText.name(text.replaceAll("\\{\\{-?\\s*\\.Release\\.Name\\s*-?}}", name)
                .replaceAll(
                        "\\{\\{-?\\s*(include \"bjw-s\\.common\\.lib\\.chart\\.names\\.fullname\" [.$]|\\.Values\\.global\\.nameOverride)\\s*-?}}",
                        name));
    }
}
