package dev.kaltstart.access;

import dev.kaltstart.engine.people.PersonRole;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of {@code person}. No message repeats them: one may be a password in the wrong place.
 *
 * @param name empty for list
 * @param role null but for add
 */
record PersonArguments(Verb verb, String name, @Nullable PersonRole role, boolean passwordFromStdin) {

    static final String USAGE = """
            Usage: kaltstart person add NAME --role operator|approver|observer [--password-stdin]
                   kaltstart person list
                   kaltstart person remove NAME

            Makes, shows and removes the people of the Kaltstart whose settings are in the environment. It needs no login:
            run it as the user who owns KALTSTART_HOME. With the embedded database, Kaltstart must not run meanwhile;
            with PostgreSQL it may.

              operator           works on all tasks, starts and aborts; approves while there is no approver
              approver           reads, and approves; as soon as there is one, only approvers and administrators do
              observer           reads
              --password-stdin   read the password from standard input; without it one is made and printed once

            Exit codes: 0 done, 1 refused, 2 called wrongly.
            """;

    private static final Set<PersonRole> GIVEN = Set.of(PersonRole.OPERATOR, PersonRole.APPROVER, PersonRole.OBSERVER);

    enum Verb {
        ADD,
        LIST,
        REMOVE,
        HELP
    }

    /** @throws WronglyCalled when the words make no sense */
    static PersonArguments of(List<String> words) {
        if (words.contains("--help") || words.contains("-h")) {
            return new PersonArguments(Verb.HELP, "", null, false);
        }
        String verb = words.isEmpty() ? "" : words.get(0);
        List<String> rest = words.isEmpty() ? words : words.subList(1, words.size());
        return switch (verb) {
            case "add" -> add(rest);
            case "remove" -> new PersonArguments(Verb.REMOVE, name(rest), null, false);
            case "list" -> {
                if (!rest.isEmpty()) {
                    throw new WronglyCalled("'person list' takes nothing.");
                }
                yield new PersonArguments(Verb.LIST, "", null, false);
            }
            default -> throw new WronglyCalled("Say what to do: add, list or remove.");
        };
    }

    private static PersonArguments add(List<String> words) {
        var names = new ArrayList<String>();
        Optional<PersonRole> role = Optional.empty();
        boolean stdin = false;
        for (var left = words.iterator(); left.hasNext(); ) {
            String word = left.next();
            if (word.equals("--password-stdin")) {
                stdin = true;
            } else if (word.equals("--role") && left.hasNext()) {
                role = role(left.next());
            } else if (word.startsWith("--role=")) {
                role = role(word.substring("--role=".length()));
            } else if (word.startsWith("--password")) {
                throw new WronglyCalled("A password cannot be an argument: every user of this machine can read those."
                        + " Leave it out, and one is made, or write it to standard input with --password-stdin.");
            } else {
                names.add(word);
            }
        }
        return new PersonArguments(
                Verb.ADD,
                name(names),
                role.orElseThrow(() -> new WronglyCalled("Say what they may do: --role operator|approver|observer.")),
                stdin);
    }

    private static Optional<PersonRole> role(String word) {
        return GIVEN.stream().filter(role -> role.word().equals(word)).findFirst();
    }

    private static String name(List<String> words) {
        if (words.size() != 1 || words.get(0).startsWith("-")) {
            throw new WronglyCalled("Name one person.");
        }
        return words.get(0);
    }

    /** The command was called wrongly. */
    static final class WronglyCalled extends RuntimeException {
        WronglyCalled(String message) {
            super(message);
        }
    }
}
