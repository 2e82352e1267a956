package dev.kaltstart.report;

import dev.kaltstart.approval.StepLabel;
import dev.kaltstart.engine.Run;
import dev.kaltstart.recovery.Recoveries.Recovery;
import java.time.ZoneOffset;
import java.util.ArrayList;
import org.springframework.stereotype.Component;

/** Builds the changelog entry of a recovery. */
@Component
class ChangelogEntries {

    private final Accounts accounts;

    ChangelogEntries(Accounts accounts) {
        this.accounts = accounts;
    }

    ChangelogEntry of(Run run) {
        Account account = accounts.of(run);
        Recovery recovery = account.recovery();
        var details = new ArrayList<String>();
        details.add("Reason: " + ReportFormat.text(recovery.reason()));
        details.add(
                "Outage began " + ReportFormat.time(recovery.startedAt()) + " UTC, recovery `" + recovery.id() + "`");
        account.undone().ifPresent(undone -> details.add("Undone in Git: " + ReportFormat.text(undone)));
        account.approvals().stream()
                .filter(approval -> approval.takenAt() != null)
                .map(approval -> StepLabel.of(approval.step()) + ": approved by "
                        + ReportFormat.text(approval.approver()) + (approval.solo() ? " alone" : ""))
                .forEach(details::add);
        return new ChangelogEntry(
                recovery.createdAt().atOffset(ZoneOffset.UTC).toLocalDate(),
                "**" + ReportFormat.text(account.headline()) + "**",
                details);
    }
}
