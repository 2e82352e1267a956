package dev.kaltstart.flux.diagnosis;

import dev.kaltstart.flux.object.FluxId;
import dev.kaltstart.shell.Command;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An object that a diagnosis found, for the commands that a person may copy. A fact holds one per line: {@code Deployment.apps
 * media/echo | media/echo kubernetes/apps/media/echo}.
 *
 * @param kind as kubectl takes it
 * @param namespace blank for what belongs to no namespace
 * @param owners the Kustomizations that apply it
 */
public record FoundObject(String kind, String namespace, String name, List<Owner> owners) {

    private static final int MOST = 3500;
    private static final String WORD = "[A-Za-z0-9][A-Za-z0-9.:_-]*";
    private static final Pattern LINE = Pattern.compile("(" + WORD + ") (?:(" + WORD + ")/)?(" + WORD + ") \\| (.*)");
    private static final Pattern OWNER = Pattern.compile("(" + WORD + ")/(" + WORD + ")(?: (\\S+))?");

    public FoundObject {
        owners = List.copyOf(owners);
    }

    /** @param path of the directory in the repository; blank when unknown */
    public record Owner(String namespace, String name, String path) {

        public static Owner of(FluxId id, String path) {
            return new Owner(id.namespace(), id.name(), path);
        }

        public String flux(String... verb) {
            return Command.of("flux", verb)
                    .plus("kustomization", name, "-n", namespace)
                    .line();
        }

        private static Optional<Owner> parse(String text) {
            Matcher owner = OWNER.matcher(text);
            return owner.matches()
                    ? Optional.of(
                            new Owner(owner.group(1), owner.group(2), owner.group(3) == null ? "" : owner.group(3)))
                    : Optional.empty();
        }

        private String line() {
            return namespace + "/" + name + (path.isEmpty() ? "" : " " + path);
        }
    }

    /** @param label of the object, as Flux's inventory is told */
    public static String line(String label, List<Owner> owners) {
        return label + " | " + owners.stream().map(Owner::line).collect(Collectors.joining(", "));
    }

    /** As many whole lines as a fact holds. */
    public static String lines(Stream<String> lines) {
        var all = new StringBuilder();
        lines.takeWhile(line -> all.length() + line.length() < MOST)
                .forEach(line -> all.append(all.isEmpty() ? "" : "\n").append(line));
        return all.toString();
    }

    public static List<FoundObject> of(String lines) {
        return lines.lines()
                .map(LINE::matcher)
                .filter(Matcher::matches)
                .map(line -> new FoundObject(
                        line.group(1),
                        line.group(2) == null ? "" : line.group(2),
                        line.group(3),
                        Arrays.stream(line.group(4).split(", ", -1))
                                .flatMap(owner -> Owner.parse(owner).stream())
                                .toList()))
                .toList();
    }

    /** {@code kubectl -n media get Deployment.apps echo -o yaml}. */
    public String kubectl(String verb, String... more) {
        Command command = Command.of("kubectl");
        return (namespace.isEmpty() ? command : command.plus("-n", namespace))
                .plus(verb, kind, name)
                .plus(more)
                .line();
    }
}
