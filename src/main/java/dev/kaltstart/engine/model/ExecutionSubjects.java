package dev.kaltstart.engine.model;

import dev.kaltstart.engine.RecoveryRecord;
import dev.kaltstart.engine.Subject;
import java.util.List;
import java.util.Optional;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The subject of each execution. A loop over several subjects has a row for each of its rounds; everything below a round
 * has the round's subject, everything else that of the recovery.
 */
@Component
public class ExecutionSubjects {

    private final JdbcClient jdbc;

    ExecutionSubjects(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The rounds of a loop, in order; replaces an earlier list of that name. */
    public void list(String recovery, String name, List<Subject> subjects) {
        jdbc.sql("delete from subject_list where recovery = ? and name = ?")
                .params(recovery, name)
                .update();
        for (int position = 0; position < subjects.size(); position++) {
            jdbc.sql("insert into subject_list (recovery, name, position, subject) values (?, ?, ?, ?)")
                    .params(recovery, name, position, subjects.get(position).text())
                    .update();
        }
    }

    List<String> listed(String recovery, String name) {
        return jdbc.sql("select subject from subject_list where recovery = ? and name = ? order by position")
                .params(recovery, name)
                .query(String.class)
                .list();
    }

    void begin(String execution, String recovery, Subject subject) {
        jdbc.sql("insert into execution_subject (execution, recovery, subject) values (?, ?, ?)")
                .params(execution, recovery, subject.text())
                .update();
    }

    /** In the engine's transaction, whose executions are not in the database yet. */
    public Subject of(ExecutionEntity execution, RecoveryRecord recovery) {
        @Nullable ExecutionEntity at = execution;
        while (at != null && hasLoop(recovery.recovery())) {
            Optional<Subject> subject = of(at.getId());
            if (subject.isPresent()) {
                return subject.get();
            }
            at = at.getParent() == null ? at.getSuperExecution() : at.getParent();
        }
        return recovery.subject();
    }

    public Subject of(String execution, RecoveryRecord recovery) {
        Optional<String> at = Optional.of(execution);
        while (at.isPresent() && hasLoop(recovery.recovery())) {
            Optional<Subject> subject = of(at.get());
            if (subject.isPresent()) {
                return subject.get();
            }
            at = above(at.get());
        }
        return recovery.subject();
    }

    private Optional<Subject> of(String execution) {
        return jdbc.sql("select subject from execution_subject where execution = ?")
                .param(execution)
                .query(String.class)
                .optional()
                .map(Subject::parse);
    }

    private Optional<String> above(String execution) {
        return jdbc.sql("select coalesce(parent_id_, super_exec_) from act_ru_execution where id_ = ?")
                .param(execution)
                .query((row, n) -> Optional.ofNullable(row.getString(1)))
                .optional()
                .flatMap(found -> found);
    }

    private boolean hasLoop(String recovery) {
        return jdbc.sql("select count(*) from execution_subject where recovery = ?")
                        .param(recovery)
                        .query(Long.class)
                        .single()
                > 0;
    }
}
