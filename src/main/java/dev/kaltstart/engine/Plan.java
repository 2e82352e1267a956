package dev.kaltstart.engine;

import dev.kaltstart.shell.Command;
import java.util.ArrayList;
import java.util.List;

/**
 * All actions of a destructive step, in their order. A person approves one plan,
 * and the step runs the commands of that plan or none. The same world always gives the same plan: no times, no counters.
 *
 * @param commands run as they are
 * @param requests what is done through an API, written as the command line that would do the same
 * @param effects what becomes of which object, disk or data
 */
public record Plan(Subject subject, List<Command> commands, List<String> requests, List<String> effects) {

    public Plan {
        commands = List.copyOf(commands);
        requests = List.copyOf(requests);
        effects = List.copyOf(effects);
    }

    /** Nothing to do, and why. Needs no approval, and allows nothing. */
    public static Plan nothing(Subject subject, String reason) {
        return new Plan(subject, List.of(), List.of(), List.of(reason));
    }

    /** The same, with one more thing that the approver has to know. */
    public Plan with(String effect) {
        var more = new ArrayList<>(effects);
        more.add(effect);
        return new Plan(subject, commands, requests, more);
    }

    public boolean isNothing() {
        return commands.isEmpty() && requests.isEmpty();
    }

    /** All of it, a line each, for a person. */
    public List<String> lines() {
        var lines = new ArrayList<String>();
        commands.forEach(command -> lines.add("$ " + command.line()));
        requests.forEach(request -> lines.add("$ " + request));
        effects.forEach(effect -> lines.add("- " + effect));
        return lines;
    }

    /** Identifies the plan: SHA-256 over {@link #json}, in hexadecimal digits. */
    public String digest() {
        return PlanFormat.digest(this);
    }

    public String json() {
        return PlanFormat.write(this);
    }

    /** @throws IllegalArgumentException when the text is not one that {@link #json} makes */
    public static Plan parse(String json) {
        return PlanFormat.read(json);
    }
}
