package dev.kaltstart.engine.people;

import dev.kaltstart.engine.People;
import dev.kaltstart.engine.model.ActivityNames;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.identity.Group;
import org.camunda.bpm.engine.identity.User;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.persistence.entity.TaskEntity;
import org.jspecify.annotations.Nullable;

/**
 * A rule beyond the engine's own permissions: as soon as there is an approver, only approvers approve. The groups are read in
 * the transaction of the work, so a change counts at once, also for a task that was claimed before.
 */
public final class TaskRights {

    /** The model with the task that approves, and the bean of that task. */
    static final String APPROVE = "approve";

    private TaskRights() {}

    /** Why this person must not answer or draft this task; empty where the engine's permissions decide. */
    public static Optional<String> problem(CommandContext context, TaskEntity task, @Nullable String person) {
        // the robot has a rule of its own
        if (!approves(task) || People.isRobot(person)) {
            return Optional.empty();
        }
        List<String> approvers = approvers(context);
        return approvers.isEmpty() || isOne(context, person, People.APPROVERS, People.ADMINISTRATORS)
                ? Optional.empty()
                : Optional.of(only(approvers));
    }

    /**
     * Why a task cannot be given to this person; empty when it can.
     *
     * @param task null for one that is not there
     */
    public static Optional<String> assignment(CommandContext context, @Nullable TaskEntity task, String person) {
        if (task == null || !approves(task)) {
            return isOne(context, person, People.OPERATORS) ? Optional.empty() : Optional.of(noOperator());
        }
        List<String> approvers = approvers(context);
        if (approvers.isEmpty()) {
            return isOne(context, person, People.OPERATORS, People.ADMINISTRATORS)
                    ? Optional.empty()
                    : Optional.of(noOperator());
        }
        return isOne(context, person, People.APPROVERS, People.ADMINISTRATORS)
                ? Optional.empty()
                : Optional.of(only(approvers));
    }

    private static String noOperator() {
        return "a task can be given only to a person who is one of the " + People.OPERATORS
                + ", and there is no such person of that name";
    }

    private static String only(List<String> approvers) {
        return "approving is for approvers and administrators while there is an approver: "
                + String.join(", ", approvers);
    }

    private static boolean approves(TaskEntity task) {
        String activity = task.getTaskDefinitionKey();
        return activity != null && ActivityNames.bean(activity).equals(APPROVE);
    }

    private static List<String> approvers(CommandContext context) {
        return context.runWithoutAuthorization(() ->
                context
                        .getReadOnlyIdentityProvider()
                        .createUserQuery(context)
                        .memberOfGroup(People.APPROVERS)
                        .list()
                        .stream()
                        .map(User::getId)
                        .sorted()
                        .toList());
    }

    private static boolean isOne(CommandContext context, @Nullable String person, String... groups) {
        if (person == null) {
            return false;
        }
        return context.runWithoutAuthorization(() -> {
            var people = context.getReadOnlyIdentityProvider();
            var theirs = people.createGroupQuery(context).groupMember(person).list().stream()
                    .map(Group::getId)
                    .collect(Collectors.toSet());
            return people.findUserById(person) != null && Arrays.stream(groups).anyMatch(theirs::contains);
        });
    }
}
