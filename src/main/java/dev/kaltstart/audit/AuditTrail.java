package dev.kaltstart.audit;

import dev.kaltstart.approval.ApprovalChange;
import dev.kaltstart.engine.EngineEvent;
import dev.kaltstart.recovery.TimelineNote;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/** Records the events of engine, recoveries and approvals, in the transaction that publishes them. */
@Component
class AuditTrail {

    private final AuditChain chain;

    AuditTrail(AuditChain chain) {
        this.chain = chain;
    }

    @EventListener
    void write(EngineEvent.StepBegan event) {
        chain.record(of(event, "step-began", event.name()).about(event.subject().text(), event.step()));
    }

    @EventListener
    void write(EngineEvent.StepDone event) {
        chain.record(of(event, "step-done", event.name() + ": " + event.evidence())
                .about(event.subject().text(), event.step()));
    }

    @EventListener
    void write(EngineEvent.StepFailed event) {
        chain.record(of(event, "step-failed", event.name() + ": " + event.message() + " [" + event.code() + "]")
                .about(event.subject().text(), event.step()));
    }

    @EventListener
    void write(EngineEvent.TaskOpened event) {
        chain.record(of(event, "task-opened", event.name() + " (task " + event.task() + ")")
                .about(event.subject().text(), event.activity()));
    }

    /** Keys first, because long answers are truncated. */
    @EventListener
    void write(EngineEvent.TaskCompleted event) {
        chain.record(of(event, "task-completed", event.name() + " " + event.keys() + ": " + event.answers())
                .about(event.subject().text(), event.activity())
                .by(event.person(), origin()));
    }

    /** Starts, aborts, ends, hand-overs, imports and other notes. */
    @EventListener
    void write(TimelineNote event) {
        chain.record(AuditEvent.of(event.at(), event.kind(), event.recovery(), event.message())
                .about(null, event.step())
                .by(event.person(), event.person() == null ? null : origin()));
    }

    @EventListener
    void write(ApprovalChange event) {
        chain.record(AuditEvent.of(event.at(), "approval-" + event.change().word(), event.recovery(), event.message())
                .about(event.subject(), event.step())
                .by(event.person(), origin())
                .allowing(event.digest(), event.approval()));
    }

    private static AuditEvent of(EngineEvent event, String action, String message) {
        return AuditEvent.of(event.at(), action, event.recovery(), message);
    }

    private static @Nullable String origin() {
        return RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes attributes
                ? origin(attributes.getRequest())
                : null;
    }

    static String origin(HttpServletRequest request) {
        return request.getRemoteAddr();
    }
}
