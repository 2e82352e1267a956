package dev.kaltstart.engine.people;

import static org.camunda.bpm.engine.authorization.Authorization.ANY;
import static org.camunda.bpm.engine.authorization.Authorization.AUTH_TYPE_GRANT;

import dev.kaltstart.engine.People;
import java.util.Map;
import org.camunda.bpm.engine.AuthorizationService;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.authorization.Authorization;
import org.camunda.bpm.engine.authorization.Permission;
import org.camunda.bpm.engine.authorization.Permissions;
import org.camunda.bpm.engine.authorization.ProcessDefinitionPermissions;
import org.camunda.bpm.engine.authorization.Resource;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.spring.boot.starter.configuration.impl.AbstractCamundaConfiguration;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Makes the groups and says what each may do in the engine. What an administrator changed there stays. */
@Component
@Order(1001)
public class Grants extends AbstractCamundaConfiguration {

    private static final Map<String, String> GROUPS = Map.of(
            People.ADMINISTRATORS, "Administrators",
            People.OPERATORS, "Operators",
            People.APPROVERS, "Approvers",
            People.OBSERVERS, "Observers");

    @Override
    public void postProcessEngineBuild(ProcessEngine engine) {
        GROUPS.forEach((id, name) -> group(engine.getIdentityService(), id, name));
        AuthorizationService authorizations = engine.getAuthorizationService();
        for (Resources resource : Resources.values()) {
            grant(authorizations, People.ADMINISTRATORS, resource, ANY, Permissions.ALL);
        }
        operators(authorizations);
        readers(authorizations, People.APPROVERS);
        readers(authorizations, People.OBSERVERS);
        grant(
                authorizations,
                People.APPROVERS,
                Resources.PROCESS_DEFINITION,
                TaskRights.APPROVE,
                ProcessDefinitionPermissions.TASK_ASSIGN,
                ProcessDefinitionPermissions.TASK_WORK);
    }

    private static void operators(AuthorizationService authorizations) {
        pages(authorizations, People.OPERATORS, "tasklist", "welcome");
        grant(
                authorizations,
                People.OPERATORS,
                Resources.PROCESS_DEFINITION,
                ANY,
                ProcessDefinitionPermissions.READ,
                ProcessDefinitionPermissions.READ_INSTANCE,
                ProcessDefinitionPermissions.READ_HISTORY,
                ProcessDefinitionPermissions.READ_TASK,
                ProcessDefinitionPermissions.TASK_ASSIGN,
                ProcessDefinitionPermissions.TASK_WORK);
    }

    private static void readers(AuthorizationService authorizations, String group) {
        pages(authorizations, group, "tasklist", "cockpit", "welcome");
        grant(
                authorizations,
                group,
                Resources.PROCESS_DEFINITION,
                ANY,
                ProcessDefinitionPermissions.READ,
                ProcessDefinitionPermissions.READ_INSTANCE,
                ProcessDefinitionPermissions.READ_HISTORY,
                ProcessDefinitionPermissions.READ_TASK);
    }

    private static void pages(AuthorizationService authorizations, String group, String... pages) {
        for (String page : pages) {
            grant(authorizations, group, Resources.APPLICATION, page, Permissions.ACCESS);
        }
    }

    static void group(IdentityService identity, PersonRole role) {
        group(identity, role.group(), String.valueOf(GROUPS.get(role.group())));
    }

    private static void group(IdentityService identity, String id, String name) {
        if (identity.createGroupQuery().groupId(id).count() == 0) {
            var group = identity.newGroup(id);
            group.setName(name);
            group.setType("WORKFLOW");
            identity.saveGroup(group);
        }
    }

    public static void grant(
            AuthorizationService authorizations,
            String group,
            Resource resource,
            String resourceId,
            Permission... permissions) {
        boolean there = authorizations
                        .createAuthorizationQuery()
                        .groupIdIn(group)
                        .resourceType(resource)
                        .resourceId(resourceId)
                        .count()
                > 0;
        if (!there) {
            Authorization grant = authorizations.createNewAuthorization(AUTH_TYPE_GRANT);
            grant.setGroupId(group);
            grant.setResource(resource);
            grant.setResourceId(resourceId);
            grant.setPermissions(permissions);
            authorizations.saveAuthorization(grant);
        }
    }
}
