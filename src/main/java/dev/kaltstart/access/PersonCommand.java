package dev.kaltstart.access;

import dev.kaltstart.audit.HostChain;
import dev.kaltstart.engine.People;
import dev.kaltstart.engine.people.HostPeople;
import dev.kaltstart.engine.people.HostPeople.KnownPerson;
import dev.kaltstart.engine.people.PersonRole;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Objects;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/** {@code person}: lets the owner of the home add and remove people, also with the server stopped and every login lost. */
public final class PersonCommand {

    static final int DONE = 0;
    static final int REFUSED = 1;
    static final int MISUSED = 2;

    private final InputStream in;
    private final PrintStream out;
    private final PrintStream complaints;
    private final List<String> settings;

    /** @param settings of the Kaltstart whose people they are, as NAME=VALUE with two hyphens */
    PersonCommand(InputStream in, PrintStream out, PrintStream complaints, String... settings) {
        this.in = in;
        this.out = out;
        this.complaints = complaints;
        this.settings = List.of(settings);
    }

    /** Whether these arguments ask for this command. */
    public static boolean isMeant(String... arguments) {
        return arguments.length > 0 && arguments[0].equals("person");
    }

    /**
     * Runs the command.
     *
     * @param arguments beginning with {@code person}
     * @return the exit code
     */
    public static int run(String[] arguments, InputStream in, PrintStream out, PrintStream complaints) {
        return new PersonCommand(in, out, complaints).run(List.of(arguments).subList(1, arguments.length));
    }

    int run(List<String> words) {
        try {
            var arguments = PersonArguments.of(words);
            switch (arguments.verb()) {
                case HELP -> out.print(PersonArguments.USAGE);
                case LIST -> list();
                case ADD -> add(arguments);
                case REMOVE -> remove(arguments.name());
            }
            return DONE;
        } catch (PersonArguments.WronglyCalled e) {
            complaints.printf("%s%n%n%s", e.getMessage(), PersonArguments.USAGE);
            return MISUSED;
        } catch (PersonRefused e) {
            complaints.println(e.getMessage());
        } catch (HostPeople.Refused e) {
            complaints.println("Nothing was changed: " + e.getMessage() + ".");
        } catch (DataAccessException | TransactionException e) {
            complaints.println("Nothing was changed: "
                    + NestedExceptionUtils.getMostSpecificCause(e).getMessage());
        }
        return REFUSED;
    }

    private void list() {
        try (var host = HostKaltstart.open(settings)) {
            new PersonTable(out).print(host.people().list(), host.traces());
        }
    }

    private void add(PersonArguments asked) {
        String name = asked.name();
        PersonRole role = Objects.requireNonNull(asked.role());
        if (name.equalsIgnoreCase(People.ADMIN)) {
            throw new PersonRefused("'" + People.ADMIN + "' is the administrator, whom Kaltstart makes at its start."
                    + " For a new password of that one, start it once with KALTSTART_ADMIN_PASSWORD.");
        }
        String given = asked.passwordFromStdin() ? GivenPassword.read(in, name) : null;
        String password = given == null ? new RandomWords().password() : given;
        try (var host = HostKaltstart.open(settings)) {
            var before = host.people().list();
            host.change(HostChain.ADDED, name, role.word(), () -> host.people().add(name, role, password));
            out.println(RoleChange.added(name, role, before));
        }
        if (given == null) {
            out.printf("Password: %s%nIt is shown only now.%n", password);
        }
    }

    private void remove(String name) {
        try (var host = HostKaltstart.open(settings)) {
            var before = host.people().list();
            host.change(
                    HostChain.REMOVED,
                    name,
                    roles(name, before),
                    () -> host.people().remove(name));
            out.println(RoleChange.removed(name, before));
        }
    }

    private static String roles(String name, List<KnownPerson> people) {
        return people.stream()
                .filter(person -> person.name().equals(name))
                .findFirst()
                .map(PersonTable::roles)
                .orElse("");
    }
}
