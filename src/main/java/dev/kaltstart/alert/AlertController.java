package dev.kaltstart.alert;

import dev.kaltstart.alert.payload.Source;
import io.swagger.v3.oas.annotations.Operation;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
class AlertController {

    private static final int LATEST = 100;

    private final Inbox inbox;
    private final ProposalChoices choices;
    private final IgnoredAlerts ignored;

    AlertController(Inbox inbox, ProposalChoices choices, IgnoredAlerts ignored) {
        this.inbox = inbox;
        this.choices = choices;
        this.ignored = ignored;
    }

    @Operation(
            summary = "The latest 100 alerts and their decisions",
            description = "'accept' of a proposal is the request body for POST /api/recoveries; where a person has to"
                    + " choose the node, there are several 'choices'. A proposal without either has 'advice'.")
    @GetMapping("/api/alerts")
    List<Shown> latest() {
        return inbox.latest(LATEST).stream().map(this::shown).toList();
    }

    private Shown shown(InboxEntry entry) {
        List<ProposedRecovery> offered = choices.of(entry);
        return Shown.of(entry, offered, entry.decision() == Decision.PROPOSED ? choices.advice(entry, offered) : "");
    }

    @Operation(
            summary = "The alerts of the last day that were ignored, by name, with the reason",
            description = "An alert name that means a failed node or cluster is mapped in kaltstart.yaml.")
    @GetMapping("/api/alerts/ignored")
    List<IgnoredAlerts.Ignored> ignored() {
        return ignored.lastDay();
    }

    /**
     * @param startsAt start of the firing
     * @param reason why it is ignored
     * @param accept the request body that starts the proposed recovery
     * @param choices request bodies, one of which a person has to choose
     * @param advice what has to be known or done by hand
     */
    record Shown(
            Source source,
            String fingerprint,
            Instant startsAt,
            String alertname,
            String cluster,
            @Nullable String node,
            Decision decision,
            @Nullable IgnoreReason reason,
            @Nullable String scenario,
            @Nullable String recovery,
            Map<String, String> labels,
            Instant firstReceived,
            Instant lastReceived,
            @Nullable Instant resolvedAt,
            int received,
            @Nullable ProposedRecovery accept,
            List<ProposedRecovery> choices,
            String advice) {

        static Shown of(InboxEntry entry, List<ProposedRecovery> offered, String advice) {
            return new Shown(
                    entry.source(),
                    entry.fingerprint(),
                    entry.beganAt(),
                    entry.alertname(),
                    entry.cluster(),
                    entry.node(),
                    entry.decision(),
                    entry.ignored(),
                    entry.scenario(),
                    entry.recovery(),
                    entry.labels(),
                    entry.firstReceived(),
                    entry.lastReceived(),
                    entry.resolvedAt(),
                    entry.received(),
                    offered.size() == 1 ? offered.get(0) : null,
                    offered.size() > 1 ? offered : List.of(),
                    advice);
        }
    }
}
