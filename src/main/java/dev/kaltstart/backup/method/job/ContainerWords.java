package dev.kaltstart.backup.method.job;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The commands of a container, with the plain values of its variables in their place. The program of an image is named by the
 * image when the container does not say.
 */
final class ContainerWords {

    private static final Pattern SHELL = Pattern.compile("(?:.*/)?(?:sh|bash|ash|dash)");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{?([A-Z][A-Z0-9_]*)}?|\\$\\(([A-Z][A-Z0-9_]*)\\)");

    /** Never anything that a shell would read as more than one word. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:@,=-]{1,500}");

    private final Container container;
    private final Map<String, String> plain;

    ContainerWords(Container container) {
        this.container = container;
        this.plain = Objects.requireNonNullElse(container.getEnv(), List.<EnvVar>of()).stream()
                .filter(variable -> variable.getValue() != null
                        && PLAIN.matcher(variable.getValue()).matches())
                .collect(Collectors.toMap(EnvVar::getName, EnvVar::getValue, (one, last) -> last));
    }

    /** @param program that the image runs when no command is given */
    List<List<String>> commands(String program) {
        List<String> words = new ArrayList<>(Objects.requireNonNullElse(container.getCommand(), List.of()));
        if (words.isEmpty()) {
            words.add(program);
        }
        words.addAll(Objects.requireNonNullElse(container.getArgs(), List.of()));
        for (int at = 1; at < words.size() - 1 && SHELL.matcher(words.get(0)).matches(); at++) {
            if (words.get(at).matches("-[a-z]*c")) {
                return ShellWords.commands(expanded(words.get(at + 1)));
            }
        }
        return List.of(words.stream().map(this::expanded).toList());
    }

    private String expanded(String text) {
        return VARIABLE.matcher(text).replaceAll(found -> {
            String name = found.group(1) == null ? found.group(2) : found.group(1);
            return Matcher.quoteReplacement(plain.getOrDefault(name, found.group()));
        });
    }

    /** The text of all of it, for what must not be in it. */
    String text() {
        return String.join("\n", Objects.requireNonNullElse(container.getCommand(), List.of())) + "\n"
                + String.join("\n", Objects.requireNonNullElse(container.getArgs(), List.of()));
    }

    /** Blank when it is not known here. */
    String value(String variable) {
        return plain.getOrDefault(variable, "");
    }

    /** Whether one of them is set, or may be set by a Secret or ConfigMap whose names are not known here. */
    boolean has(String... variables) {
        return !Objects.requireNonNullElse(container.getEnvFrom(), List.of()).isEmpty()
                || Objects.requireNonNullElse(container.getEnv(), List.<EnvVar>of()).stream()
                        .anyMatch(variable -> List.of(variables).contains(variable.getName()));
    }
}
