package dev.kaltstart.engine.task;

import dev.kaltstart.engine.People;
import dev.kaltstart.engine.people.Grants;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.FilterService;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.authorization.Permissions;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.task.TaskQuery;
import org.camunda.bpm.spring.boot.starter.configuration.impl.AbstractCamundaConfiguration;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Tasklist's filters: the user's open tasks first, each with its subject, refreshed automatically. */
@Component
@Order(1002)
class TasklistFilters extends AbstractCamundaConfiguration {

    private static final List<Map<String, String>> VARIABLES = List.of(
            Map.of("name", "recovery", "label", "Recovery"),
            Map.of("name", "cluster", "label", "Cluster"),
            Map.of("name", "node", "label", "Node"));

    @Override
    public void postProcessEngineBuild(ProcessEngine engine) {
        ensure(
                engine,
                "Waiting for you",
                "Open tasks of operators, the oldest first",
                -10,
                waiting(engine, People.OPERATORS),
                List.of(People.OPERATORS));
        ensure(
                engine,
                "Waiting for approval",
                "What approvers decide, the oldest first",
                -10,
                waiting(engine, People.APPROVERS),
                List.of(People.APPROVERS));
        ensure(
                engine,
                "All tasks",
                "Every open task that you may see",
                0,
                oldestFirst(engine),
                List.of(People.OPERATORS, People.APPROVERS, People.OBSERVERS));
    }

    private static TaskQuery waiting(ProcessEngine engine, String group) {
        return oldestFirst(engine).taskCandidateGroup(group).includeAssignedTasks();
    }

    private static TaskQuery oldestFirst(ProcessEngine engine) {
        return engine.getTaskService().createTaskQuery().orderByTaskCreateTime().asc();
    }

    /** @param priority the lowest number is shown first */
    private static void ensure(
            ProcessEngine engine,
            String name,
            String description,
            int priority,
            TaskQuery query,
            List<String> readers) {
        FilterService filters = engine.getFilterService();
        if (filters.createFilterQuery().filterName(name).count() == 0) {
            filters.saveFilter(filters.newTaskFilter(name)
                    .setQuery(query)
                    .setProperties(Map.of(
                            "description",
                            description,
                            "priority",
                            priority,
                            "color",
                            "#2f6f8f",
                            "refresh",
                            true,
                            "showUndefinedVariable",
                            false,
                            "variables",
                            VARIABLES)));
        }
        // by id, so that a filter a person makes for themselves stays theirs
        String id = filters.createFilterQuery()
                .filterName(name)
                .listPage(0, 1)
                .get(0)
                .getId();
        readers.forEach(
                group -> Grants.grant(engine.getAuthorizationService(), group, Resources.FILTER, id, Permissions.READ));
    }
}
