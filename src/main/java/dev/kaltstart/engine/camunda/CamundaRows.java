package dev.kaltstart.engine.camunda;

import dev.kaltstart.engine.EngineRows;
import dev.kaltstart.engine.Step;
import dev.kaltstart.engine.model.ActivityNames;
import dev.kaltstart.engine.model.DeployedModels;
import dev.kaltstart.engine.worker.StepExecutions;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.impl.RepositoryServiceImpl;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

@Component
class CamundaRows implements EngineRows {

    private final JdbcClient jdbc;
    private final RuntimeService runtime;
    private final RepositoryService repository;
    private final DeployedModels models;
    private final StepExecutions memory;
    private final Map<String, Step> steps;
    private final OptimisticRetry collisions;

    CamundaRows(
            JdbcClient jdbc,
            RuntimeService runtime,
            RepositoryService repository,
            DeployedModels models,
            StepExecutions memory,
            Map<String, Step> steps,
            OptimisticRetry collisions) {
        this.jdbc = jdbc;
        this.runtime = runtime;
        this.repository = repository;
        this.models = models;
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

    @Override
    public List<Model> models(String recovery) {
        return models.of(recovery);
    }

    @Override
    public boolean plain(String table, Map<String, ? extends @Nullable Object> row) {
        return ArrivingRows.plain(table, row);
    }

    @Override
    public Landing landing(Identity identity, List<Model> theirs) {
        return new ArrivingRows(identity, models.match(theirs), this::has);
    }

    private boolean has(String definition, String activity) {
        return ((RepositoryServiceImpl) repository)
                        .getDeployedProcessDefinition(definition)
                        .findActivity(activity)
                != null;
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
        memory.actingIn(recovery).forEach((execution, step) -> {
            if (steps.get(ActivityNames.bean(step)) instanceof Step.Destructive) {
                memory.performed(execution);
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
