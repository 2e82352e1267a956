package dev.kaltstart.flux;

import dev.kaltstart.engine.HumanTask.Option;
import dev.kaltstart.git.Changes;
import dev.kaltstart.git.Commit;
import dev.kaltstart.git.CommitId;
import dev.kaltstart.git.History;
import dev.kaltstart.shell.Parallel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The commits that a person chooses from. A step lists them as a fact, one to a line; forms offer them. */
final class CommitOptions {

    /** The commit is older than the list, or on no branch any more. */
    static final String OTHER = "other";

    private static final int MOST = 40;
    /** Each commit is read by commands of its own. */
    private static final int AT_ONCE = 4;

    private static final int LONGEST = 3000;
    private static final int NAME = 30;
    private static final int SUBJECT = 72;
    private static final Pattern LINE = Pattern.compile("([0-9a-f]{40}) (.+)");

    private CommitOptions() {}

    /** The newest ones along the first parents, as many as one fact holds. */
    static String lines(History history, CommitId head) {
        var lines = new StringBuilder();
        List<CommitId> all = history.firstParents(head, MOST);
        for (int at = 0; at < all.size(); at += AT_ONCE) {
            List<CommitId> some = all.subList(at, Math.min(all.size(), at + AT_ONCE));
            for (Commit commit : Parallel.map(AT_ONCE, some, history::commit)) {
                String line = line(commit);
                if (lines.length() + line.length() > LONGEST) {
                    return lines.toString();
                }
                lines.append(lines.isEmpty() ? "" : "\n").append(line);
            }
        }
        return lines.toString();
    }

    private static String line(Commit commit) {
        Changes changes = commit.changes();
        String when = commit.committedAt().toString().replaceFirst("T(\\d\\d:\\d\\d).*", " $1");
        return commit.id() + " " + when + " UTC, "
                + cut(commit.author().replaceFirst(" <.*", ""), NAME) + ": " + cut(commit.subject(), SUBJECT) + " ("
                + (commit.merge() ? "merge, " : "") + "files: +" + changes.added() + " ~" + changes.changed() + " -"
                + changes.deleted() + ")";
    }

    private static String cut(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest - 1) + "…";
    }

    /** The newest first. */
    static Stream<Option> of(String lines) {
        return lines.lines()
                .map(LINE::matcher)
                .filter(Matcher::matches)
                .map(line -> option(line.group(1), line.group(2)));
    }

    private static Option option(String commit, String description) {
        return new Option(commit, new CommitId(commit).abbreviated() + " " + description);
    }

    /** @param good the last one that Flux applied without trouble; it comes first, wherever it is */
    static List<Option> good(String lines, Optional<String> good, Optional<CommitId> head) {
        var options = new ArrayList<Option>();
        good.ifPresent(
                commit -> options.add(
                        new Option(
                                commit,
                                "Suggested: "
                                        + of(lines)
                                                .filter(option -> option.value().equals(commit))
                                                .map(Option::label)
                                                .findFirst()
                                                .orElseGet(
                                                        () -> new CommitId(commit).abbreviated()
                                                                + ", applied last without errors; not among the newest commits of the branch"))));
        of(lines)
                .filter(option -> !good.equals(Optional.of(option.value())))
                .filter(option -> head.filter(newest -> newest.value().equals(option.value()))
                        .isEmpty())
                .forEach(options::add);
        options.add(other());
        return options;
    }

    static List<Option> bad(String lines) {
        return Stream.concat(of(lines), Stream.of(other())).toList();
    }

    private static Option other() {
        return new Option(OTHER, "Another commit: older, or on no branch");
    }
}
