package dev.kaltstart.cluster;

import dev.kaltstart.cluster.yaml.Yaml;

/** Takes what must be there, and tells what is not. */
record Required(Problems problems) {

    /** The text of a key; an empty one, with the problem told, when it is missing. */
    String text(Yaml value, String key) {
        var text = value.text(key).orElse("").strip();
        if (text.isEmpty()) {
            problems.error(value.at(key), "'%s' is missing: add it".formatted(key));
        }
        return text;
    }

    /** A flag that is false when nothing is said. */
    boolean flag(Yaml value, String key) {
        var text = value.text(key).orElse("false");
        if (!text.equals("true") && !text.equals("false")) {
            problems.error(value.at(key), "'%s' is '%s': write true or false".formatted(key, text));
        }
        return text.equals("true");
    }
}
