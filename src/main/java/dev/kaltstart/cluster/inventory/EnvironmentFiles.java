package dev.kaltstart.cluster.inventory;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where mise or direnv set the credentials for the shell of a person who works in the repository. Only a path inside of
 * the repository counts, written without any other variable.
 */
record EnvironmentFiles(Checkout checkout) {

    private static final String[] FILES = {".mise.toml", "mise.toml", ".mise/config.toml", ".envrc"};

    /** The path that a variable is set to, relative to the repository. */
    Optional<String> path(String variable) {
        var line = Pattern.compile("(?m)^[ \\t]*+(?:export[ \\t]++)?" + variable
                + "[ \\t]*+=[ \\t]*+[\"']?(?:\\{\\{\\s*config_root\\s*}}/|\\$PWD/|\\$\\(expand_path (?:\\./)?|\\./)"
                + "(?<path>[A-Za-z0-9_][A-Za-z0-9._/-]{0,200})\\)?[\"']?[ \\t]*+(?:#.*)?$");
        return Stream.of(FILES)
                .filter(checkout::has)
                .flatMap(file -> checkout.text(file).stream())
                .map(line::matcher)
                .filter(found -> found.find() && !found.group("path").contains(".."))
                .map(found -> found.group("path"))
                .findFirst();
    }
}
