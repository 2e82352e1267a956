package dev.kaltstart.flux.diagnosis;

import dev.kaltstart.flux.diff.Comparison.Difference;
import dev.kaltstart.flux.lease.Standstill;
import dev.kaltstart.flux.object.DriftLook;
import dev.kaltstart.flux.object.InventoryEntry;
import dev.kaltstart.flux.watch.DriftView;
import dev.kaltstart.git.Commit;
import dev.kaltstart.git.CommitId;
import dev.kaltstart.shell.Redaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tells a person what one look has found, and what came after the commit that was good. */
public final class DiagnosisText {

    private static final int COMMITS = 20;
    private static final int SHOWN = 2000;

    private final Diagnosis scoped;
    private final Optional<CommitId> head;
    private final @Nullable Commits commits;
    private final UnknownObjects asking;
    private final Optional<CommitId> good;
    private final List<Commit> newer;

    public DiagnosisText(Diagnosis scoped, Optional<CommitId> head, @Nullable Commits commits, UnknownObjects asking) {
        this.scoped = scoped;
        this.head = head;
        this.commits = commits;
        this.asking = asking;
        this.good = oldestGood();
        this.newer = newer();
    }

    /** The last commit at which everything was well, when that is the way. */
    public Optional<CommitId> good() {
        return good;
    }

    private Optional<CommitId> oldestGood() {
        return scoped.good().stream().reduce((one, other) -> contains(one, other) ? other : one);
    }

    private boolean contains(CommitId commit, CommitId ancestor) {
        return commits != null
                && asking.of("which good commit is the older one", () -> commits.contains(commit, ancestor))
                        .orElse(false);
    }

    /** A good commit after the bad one must not be lost sight of. */
    private List<Commit> newer() {
        return commits == null || good.isEmpty() || head.isEmpty()
                ? List.of()
                : asking.of("what came after the good commit", () -> commits.between(good.get(), head.get(), COMMITS))
                        .orElse(List.of());
    }

    /** What the revert is suggested to undo. */
    public LeastUndo undo() {
        if (scoped.forced()) {
            return LeastUndo.STATE;
        }
        DriftLook.Seen seen = scoped.seen();
        return seen == null || newer.size() >= COMMITS
                ? LeastUndo.COMMITS
                : LeastUndo.of(seen.objects(), scoped.reverted(), newer);
    }

    /** The first one that broke something; empty when no commit is to blame, or none is known. */
    public Optional<BadCommit> first() {
        DriftLook.Seen seen = scoped.seen();
        if (seen == null || good.isEmpty()) {
            return Optional.empty();
        }
        String one = undo().commit();
        return newer.stream()
                .filter(commit -> !KaltstartCommits.wrote(commit))
                .filter(commit -> one.isEmpty() || commit.id().value().equals(one))
                .reduce((younger, older) -> older)
                .map(commit -> BadCommit.of(commit, good.get(), seen));
    }

    /** Without entries of earlier recoveries, which are not to blame. */
    private List<String> suspects() {
        return newer.stream()
                .filter(commit -> !KaltstartCommits.wrote(commit))
                .map(DiagnosisText::line)
                .toList();
    }

    private static String line(Commit commit) {
        return commit.id().abbreviated() + " of " + commit.authoredAt() + " by " + commit.author() + ": "
                + commit.subject();
    }

    /** What decides first, then the others. */
    public String cause() {
        var lines = new ArrayList<String>();
        scoped.sorted().forEach(finding -> lines.add(finding.message()));
        lines.add(scoped.going().message());
        if (!suspects().isEmpty()) {
            lines.add("after " + good.map(CommitId::abbreviated).orElse("") + " came, the newest first: "
                    + String.join("; ", suspects()));
        }
        if (!scoped.passing().isEmpty()) {
            lines.add("may pass by itself: " + String.join(", ", scoped.passing()));
        }
        lines.add(suspended());
        if (scoped.controllers().elsewhere()) {
            lines.add("the controllers of Flux act, and do not run as Deployments of this cluster");
        }
        lines.add(asking.message());
        lines.removeIf(String::isEmpty);
        return lines.isEmpty() ? "nothing is wrong: the cluster follows Git" : String.join(".\n", lines);
    }

    /** What is suspended does not follow Git, whoever has suspended it. */
    private String suspended() {
        DriftLook.Seen seen = scoped.seen();
        return seen == null
                ? ""
                : Standstill.among(seen.objects().values().stream()).stream()
                        .map(one -> one.object().label())
                        .sorted()
                        .reduce((one, other) -> one + ", " + other)
                        .map(all -> "suspended, so Flux does not apply Git to it: " + all)
                        .orElse("");
    }

    /** All of it. */
    public Scope scope(Instant now, Redaction redaction) {
        DriftLook.Seen seen = scoped.seen();
        PrunedObjects lost = scoped.lost();
        return new Scope(
                now.toString(),
                scoped.way().word(),
                scoped.sorted().stream()
                        .map(finding -> Scope.Line.of(finding, redaction))
                        .toList(),
                head.map(CommitId::value).orElse(null),
                good.map(CommitId::value).orElse(null),
                suspects().stream().map(redaction::clean).toList(),
                seen == null
                        ? null
                        : DriftView.of(seen.drift(), Standstill.among(seen.objects().values().stream()), redaction),
                scoped.going().objects().stream()
                        .map(InventoryEntry::label)
                        .limit(SHOWN)
                        .toList(),
                lost == null ? List.of() : lines(lost.objects()),
                lines(scoped.changed()),
                asking.unknown().stream().map(redaction::clean).toList());
    }

    private static List<String> lines(List<Difference> differences) {
        return differences.stream()
                .limit(SHOWN)
                .map(difference ->
                        difference.action() + " " + difference.object().label() + " by "
                                + difference.owner().label()
                                + (difference.managers().isEmpty() ? "" : ", changed by " + difference.managers()))
                .toList();
    }
}
