package dev.kaltstart.engine.people;

import dev.kaltstart.engine.Approvers;
import dev.kaltstart.engine.People;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.identity.User;
import org.springframework.stereotype.Component;

/** Administrators and the members of the group {@code approvers}; without such members, all operators. */
@Component
class CamundaApprovers implements Approvers {

    private final IdentityService identity;

    CamundaApprovers(ProcessEngine engine) {
        this.identity = engine.getIdentityService();
    }

    @Override
    public List<String> names() {
        Set<String> approvers = members(People.APPROVERS);
        var names = new TreeSet<>(approvers.isEmpty() ? members(People.OPERATORS) : approvers);
        names.addAll(members(People.ADMINISTRATORS));
        return List.copyOf(names);
    }

    private Set<String> members(String group) {
        return identity.createUserQuery().memberOfGroup(group).list().stream()
                .map(User::getId)
                .filter(name -> !People.isRobot(name))
                .collect(Collectors.toUnmodifiableSet());
    }
}
