package dev.kaltstart.engine;

import java.util.List;

/**
 * What a step would do, for the person who has to allow it.
 *
 * @param commands exact command lines
 * @param effects what becomes of what, in words: objects, disks, data
 */
public record Preview(List<String> commands, List<String> effects) {

    public Preview {
        commands = List.copyOf(commands);
        effects = List.copyOf(effects);
    }

    public static Preview nothing() {
        return new Preview(List.of(), List.of());
    }

    public static Preview of(String command, String... effects) {
        return new Preview(List.of(command), List.of(effects));
    }
}
