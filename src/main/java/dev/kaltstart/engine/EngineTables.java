package dev.kaltstart.engine;

import dev.kaltstart.engine.EngineRows.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The tables of Camunda 7.24 that hold something of one run: foreign keys point up this list. */
final class EngineTables {

    static final String ROOT = "(select proc_inst_id_ from act_hi_procinst"
            + " where business_key_ = :recovery and super_process_instance_id_ is null)";
    static final String INSTANCES =
            "(select proc_inst_id_ from act_hi_procinst where root_proc_inst_id_ in " + ROOT + ")";
    static final String MODELS = "(select proc_def_id_ from act_hi_procinst where root_proc_inst_id_ in " + ROOT + ")";

    private static final String DEPLOYMENTS = "(select deployment_id_ from act_re_procdef where id_ in " + MODELS + ")";
    private static final String OF_DEPLOYMENTS = "deployment_id_ in " + DEPLOYMENTS;
    private static final String OF_INSTANCES = "proc_inst_id_ in " + INSTANCES;
    private static final String OF_ROOT = "root_proc_inst_id_ in " + ROOT;
    private static final String BYTES = OF_DEPLOYMENTS + " or " + OF_ROOT
            + " or id_ in (select bytearray_id_ from act_ru_variable where " + OF_INSTANCES + ")"
            + " or id_ in (select exception_stack_id_ from act_ru_job where process_instance_id_ in " + INSTANCES + ")"
            + " or id_ in (select error_details_id_ from act_ru_ext_task where " + OF_INSTANCES + ")";

    private static final List<String> HISTORY = List.of(
            "procinst",
            "actinst",
            "taskinst",
            "varinst",
            "detail",
            "identitylink",
            "comment",
            "attachment",
            "op_log",
            "incident",
            "job_log",
            "ext_task_log",
            "decinst",
            "dec_in",
            "dec_out");

    static final List<Table> ALL =
            Stream.of(models(), run(), history()).flatMap(List::stream).toList();

    private EngineTables() {}

    private static List<Table> models() {
        return List.of(
                shared("act_re_deployment", "id_ in " + DEPLOYMENTS),
                shared("act_ge_bytearray", BYTES),
                shared("act_re_procdef", OF_DEPLOYMENTS),
                shared("act_re_camformdef", OF_DEPLOYMENTS),
                shared("act_re_decision_req_def", OF_DEPLOYMENTS),
                shared("act_re_decision_def", OF_DEPLOYMENTS),
                shared(
                        "act_ru_jobdef",
                        "proc_def_id_ in (select id_ from act_re_procdef where " + OF_DEPLOYMENTS + ")"));
    }

    private static List<Table> run() {
        return List.of(
                own("act_ru_execution", OF_INSTANCES, "proc_inst_id_", "parent_id_", "super_exec_"),
                own("act_ru_task", OF_INSTANCES, "parent_task_id_"),
                own("act_ru_identitylink", "task_id_ in (select id_ from act_ru_task where " + OF_INSTANCES + ")"),
                own("act_ru_variable", OF_INSTANCES),
                own("act_ru_event_subscr", OF_INSTANCES),
                own("act_ru_job", "process_instance_id_ in " + INSTANCES),
                own("act_ru_ext_task", OF_INSTANCES),
                own("act_ru_incident", OF_INSTANCES, "cause_incident_id_", "root_cause_incident_id_"));
    }

    private static List<Table> history() {
        var tables = new ArrayList<Table>();
        HISTORY.forEach(name -> tables.add(own("act_hi_" + name, OF_ROOT)));
        return tables;
    }

    private static Table own(String name, String where, String... references) {
        return new Table(name, where, List.of(references), List.of());
    }

    private static Table shared(String name, String where) {
        return new Table(name, where, List.of(), List.of("id_"));
    }
}
