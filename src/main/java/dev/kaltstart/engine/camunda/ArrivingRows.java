package dev.kaltstart.engine.camunda;

import dev.kaltstart.engine.EngineRows;
import dev.kaltstart.engine.EngineRows.Identity;
import dev.kaltstart.engine.model.ActivityNames;
import dev.kaltstart.engine.model.DeployedModels;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Lets rows in that are nothing but data of one recovery. A row that named another recovery's execution would change
 * that one; a row of a type of its own would be read as an object.
 */
final class ArrivingRows implements EngineRows.Landing {

    private static final Set<String> PLAIN = Set.of("string", "boolean", "short", "integer", "long", "double", "null");
    private static final Set<String> JOBS = Set.of(
            "async-continuation",
            "timer-transition",
            "timer-intermediate-transition",
            "timer-start-event-subprocess",
            "timer-task-listener",
            "event");
    private static final Set<String> EVENTS = Set.of("message", "signal", "conditional", "compensate");
    private static final Set<String> BOUND = Set.of("act_ru_execution", "act_ru_task", "act_ru_ext_task");
    private static final String NAMES_ONLY = "[\\w#$~.:-]*";
    /** The column with the variables' types, by table. */
    private static final Map<String, String> TYPES = Map.of(
            "act_ru_variable", "type_",
            "act_hi_varinst", "var_type_",
            "act_hi_detail", "var_type_",
            "act_hi_dec_in", "var_type_",
            "act_hi_dec_out", "var_type_");
    /** The owner column, of tables where it is not the process instance. */
    private static final Map<String, String> OWNERS =
            Map.of("act_ru_identitylink", "task_id_", "act_ru_job", "process_instance_id_");

    private final Identity identity;
    private final DeployedModels.Match models;
    private final BiPredicate<String, String> activities;
    private final Set<String> roots = new HashSet<>();
    private final Set<String> instances = new HashSet<>();
    private final Set<String> executions = new HashSet<>();
    private final Set<String> tasks = new HashSet<>();

    /** @param activities whether a definition of ours has an activity */
    ArrivingRows(Identity identity, DeployedModels.Match models, BiPredicate<String, String> activities) {
        this.identity = identity;
        this.models = models;
        this.activities = activities;
    }

    static boolean plain(String table, Map<String, ? extends @Nullable Object> row) {
        String column = TYPES.get(table);
        Object type = column == null ? null : row.get(column);
        return type == null || PLAIN.contains(String.valueOf(type));
    }

    @Override
    public void meet(String table, Map<String, @Nullable Object> row) {
        switch (table) {
            case "act_hi_procinst" -> {
                add(instances, row.get("proc_inst_id_"));
                if (row.get("super_process_instance_id_") == null) {
                    add(roots, row.get("proc_inst_id_"));
                }
            }
            case "act_ru_execution" -> add(executions, row.get("id_"));
            case "act_ru_task" -> add(tasks, row.get("id_"));
            default -> {}
        }
    }

    private static void add(Set<String> all, @Nullable Object id) {
        if (id != null) {
            all.add(id.toString());
        }
    }

    @Override
    public Map<String, @Nullable Object> land(String table, Map<String, @Nullable Object> row) {
        require(roots.size() <= 1, table, "more than one run is in it");
        require(plain(table, row), table, "a variable of the type " + row.get(TYPES.get(table)));
        require(row.get(owner(table)) != null, table, "a row of no run");
        require(
                !table.startsWith("act_ru_") || row.get("rev_") != null,
                table,
                "a row without a revision, which nothing could change any more");
        var landed = new HashMap<String, @Nullable Object>(row);
        row.forEach((column, value) -> {
            if (value != null) {
                landed.put(column, landed(table, column, value.toString(), value));
            }
        });
        if (landed.containsKey("deployment_id_")) {
            landed.put("deployment_id_", deployment(landed));
        }
        facts(table, row);
        activity(table, landed);
        return landed;
    }

    private static String owner(String table) {
        return OWNERS.getOrDefault(table, table.startsWith("act_ru_") ? "proc_inst_id_" : "root_proc_inst_id_");
    }

    private @Nullable Object landed(String table, String column, String text, Object value) {
        boolean running = table.startsWith("act_ru_");
        switch (column) {
            case "proc_def_id_", "process_def_id_" -> {
                return known(models.definitions().get(text), table, "a model that it does not name");
            }
            case "job_def_id_" -> {
                String job = models.jobs().get(text);
                return running ? known(job, table, "a job that its model does not have") : job;
            }
            case "proc_inst_id_", "process_instance_id_", "super_process_instance_id_", "call_proc_inst_id_" ->
                own(instances.contains(text), table, column);
            case "root_proc_inst_id_" -> own(roots.contains(text), table, column);
            case "business_key_" -> own(identity.recovery().equals(text), table, column);
            case "execution_id_", "parent_id_", "super_exec_" ->
                own(!running || executions.contains(text), table, column);
            case "task_id_", "parent_task_id_" -> own(!running || tasks.contains(text), table, column);
            case "var_scope_" -> own(executions.contains(text) || tasks.contains(text), table, column);
            case "handler_type_" -> require(JOBS.contains(text), table, "a job of the kind " + text);
            case "handler_cfg_" -> require(text.matches(NAMES_ONLY), table, "a job of the kind " + text);
            case "event_type_" -> require(EVENTS.contains(text), table, "an event of the kind " + text);
            default -> {}
        }
        return value;
    }

    private @Nullable Object deployment(Map<String, @Nullable Object> landed) {
        Object definition = landed.getOrDefault("process_def_id_", landed.get("proc_def_id_"));
        return definition == null ? null : models.deployments().get(definition.toString());
    }

    /** Which cluster, which mode, which node: Kaltstart's own rows say that, and a variable must not say another. */
    private void facts(String table, Map<String, @Nullable Object> row) {
        if (!table.equals("act_ru_variable") && !table.equals("act_hi_varinst") && !table.equals("act_hi_detail")) {
            return;
        }
        String name = String.valueOf(row.get("name_"));
        String text = String.valueOf(row.get("text_"));
        String wanted = identity.facts().get(name);
        boolean atRoot = roots.contains(String.valueOf(row.get("execution_id_")));
        if (name.equals("node")) {
            wanted = atRoot && identity.node() != null
                    ? identity.node()
                    : identity.nodes().contains(text) ? text : "a node of the inventory";
        }
        require(
                wanted == null || wanted.equals(text),
                table,
                "the variable '" + name + "' is '" + text + "' and not '" + wanted + "'");
    }

    private void activity(String table, Map<String, @Nullable Object> landed) {
        require(
                !BOUND.contains(table) || landed.get("proc_def_id_") != null,
                table,
                "a row of no model, which the engine could not continue");
        String column = table.equals("act_ru_task") ? "task_def_key_" : "act_id_";
        Object activity = table.startsWith("act_ru_") ? landed.get(column) : null;
        if (activity == null) {
            return;
        }
        require(
                activities.test(String.valueOf(landed.get("proc_def_id_")), activity.toString()),
                table,
                "an activity that its model does not have: " + activity);
        require(
                !table.equals("act_ru_ext_task")
                        || ActivityNames.bean(activity.toString()).equals(landed.get("topic_name_")),
                table,
                "the step " + landed.get("topic_name_") + " at the activity " + activity);
    }

    private static Object known(@Nullable Object value, String table, String what) {
        require(value != null, table, what);
        return Objects.requireNonNull(value);
    }

    private static void own(boolean ours, String table, String column) {
        require(ours, table, "a row of another recovery, by its " + column);
    }

    private static void require(boolean condition, String table, String what) {
        if (!condition) {
            throw new IllegalArgumentException("the table " + table + " has there " + what);
        }
    }
}
