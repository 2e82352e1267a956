package dev.kaltstart.engine;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One user task. The bean's name is the activity's. Its brief is shown in the form; its answers are checked here and
 * not in the form, because a task can be completed without one.
 */
public abstract class HumanTask {

    /** The instructions. Computed when the task opens, from facts and inventory alone: it must not wait. */
    public abstract Brief brief(Run run);

    /** Values that the form shows in addition to the brief, by placeholder: {@code taskTried}. */
    public Map<String, String> details(Run run) {
        return Map.of();
    }

    /** Initial values of the form; they count only once a person submits it. */
    public Map<Fact<String>, String> suggestions(Run run) {
        return Map.of();
    }

    /**
     * What the selects of its form offer, by field, the best first. Computed like the brief, and the only values that the
     * task accepts in these fields.
     */
    public Map<Fact<String>, List<Option>> options(Run run) {
        return Map.of();
    }

    /**
     * Refuses answers that cannot be right. What the form does not ask for by these answers has been left out. A required
     * field may be missing still: this refusal comes first, because it can say why the answer is needed.
     *
     * @throws Refused with a sentence for the person who answered
     */
    public void accept(Run run, Facts answers) {}

    /**
     * The facts that it sets by itself; the fields of its form are set by the completion. Setting any other fact
     * is a bug. Constant.
     */
    public Set<Fact<?>> writes() {
        return Set.of();
    }

    /** Runs in the same transaction as the completion of the task. */
    public void accepted(Run run, Facts answers, String person) {}

    /**
     * @param why one or two sentences
     * @param commands exact commands to copy; empty when there is nothing to type
     * @param expect what the person will see
     * @param check how to be sure that it worked
     */
    public record Brief(String why, List<String> commands, String expect, String check) {

        private static final Pattern LINE_ENDS = Pattern.compile("[\\p{Cntrl}\\u0085\\u2028\\u2029]+");

        public Brief {
            // one line each: a name with a line end in it would be a command of its own in the shell it is pasted into
            commands = commands.stream()
                    .map(LINE_ENDS::matcher)
                    .map(line -> line.replaceAll(" "))
                    .toList();
        }
    }

    /** @param value one word, as the answer has it */
    public record Option(String value, String label) {}

    /** The answers of a person cannot be accepted. The message says why and what to do. */
    public static class Refused extends RuntimeException {
        public Refused(String message) {
            super(message);
        }
    }
}
