package dev.kaltstart.engine;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.impl.RepositoryServiceImpl;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

@Component
class CamundaRows implements EngineRows {

    private static final Set<String> VERSIONED =
            Set.of("act_re_procdef", "act_re_camformdef", "act_re_decision_req_def", "act_re_decision_def");
    private static final String ELSEWHERE = " (from another Kaltstart)";

    private final JdbcClient jdbc;
    private final RuntimeService runtime;
    private final RepositoryService repository;
    private final StepExecutions memory;
    private final Map<String, Step> steps;
    private final Collisions collisions;

    CamundaRows(
            JdbcClient jdbc,
            RuntimeService runtime,
            RepositoryService repository,
            StepExecutions memory,
            Map<String, Step> steps,
            Collisions collisions) {
        this.jdbc = jdbc;
        this.runtime = runtime;
        this.repository = repository;
        this.memory = memory;
        this.steps = steps;
        this.collisions = collisions;
    }

    @Override
    public String version() {
        String newest = jdbc.sql("select version_ from act_ge_schema_log order by timestamp_ desc, version_ desc"
                        + " fetch first 1 rows only")
                .query(String.class)
                .single();
        return newest.replaceFirst("^(\\d+\\.\\d+).*", "$1");
    }

    @Override
    public List<Table> tables() {
        return EngineTables.ALL;
    }

    /**
     * A model comes along under its own id. It must neither become the newest of its name, by which new recoveries are
     * started, nor be what the next start compares its own models with.
     */
    @Override
    public Map<String, Object> arriving(String table, Map<String, Object> row) {
        var changed = new HashMap<>(row);
        if (VERSIONED.contains(table)) {
            changed.put("version_", Math.min(0, oldest(table, String.valueOf(row.get("key_"))) - 1));
        } else if (table.equals("act_re_deployment")) {
            String name = String.valueOf(row.get("name_"));
            changed.put("name_", name.endsWith(ELSEWHERE) ? name : name + ELSEWHERE);
        }
        return changed;
    }

    private int oldest(String table, String key) {
        return jdbc.sql("select coalesce(min(version_), 1) from " + table + " where key_ = :key")
                .param("key", key)
                .query(Integer.class)
                .single();
    }

    @Override
    public void arrived(String recovery) {
        String ours = " where proc_inst_id_ in " + EngineTables.INSTANCES;
        String jobs = " where process_instance_id_ in " + EngineTables.INSTANCES;
        List.of(
                        "update act_ru_ext_task set worker_id_ = null, lock_exp_time_ = null, suspension_state_ = 1"
                                + ours,
                        "update act_ru_job set lock_owner_ = null, lock_exp_time_ = null, suspension_state_ = 1" + jobs,
                        "update act_ru_execution set suspension_state_ = 1" + ours,
                        "update act_ru_task set suspension_state_ = 1" + ours,
                        "update act_hi_procinst set state_ = 'ACTIVE' where state_ = 'SUSPENDED' and root_proc_inst_id_"
                                + " in (select proc_inst_id_ from act_ru_execution where business_key_ = :recovery)")
                .forEach(change -> jdbc.sql(change).param("recovery", recovery).update());
        understand(recovery);
        memory.actingIn(recovery).forEach((execution, step) -> {
            if (steps.get(ActivityNames.bean(step)) instanceof Step.Destructive) {
                memory.performed(execution);
            }
        });
    }

    /** A step that this Kaltstart does not have would be noticed when it is due, which is too late. */
    private void understand(String recovery) {
        jdbc.sql("select distinct proc_def_id_ from act_ru_execution where proc_inst_id_ in " + EngineTables.INSTANCES)
                .param("recovery", recovery)
                .query(String.class)
                .list()
                .forEach(model -> {
                    try {
                        ((RepositoryServiceImpl) repository).getDeployedProcessDefinition(model);
                    } catch (ProcessEngineException | IllegalStateException e) {
                        throw new IllegalArgumentException(
                                "its model cannot run here: "
                                        + NestedExceptionUtils.getMostSpecificCause(e)
                                                .getMessage(),
                                e);
                    }
                });
    }

    @Override
    public void hold(String recovery, Runnable together) {
        each(recovery, runtime::suspendProcessInstanceById, together);
    }

    @Override
    public void release(String recovery, Runnable together) {
        each(recovery, runtime::activateProcessInstanceById, together);
    }

    private void each(String recovery, Consumer<String> change, Runnable together) {
        collisions.outlast(() -> {
            runtime.createProcessInstanceQuery().processInstanceBusinessKey(recovery).list().stream()
                    .map(ProcessInstance::getId)
                    .forEach(change);
            together.run();
        });
    }
}
