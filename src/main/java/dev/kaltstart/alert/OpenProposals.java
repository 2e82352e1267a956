package dev.kaltstart.alert;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kaltstart.recovery.Recoveries;
import java.util.List;
import org.springframework.stereotype.Component;

/** Proposed recoveries whose alert still fires, until a person starts them. */
@Component
class OpenProposals implements Proposals {

    private static final int LATEST = 100;

    private final Inbox inbox;
    private final Recoveries recoveries;
    private final ObjectMapper json;

    OpenProposals(Inbox inbox, Recoveries recoveries, ObjectMapper json) {
        this.inbox = inbox;
        this.recoveries = recoveries;
        this.json = json;
    }

    @Override
    public List<Proposed> open() {
        return inbox.latest(LATEST).stream()
                .filter(entry -> entry.decision() == Decision.PROPOSED && entry.resolvedAt() == null)
                .filter(entry -> !startedSince(entry))
                .map(this::proposed)
                .toList();
    }

    private boolean startedSince(InboxEntry entry) {
        return entry.scenario() != null
                && recoveries.startedSince(entry.cluster(), entry.scenario(), entry.subject(), entry.firstReceived());
    }

    private Proposed proposed(InboxEntry entry) {
        Proposal proposal = Proposal.of(entry);
        return new Proposed(
                proposal.cluster(),
                proposal.scenario(),
                proposal.subject(),
                Proposal.label(entry),
                entry.beganAt(),
                text(proposal));
    }

    private String text(Proposal proposal) {
        try {
            return json.writeValueAsString(proposal);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
