package dev.kaltstart.chaos;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What {@link Chaos} is asked to do. */
record Settings(int kills, int each, long seed, boolean postgres, int instances, boolean journal) {

    static Settings of(String... arguments) {
        Map<String, String> given = Stream.of(arguments)
                .map(argument -> argument.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
        boolean postgres = given.getOrDefault("database", "h2").equals("postgres");
        int instances = Integer.parseInt(given.getOrDefault("instances", "1"));
        if (instances > 1 && !postgres) {
            throw new IllegalArgumentException("only database=postgres can be shared");
        }
        return new Settings(
                Integer.parseInt(given.getOrDefault("kills", "25")),
                Integer.parseInt(given.getOrDefault("each", "50")),
                Long.parseLong(given.getOrDefault("seed", "1")),
                postgres,
                instances,
                Boolean.parseBoolean(given.getOrDefault("journal", "true")));
    }
}
