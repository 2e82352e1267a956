package dev.kaltstart.report;

import dev.kaltstart.approval.GivenApprovals.Approval;
import dev.kaltstart.approval.StepLabel;
import dev.kaltstart.cluster.Mode;
import dev.kaltstart.recovery.Recoveries.Entry;
import dev.kaltstart.recovery.Recoveries.Milestone;
import dev.kaltstart.recovery.Recoveries.Recovery;
import dev.kaltstart.recovery.Recoveries.StepState;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The report as Markdown. */
final class ReportText {

    private final Account account;
    private final List<String> lines = new ArrayList<>();

    private ReportText(Account account) {
        this.account = account;
    }

    static String of(Account account) {
        return new ReportText(account).write();
    }

    private String write() {
        lines.add("# " + ReportFormat.text(account.headline()));
        lines.add("");
        lines.add("As of " + ReportFormat.time(account.asOf()) + ". All times are UTC.");
        happened();
        clock();
        milestones();
        approvals();
        people();
        steps();
        measured();
        commands();
        timeline();
        lines.add("");
        lines.add("## Left to do");
        lines.add("");
        account.leftToDo().forEach(item -> lines.add("- [ ] " + item));
        return String.join("\n", lines) + "\n";
    }

    private void happened() {
        Recovery recovery = account.recovery();
        section("What happened");
        lines.add("- Recovery `" + recovery.id() + "` on cluster " + ReportFormat.text(recovery.cluster()) + ", mode "
                + recovery.mode().word());
        lines.add(
                "- Asked for by " + ReportFormat.text(recovery.person()) + ": " + ReportFormat.text(recovery.reason()));
        account.undone().ifPresent(undone -> lines.add("- Undone in Git: " + ReportFormat.text(undone)));
        lines.add("- Outcome: **" + account.outcome() + "**"
                + (account.problem().isEmpty() ? "" : ": " + ReportFormat.text(account.problem())));
        account.storageNotVerified().ifPresent(message -> lines.add("- Storage: " + ReportFormat.text(message)));
    }

    private void clock() {
        Recovery recovery = account.recovery();
        section("Clock");
        lines.add("- Outage began " + ReportFormat.time(recovery.startedAt()) + ", recovery started "
                + ReportFormat.time(recovery.createdAt()));
        String rehearsed = recovery.mode() == Mode.REHEARSAL ? " (simulated time)" : "";
        lines.add(account.measured()
                .map(rto -> "- Measured RTO " + ReportFormat.time(rto) + rehearsed + ", objective "
                        + ReportFormat.time(account.objective()) + ": "
                        + (rto.compareTo(account.objective()) <= 0 ? "met" : "missed"))
                .orElse("- No RTO: the checks were never all green"));
        if (!recovery.milestones().isEmpty()) {
            account.objectives().forEach(objective -> lines.add("- " + ReportFormat.text(objective.message())));
        }
        account.restored().forEach(line -> lines.add("- Data of " + ReportFormat.text(line)));
    }

    private void milestones() {
        List<Milestone> milestones = account.recovery().milestones();
        if (milestones.isEmpty()) {
            return;
        }
        section("Milestones");
        String rehearsed = account.recovery().mode() == Mode.REHEARSAL ? " (simulated time)" : "";
        table("Milestone", "Reached" + rehearsed, "After", "Objective", "Met");
        milestones.forEach(milestone -> row(
                milestone.name(),
                milestone.at() == null ? "not reached" : ReportFormat.time(milestone.at()),
                milestone.elapsed() == null ? "" : ReportFormat.time(milestone.elapsed()),
                milestone.allowed() == null ? "" : ReportFormat.time(milestone.allowed()),
                milestone.met().map(met -> met ? "met" : "missed").orElse("")));
    }

    private void approvals() {
        section("Approvals");
        if (account.approvals().isEmpty()) {
            lines.add("Nothing was approved, so nothing was destroyed.");
            return;
        }
        table("Step", "Approved by", "At", "Used", "Reason");
        account.approvals()
                .forEach(approval -> row(
                        StepLabel.of(approval.step()),
                        approval.approver() + (approval.solo() ? ", alone" : ""),
                        ReportFormat.time(approval.approvedAt()),
                        used(approval),
                        approval.reason()));
    }

    private static String used(Approval approval) {
        if (approval.takenAt() != null) {
            return ReportFormat.time(approval.takenAt());
        }
        return approval.withdrawnBy() == null ? "no" : "no, cancelled by " + approval.withdrawnBy();
    }

    private void people() {
        List<Entry> answers = account.timeline().stream()
                .filter(entry -> entry.kind().equals("task-completed"))
                .toList();
        if (answers.isEmpty()) {
            return;
        }
        section("What people did");
        table("At", "Who", "What they said");
        answers.forEach(entry ->
                row(ReportFormat.time(entry.at()), entry.person() == null ? "" : entry.person(), entry.message()));
    }

    private void steps() {
        section("Steps");
        table("Step", "State", "Began", "Ended", "Evidence");
        account.steps()
                .forEach(step -> row(
                        step.name(),
                        step.notVerified() ? "done, not verified" : step.state(),
                        ReportFormat.time(step.beganAt()),
                        step.endedAt() == null ? "" : ReportFormat.time(step.endedAt()),
                        said(step.message(), step.code())));
    }

    private void measured() {
        List<StepState> measuring = account.steps().stream()
                .filter(step -> !step.measured().isEmpty())
                .toList();
        if (measuring.isEmpty()) {
            return;
        }
        section("Measured");
        table("Step", "Name", "Value");
        measuring.forEach(step -> step.measured().forEach(value -> row(step.name(), value.name(), value.value())));
    }

    private void commands() {
        section("Commands");
        table("Command", "Result", "Began");
        account.commands()
                .forEach(command -> row(
                        command.line(),
                        command.exitCode() == null ? command.state() : "exit " + command.exitCode(),
                        ReportFormat.time(command.beganAt())));
    }

    private void timeline() {
        section("Timeline");
        table("At", "What", "Message", "Who");
        account.timeline()
                .forEach(entry -> row(
                        ReportFormat.time(entry.at()),
                        entry.kind(),
                        said(entry.message(), entry.code()),
                        entry.person() == null ? "" : entry.person()));
    }

    private static String said(String message, @Nullable String code) {
        return code == null ? message : message + " (" + code + ")";
    }

    private void section(String name) {
        lines.add("");
        lines.add("## " + name);
        lines.add("");
    }

    private void table(String... heads) {
        row(heads);
        lines.add("|" + " --- |".repeat(heads.length));
    }

    private void row(String... cells) {
        var row = new StringBuilder("|");
        for (String cell : cells) {
            row.append(' ').append(ReportFormat.text(cell)).append(" |");
        }
        lines.add(row.toString());
    }
}
