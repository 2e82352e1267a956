package dev.kaltstart.cluster.machines;

import dev.kaltstart.cluster.yaml.Yaml;
import java.util.List;

/**
 * Bounds what all files about the machines of a repository may cost together: each of them is small, but a stranger's
 * repository can have many, and aliases make much out of little.
 */
final class ReadBudget {

    private static final int CHARACTERS = 16 * 1024 * 1024;
    private static final int VALUES = 500_000;

    private int characters;
    private int values;

    /** Whether a text may still be parsed. */
    boolean allows(String text) {
        characters = Math.min(CHARACTERS + 1, characters) + Math.min(CHARACTERS, text.length());
        return characters <= CHARACTERS;
    }

    /** Whether what was parsed may be kept. */
    boolean keeps(List<Yaml> documents) {
        documents.forEach(this::count);
        return values <= VALUES;
    }

    private void count(Yaml value) {
        if (values > VALUES) {
            return;
        }
        values++;
        if (value instanceof Yaml.Mapping mapping) {
            mapping.values().values().forEach(this::count);
        } else if (value instanceof Yaml.Sequence sequence) {
            sequence.values().forEach(this::count);
        }
    }
}
