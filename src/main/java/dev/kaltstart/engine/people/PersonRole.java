package dev.kaltstart.engine.people;

import dev.kaltstart.engine.People;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.springframework.modulith.NamedInterface;

/** The roles of people. Each is a group of the engine. */
@NamedInterface("people")
public enum PersonRole {
    ADMINISTRATOR(People.ADMINISTRATORS),
    OPERATOR(People.OPERATORS),
    APPROVER(People.APPROVERS),
    OBSERVER(People.OBSERVERS);

    private final String group;

    PersonRole(String group) {
        this.group = group;
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    String group() {
        return group;
    }

    static Optional<PersonRole> ofGroup(String group) {
        return Arrays.stream(values()).filter(role -> role.group.equals(group)).findFirst();
    }
}
