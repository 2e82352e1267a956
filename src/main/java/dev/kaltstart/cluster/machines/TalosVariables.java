package dev.kaltstart.cluster.machines;

import dev.kaltstart.cluster.inventory.Checkout;
import dev.kaltstart.cluster.inventory.Problems;
import dev.kaltstart.cluster.yaml.Yaml;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The variables of talconfig.yaml. talhelper reads them from talenv files, which it decrypts, and from its environment
 * (src: budimanjojo/talhelper:pkg/substitute, a8m/envsubst in restricted mode). Only plain ones are known here, and only
 * those of a field that Kaltstart reads matter.
 */
final class TalosVariables {

    private static final String[] FILES = {"talenv.yaml", "talenv.sops.yaml", "talenv.yml", "talenv.sops.yml"};
    private static final Pattern VARIABLE =
            Pattern.compile("\\$\\$|\\$\\{(\\w+)(?::?[-=]([^}]*))?}|\\$([A-Za-z_]\\w*)");

    private final Map<String, Yaml> values = new HashMap<>();
    private final Set<String> named = new HashSet<>();
    private final Problems problems;

    private TalosVariables(Problems problems) {
        this.problems = problems;
    }

    /** @param directory of talconfig.yaml, with a trailing slash */
    static TalosVariables of(Checkout checkout, String directory, Problems problems) {
        var variables = new TalosVariables(problems);
        for (String file : FILES) {
            if (checkout.has(directory + file)) {
                checkout.document(directory + file, problems)
                        .ifPresent(document -> variables.values.putAll(document.entries()));
            }
        }
        return variables;
    }

    /** The document with its variables replaced; unknown ones stay as {@code ${NAME}}. */
    Yaml substitute(Yaml document) {
        return document.mapText(scalar -> VARIABLE.matcher(scalar.text())
                .replaceAll(match -> Matcher.quoteReplacement(
                        match.group().equals("$$") ? "$" : value(name(match), match.group(2)))));
    }

    private static String name(MatchResult match) {
        return match.group(1) == null ? match.group(3) : match.group(1);
    }

    private String value(String name, @Nullable String otherwise) {
        var text = text(name).filter(MachineConfig::known).orElse("");
        return !text.isEmpty() ? text : otherwise == null || text(name).isPresent() ? "${" + name + "}" : otherwise;
    }

    private Optional<String> text(String name) {
        return Optional.ofNullable(values.get(name)).flatMap(Yaml::text).filter(text -> !text.isEmpty());
    }

    /** The text of a field that is read; one that depends on an unknown variable is named in a warning, and absent. */
    Optional<String> read(Yaml parent, String... path) {
        var text = parent.text(path);
        text.filter(found -> !MachineConfig.known(found))
                .ifPresent(found -> name(parent.at(path).toString(), found));
        return text.filter(MachineConfig::known);
    }

    private void name(String at, String text) {
        for (var match = VARIABLE.matcher(text); match.find(); ) {
            var name = name(match.toMatchResult());
            if (name != null && named.add(name)) {
                var value = values.get(name);
                problems.warning(
                        at,
                        value == null
                                ? "the variable ${%s} is set in no talenv file, so another tool puts it in: what depends on it can be declared in kaltstart.yaml"
                                        .formatted(name)
                                : "${%s} is encrypted in %s: what depends on it can be declared in kaltstart.yaml"
                                        .formatted(name, value.at()));
            }
        }
    }
}
