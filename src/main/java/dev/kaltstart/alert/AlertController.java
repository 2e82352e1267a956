package dev.kaltstart.alert;

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

    AlertController(Inbox inbox) {
        this.inbox = inbox;
    }

    @Operation(
            summary = "The latest 100 alerts and their decisions",
            description = "'accept' of a proposal is the request body for POST /api/recoveries.")
    @GetMapping("/api/alerts")
    List<Shown> latest() {
        return inbox.latest(LATEST).stream().map(Shown::of).toList();
    }

    /**
     * @param startsAt start of the firing
     * @param accept the request body that starts the proposed recovery
     */
    record Shown(
            Source source,
            String fingerprint,
            Instant startsAt,
            String alertname,
            String cluster,
            @Nullable String node,
            Decision decision,
            @Nullable String scenario,
            @Nullable String recovery,
            Map<String, String> labels,
            Instant firstReceived,
            Instant lastReceived,
            @Nullable Instant resolvedAt,
            int received,
            @Nullable Proposal accept) {

        static Shown of(InboxEntry entry) {
            return new Shown(
                    entry.source(),
                    entry.fingerprint(),
                    entry.beganAt(),
                    entry.alertname(),
                    entry.cluster(),
                    entry.node(),
                    entry.decision(),
                    entry.scenario(),
                    entry.recovery(),
                    entry.labels(),
                    entry.firstReceived(),
                    entry.lastReceived(),
                    entry.resolvedAt(),
                    entry.received(),
                    entry.decision() == Decision.PROPOSED ? Proposal.of(entry) : null);
        }
    }
}
