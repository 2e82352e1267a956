package dev.kaltstart.transfer;

import dev.kaltstart.engine.EngineRows.Table;
import java.util.List;
import java.util.Map;

/** The columns of Kaltstart's own tables that are exported. A new column must be listed here. */
final class OwnColumns {

    private static final Map<String, List<String>> ALL = Table.columns("""
            recovery: id cluster scenario mode subject reason person rehearsal speed unattended started_at created_at
                green_at ended_at outcome epoch handed_over_at model subject_kind waited_ms
            timeline: recovery at kind step words code person subject
            step_execution: id recovery subject model step name state words code progress measured began_at began_clock_at acted_at
                attempts
                performed_at ended_at
            command: id recovery step subject number line argv_hash state host pid pid_begun ending exit_code output error
                intent_at started_at ended_at
            plan: id bundle position recovery subject step mode model digest content made_at
            approval: id recovery subject step mode model plan digest approver reason preview approved_at valid_from
                expires_at solo withdrawn_at withdrawn_by execution taken_at
            machine: recovery node source uuid person recorded_at
            subject_list: recovery name position subject
            execution_subject: execution recovery subject
            report: recovery markdown json written_at
            suspension: id recovery cluster mode kind namespace name reason state before words taken_at expires_at
                ended_at
            evidence: recovery subject name content kept_at
            milestone: recovery name objective clock_at waited_ms
            exposed_value: recovery id subject file key_path kind consumer rank first_commit first_at last_commit
                last_at at_head reason state proof person changed_at
            alert: source fingerprint starts_at began_at decision scenario recovery cluster node subject twin_only
                labels first_received last_received resolved_at received alertname ignored
            """);

    private OwnColumns() {}

    static List<String> of(String table) {
        return ALL.getOrDefault(table, List.of());
    }
}
