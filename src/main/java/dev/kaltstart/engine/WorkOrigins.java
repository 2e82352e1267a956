package dev.kaltstart.engine;

import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Which recovery a piece of the engine's work belongs to. */
@Component
public class WorkOrigins {

    private static final Map<String, String> WORK = Map.of(
            "task", "select proc_inst_id_ from act_hi_taskinst where id_ = ?",
            "external-task", "select proc_inst_id_ from act_ru_ext_task where id_ = ?",
            "job", "select process_instance_id_ from act_ru_job where id_ = ?");

    private final JdbcClient jdbc;

    WorkOrigins(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Empty for what there is not.
     *
     * @param kind task, external-task or job, as the engine's REST interface has it
     */
    public Optional<String> recovery(String kind, String id) {
        String work = WORK.get(kind);
        if (work == null) {
            return Optional.empty();
        }
        return jdbc.sql("select root.business_key_ from act_hi_procinst called"
                        + " join act_hi_procinst root on root.id_ = called.root_proc_inst_id_"
                        + " where called.id_ = (" + work + ")")
                .param(id)
                .query(String.class)
                .optional();
    }
}
