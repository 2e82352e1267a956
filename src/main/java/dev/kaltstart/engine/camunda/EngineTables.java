package dev.kaltstart.engine.camunda;

import dev.kaltstart.engine.EngineRows.Table;
import java.util.List;
import java.util.stream.Stream;

/** The tables of Camunda 7.24 that hold something of one run: foreign keys point up this list. */
public final class EngineTables {

    static final String ROOT = "(select proc_inst_id_ from act_hi_procinst"
            + " where business_key_ = :recovery and super_process_instance_id_ is null)";
    static final String INSTANCES =
            "(select proc_inst_id_ from act_hi_procinst where root_proc_inst_id_ in " + ROOT + ")";
    public static final String MODELS =
            "(select proc_def_id_ from act_hi_procinst where root_proc_inst_id_ in " + ROOT + ")";

    private static final String OF_INSTANCES = "proc_inst_id_ in " + INSTANCES;
    private static final String OF_ROOT = "root_proc_inst_id_ in " + ROOT;

    private static final List<Table> RUN = List.of(
            own("act_ru_execution", OF_INSTANCES, "proc_inst_id_", "parent_id_", "super_exec_"),
            own("act_ru_task", OF_INSTANCES, "parent_task_id_"),
            own("act_ru_identitylink", "task_id_ in (select id_ from act_ru_task where " + OF_INSTANCES + ")"),
            own("act_ru_variable", OF_INSTANCES),
            own("act_ru_event_subscr", OF_INSTANCES),
            own("act_ru_job", "process_instance_id_ in " + INSTANCES),
            own("act_ru_ext_task", OF_INSTANCES),
            own("act_ru_incident", OF_INSTANCES, "cause_incident_id_", "root_cause_incident_id_"));

    private static final List<String> HISTORY = List.of(
            "procinst",
            "actinst",
            "taskinst",
            "varinst",
            "detail",
            "identitylink",
            "comment",
            "op_log",
            "incident",
            "job_log",
            "ext_task_log",
            "decinst",
            "dec_in",
            "dec_out");

    static final List<Table> ALL = Stream.concat(
                    RUN.stream(), HISTORY.stream().map(name -> own("act_hi_" + name, OF_ROOT)))
            .toList();

    private EngineTables() {}

    private static Table own(String name, String where, String... references) {
        return new Table(name, where, EngineColumns.of(name), List.of(references), List.of());
    }
}
