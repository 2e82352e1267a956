package dev.kaltstart.cluster.inventory;

import dev.kaltstart.cluster.yaml.Yaml;

/** Reads mandatory keys and reports missing ones. */
public record Required(Problems problems) {

    /** The text of a key; when it is missing, reports a problem and returns an empty text. */
    public String text(Yaml value, String key) {
        var text = value.text(key).orElse("").strip();
        if (text.isEmpty()) {
            problems.error(value.at(key), "'%s' is missing: add it".formatted(key));
        }
        return text;
    }

    /** A boolean, false by default. */
    public boolean flag(Yaml value, String key) {
        var text = value.text(key).orElse("false");
        if (!text.equals("true") && !text.equals("false")) {
            problems.error(value.at(key), "'%s' is '%s': write true or false".formatted(key, text));
        }
        return text.equals("true");
    }
}
