package dev.kaltstart.shell;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A program with its arguments. No shell in between: nothing in an argument is expanded, split or quoted.
 *
 * @param program name of the program on the PATH
 * @param environment additions to an otherwise clean environment
 * @param directory the working directory; null for the journal's own
 * @param deadline time-out after which the whole process group is stopped
 */
public record Command(
        String program,
        List<String> arguments,
        Map<String, String> environment,
        @Nullable Path directory,
        Duration deadline) {

    private static final Duration DEFAULT_DEADLINE = Duration.ofMinutes(2);

    public Command {
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
    }

    public static Command of(String program, String... arguments) {
        return new Command(program, List.of(arguments), Map.of(), null, DEFAULT_DEADLINE);
    }

    public Command with(String variable, String value) {
        var additions = new HashMap<>(environment);
        additions.put(variable, value);
        return new Command(program, arguments, additions, directory, deadline);
    }

    public Command plus(String... more) {
        var all = new ArrayList<>(arguments);
        all.addAll(List.of(more));
        return new Command(program, all, environment, directory, deadline);
    }

    public Command in(Path workingDirectory) {
        return new Command(program, arguments, environment, workingDirectory, deadline);
    }

    public Command within(Duration limit) {
        return new Command(program, arguments, environment, directory, limit);
    }

    /** The command line, quoted for a POSIX shell; for display, never for execution. */
    public String line() {
        var words = new ArrayList<String>();
        words.add(quoted(program));
        arguments.forEach(argument -> words.add(quoted(argument)));
        return String.join(" ", words);
    }

    private static String quoted(String word) {
        return word.matches("[A-Za-z0-9_@%+=:,./-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
