package dev.kaltstart.engine.people;

import dev.kaltstart.engine.People;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The name of a new person: no other can be mistaken for it, on a screen, in an address or in the record. */
final class PersonName {

    private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@-]{0,63}");

    private static final List<String> NOT_PEOPLE = List.of(People.ROBOT, People.ALERT_SENDER);

    private PersonName() {}

    /** Why it cannot be one; empty when it can. */
    static Optional<String> problem(@Nullable String name, Collection<String> existing) {
        if (name == null || !SHAPE.matcher(name).matches()) {
            return Optional.of("a name has 1 to 64 characters: letters from a to z, A to Z, digits, and . _ @ - after"
                    + " the first one");
        }
        if (NOT_PEOPLE.stream().anyMatch(name::equalsIgnoreCase)) {
            return Optional.of("'" + name + "' is a name of Kaltstart itself; no person can have it");
        }
        if (name.equalsIgnoreCase(People.ADMIN) && !name.equals(People.ADMIN)) {
            return Optional.of("'" + name + "' would be mistaken for " + People.ADMIN);
        }
        return existing.stream()
                .filter(name::equalsIgnoreCase)
                .findFirst()
                .map(other -> other.equals(name)
                        ? "there is a person '" + name + "' already"
                        : "'" + name + "' would be mistaken for '" + other + "'");
    }
}
