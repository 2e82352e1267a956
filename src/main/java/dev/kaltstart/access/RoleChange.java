package dev.kaltstart.access;

import dev.kaltstart.engine.People;
import dev.kaltstart.engine.people.HostPeople.KnownPerson;
import dev.kaltstart.engine.people.PersonRole;
import java.util.List;
import java.util.stream.Collectors;

/** How adding or removing a person changes the rights of the others. */
final class RoleChange {

    private RoleChange() {}

    static String added(String name, PersonRole role, List<KnownPerson> before) {
        String approvers = approvers(before, name);
        return switch (role) {
            case APPROVER ->
                approvers.isEmpty()
                        ? name + " is an approver. From now on only " + name
                                + " and administrators can approve; operators cannot."
                        : name + " is an approver, and can approve beside " + approvers + " and administrators.";
            case OPERATOR ->
                approvers.isEmpty()
                        ? name + " is an operator, and can approve: there is no approver."
                        : name + " is an operator, and cannot approve: that is for " + approvers
                                + " and administrators.";
            case OBSERVER, ADMINISTRATOR -> name + " is an " + role.word() + ".";
        };
    }

    static String removed(String name, List<KnownPerson> before) {
        boolean approved = before.stream()
                .anyMatch(person -> person.name().equals(name) && person.roles().contains(PersonRole.APPROVER));
        String left = approvers(before, name);
        String gone = name + " is removed; sessions of that name end at once.";
        if (name.equals(People.ADMIN)) {
            gone += " Kaltstart makes a new " + People.ADMIN + " with a new password at its next start.";
        }
        if (!approved) {
            return gone;
        }
        return left.isEmpty()
                ? gone + " There is no approver any more: operators approve again."
                : gone + " " + left + " and administrators can still approve.";
    }

    private static String approvers(List<KnownPerson> people, String without) {
        return people.stream()
                .filter(person -> person.roles().contains(PersonRole.APPROVER))
                .map(KnownPerson::name)
                .filter(other -> !other.equals(without))
                .collect(Collectors.joining(", "));
    }
}
