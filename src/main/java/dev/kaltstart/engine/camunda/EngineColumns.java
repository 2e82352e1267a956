package dev.kaltstart.engine.camunda;

import dev.kaltstart.engine.EngineRows;
import java.util.List;
import java.util.Map;

/**
 * The columns of Camunda 7.24 that are exported with a recovery, by table. Bytes, objects and models are not: what is not named here
 * neither leaves nor arrives.
 */
final class EngineColumns {

    private static final Map<String, List<String>> ALL = EngineRows.Table.columns("""
            act_ru_execution: id_ rev_ root_proc_inst_id_ proc_inst_id_ business_key_ parent_id_ proc_def_id_
                super_exec_ act_inst_id_ act_id_ is_active_ is_concurrent_ is_scope_ is_event_scope_ suspension_state_
                cached_ent_state_ sequence_counter_ proc_def_key_
            act_ru_task: id_ rev_ execution_id_ proc_inst_id_ proc_def_id_ name_ parent_task_id_ description_
                task_def_key_ owner_ assignee_ delegation_ priority_ create_time_ last_updated_ due_date_
                follow_up_date_ suspension_state_ task_state_
            act_ru_identitylink: id_ rev_ group_id_ type_ user_id_ task_id_
            act_ru_variable: id_ rev_ type_ name_ execution_id_ proc_inst_id_ proc_def_id_ task_id_ double_ long_
                text_ var_scope_ sequence_counter_ is_concurrent_local_
            act_ru_event_subscr: id_ rev_ event_type_ event_name_ execution_id_ proc_inst_id_ activity_id_
                configuration_ created_
            act_ru_job: id_ rev_ type_ lock_exp_time_ lock_owner_ exclusive_ execution_id_ root_proc_inst_id_
                process_instance_id_ process_def_id_ process_def_key_ retries_ exception_msg_ failed_act_id_ duedate_
                repeat_ repeat_offset_ handler_type_ handler_cfg_ deployment_id_ suspension_state_ job_def_id_
                priority_ sequence_counter_ create_time_ last_failure_log_id_
            act_ru_ext_task: id_ rev_ worker_id_ topic_name_ retries_ error_msg_ lock_exp_time_ create_time_
                suspension_state_ execution_id_ proc_inst_id_ proc_def_id_ proc_def_key_ act_id_ act_inst_id_
                priority_ last_failure_log_id_
            act_ru_incident: id_ rev_ incident_timestamp_ incident_msg_ incident_type_ execution_id_ activity_id_
                failed_activity_id_ proc_inst_id_ proc_def_id_ cause_incident_id_ root_cause_incident_id_
                configuration_ job_def_id_ annotation_
            act_hi_procinst: id_ proc_inst_id_ business_key_ proc_def_key_ proc_def_id_ start_time_ end_time_
                removal_time_ duration_ start_user_id_ start_act_id_ end_act_id_ super_process_instance_id_
                root_proc_inst_id_ delete_reason_ state_
            act_hi_actinst: id_ parent_act_inst_id_ proc_def_key_ proc_def_id_ root_proc_inst_id_ proc_inst_id_
                execution_id_ act_id_ task_id_ call_proc_inst_id_ act_name_ act_type_ assignee_ start_time_ end_time_
                duration_ act_inst_state_ sequence_counter_ removal_time_
            act_hi_taskinst: id_ task_def_key_ proc_def_key_ proc_def_id_ root_proc_inst_id_ proc_inst_id_
                execution_id_ act_inst_id_ name_ parent_task_id_ description_ owner_ assignee_ start_time_ end_time_
                duration_ delete_reason_ priority_ due_date_ follow_up_date_ removal_time_ task_state_
            act_hi_varinst: id_ proc_def_key_ proc_def_id_ root_proc_inst_id_ proc_inst_id_ execution_id_ task_id_
                act_inst_id_ name_ var_type_ create_time_ rev_ double_ long_ text_ state_ removal_time_
            act_hi_detail: id_ type_ time_ name_ proc_def_key_ proc_def_id_ root_proc_inst_id_ proc_inst_id_
                execution_id_ task_id_ act_inst_id_ var_inst_id_ var_type_ rev_ double_ long_ text_ sequence_counter_
                operation_id_ removal_time_ initial_
            act_hi_identitylink: id_ timestamp_ type_ user_id_ group_id_ task_id_ root_proc_inst_id_ proc_def_id_
                operation_type_ assigner_id_ proc_def_key_ removal_time_
            act_hi_comment: id_ type_ time_ user_id_ task_id_ root_proc_inst_id_ proc_inst_id_ action_ message_
                full_msg_ removal_time_ rev_
            act_hi_op_log: id_ deployment_id_ proc_def_id_ proc_def_key_ root_proc_inst_id_ proc_inst_id_
                execution_id_ task_id_ job_id_ job_def_id_ user_id_ timestamp_ operation_type_ operation_id_
                entity_type_ property_ org_value_ new_value_ removal_time_ category_ external_task_id_ annotation_
            act_hi_incident: id_ proc_def_key_ proc_def_id_ root_proc_inst_id_ proc_inst_id_ execution_id_
                create_time_ end_time_ incident_msg_ incident_type_ activity_id_ failed_activity_id_
                cause_incident_id_ root_cause_incident_id_ configuration_ history_configuration_ incident_state_
                job_def_id_ annotation_ removal_time_
            act_hi_job_log: id_ timestamp_ job_id_ job_duedate_ job_retries_ job_priority_ job_exception_msg_
                job_state_ job_def_id_ job_def_type_ job_def_configuration_ act_id_ failed_act_id_ execution_id_
                root_proc_inst_id_ process_instance_id_ process_def_id_ process_def_key_ deployment_id_
                sequence_counter_ hostname_ removal_time_
            act_hi_ext_task_log: id_ timestamp_ ext_task_id_ retries_ topic_name_ worker_id_ priority_ error_msg_
                act_id_ act_inst_id_ execution_id_ root_proc_inst_id_ proc_inst_id_ proc_def_id_ proc_def_key_ state_
                removal_time_
            act_hi_decinst: id_ dec_def_id_ dec_def_key_ dec_def_name_ proc_def_key_ proc_def_id_ proc_inst_id_
                act_inst_id_ act_id_ eval_time_ removal_time_ collect_value_ user_id_ root_dec_inst_id_
                root_proc_inst_id_ dec_req_id_ dec_req_key_
            act_hi_dec_in: id_ dec_inst_id_ clause_id_ clause_name_ var_type_ double_ long_ text_ create_time_
                root_proc_inst_id_ removal_time_
            act_hi_dec_out: id_ dec_inst_id_ clause_id_ clause_name_ rule_id_ rule_order_ var_name_ var_type_ double_
                long_ text_ create_time_ root_proc_inst_id_ removal_time_
            """);

    private EngineColumns() {}

    static List<String> of(String table) {
        return ALL.getOrDefault(table, List.of());
    }
}
