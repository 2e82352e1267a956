package dev.kaltstart.git;

import dev.kaltstart.git.Signature.State;
import dev.kaltstart.shell.Command;
import dev.kaltstart.shell.Result;
import java.util.List;

/** Verifies signatures of commits with the keys of this machine's user. */
record Signatures(CloneGit git) {

    /** @throws GitTrouble when the commit is not in the clone */
    Signature of(CommitId commit) {
        String header = git.read("cat-file", "commit", commit.value()).split("\n\n", 2)[0];
        if (header.lines().noneMatch(line -> line.startsWith("gpgsig"))) {
            boolean whole = header.lines().anyMatch(line -> line.startsWith("committer "));
            // redaction removed a part of the header, perhaps the signature too
            return new Signature(whole ? State.NONE : State.UNKNOWN, "");
        }
        Command look = git.command("show", "-s", "--no-notes", "--format=%G?%n%GS", "--end-of-options", commit.value());
        String home = System.getenv("HOME");
        Result result = git.looking().run(home == null ? look : look.with("GNUPGHOME", home + "/.gnupg"));
        List<String> lines = result.output().lines().toList();
        State state = result.succeeded() && !lines.isEmpty() ? state(lines.get(0)) : State.UNKNOWN;
        return new Signature(state, lines.size() > 1 ? GitMessages.line(lines.get(1)) : "");
    }

    private static State state(String letter) {
        return switch (letter) {
            case "G" -> State.GOOD;
            case "U", "X", "Y", "R" -> State.DOUBTFUL;
            case "B" -> State.BAD;
            // N too: there is a signature, but of an unconfigured kind
            default -> State.UNKNOWN;
        };
    }
}
