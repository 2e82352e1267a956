package dev.kaltstart.alert;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kaltstart.api.ControlCharacters;
import dev.kaltstart.api.Problem;
import dev.kaltstart.recovery.Recoveries;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Proposed recoveries whose alert still fires, until a person starts them. */
@Component
class OpenProposals implements Proposals {

    private static final int LATEST = 100;
    private static final int ATTEMPTS = 5;
    private static final int LONGEST = 1000;

    private final Inbox inbox;
    private final ProposalChoices choices;
    private final Recoveries recoveries;
    private final ObjectMapper json;
    private final TransactionTemplate transaction;

    OpenProposals(
            Inbox inbox,
            ProposalChoices choices,
            Recoveries recoveries,
            ObjectMapper json,
            PlatformTransactionManager transactions) {
        this.inbox = inbox;
        this.choices = choices;
        this.recoveries = recoveries;
        this.json = json;
        this.transaction = new TransactionTemplate(transactions);
    }

    @Override
    public List<Proposed> open() {
        return inbox.proposed(LATEST).stream()
                .filter(entry -> !startedSince(entry))
                .map(this::proposed)
                .toList();
    }

    private boolean startedSince(InboxEntry entry) {
        if (entry.scenario() == null) {
            return false;
        }
        List<ProposedRecovery> offered = choices.of(entry);
        return offered.stream()
                .anyMatch(one ->
                        recoveries.startedSince(entry.cluster(), one.scenario(), one.subject(), entry.firstReceived()));
    }

    private Proposed proposed(InboxEntry entry) {
        List<ProposedRecovery> offered = choices.of(entry);
        return new Proposed(
                ProposalId.of(entry).text(),
                entry.cluster(),
                Objects.requireNonNull(entry.scenario()),
                entry.subject(),
                ProposedRecovery.label(entry),
                entry.beganAt(),
                offered.stream()
                        .map(one -> new Choice(one.subject(), one.mode(), text(one)))
                        .toList(),
                choices.advice(entry, offered));
    }

    @Override
    public String start(String proposal, @Nullable String subject, String person) {
        InboxEntry entry = ProposalId.parse(proposal)
                .flatMap(id -> inbox.find(id.source(), id.fingerprint(), id.startsAt()))
                .orElseThrow(() -> Problem.notFound("There is no such proposal."));
        if (entry.resolvedAt() != null) {
            throw new Problem(HttpStatus.CONFLICT, "resolved", "The alert of this proposal is resolved.");
        }
        ProposedRecovery chosen = choices.of(entry).stream()
                .filter(one -> Objects.equals(one.subject(), subject))
                .findFirst()
                .orElseThrow(() -> Problem.invalid("This cannot be started, or not for this subject."));
        // a second click is the same start
        String key = "proposal." + proposal + (subject == null ? "" : "." + subject);
        return start(chosen.request(person, key, null));
    }

    private String start(Recoveries.Request request) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            try {
                return Objects.requireNonNull(
                        transaction.execute(status -> recoveries.start(request).id()));
            } catch (DuplicateKeyException | TransientDataAccessException raced) {
                // another start was faster: the next attempt sees it
            } catch (Recoveries.Busy busy) {
                throw new Problem(HttpStatus.CONFLICT, "busy", message(busy)).with("holder", busy.holder());
            } catch (Recoveries.Unacceptable unacceptable) {
                throw Problem.invalid(message(unacceptable));
            }
        }
        throw Problem.unavailable("Too many requests start something for this cluster; nothing was started.");
    }

    private static String message(RuntimeException refusal) {
        return ControlCharacters.text(String.valueOf(refusal.getMessage()), LONGEST);
    }

    private String text(ProposedRecovery proposal) {
        try {
            return json.writeValueAsString(proposal);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
