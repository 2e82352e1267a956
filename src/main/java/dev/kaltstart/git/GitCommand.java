package dev.kaltstart.git;

import dev.kaltstart.shell.Command;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Git as it may be run in a repository that somebody else has filled: nothing in there gets executed, nothing is asked. */
final class GitCommand {

    private static final Duration DEADLINE = Duration.ofMinutes(1);

    private static final List<String> HARDENED = List.of(
            "core.hooksPath=/dev/null",
            "core.fsmonitor=false",
            "protocol.ext.allow=never",
            "protocol.file.allow=never",
            "submodule.recurse=false",
            "core.pager=cat",
            // housekeeping of somebody else's repository is none of our business
            "gc.auto=0",
            "maintenance.auto=false",
            "user.name=Kaltstart",
            "user.email=kaltstart@localhost");

    private GitCommand() {}

    static Command in(Path root, String... arguments) {
        Command git = Command.of("git", "--no-pager");
        for (String setting : HARDENED) {
            git = git.plus("-c", setting);
        }
        return git.plus(arguments)
                .in(root)
                .within(DEADLINE)
                .with("GIT_TERMINAL_PROMPT", "0")
                .with("GIT_CONFIG_NOSYSTEM", "1")
                .with("GIT_CONFIG_GLOBAL", "/dev/null")
                // a directory that is no checkout must not make Git commit to the one around it
                .with("GIT_CEILING_DIRECTORIES", String.valueOf(root.getParent()))
                .with("GIT_LITERAL_PATHSPECS", "1")
                .with("GIT_OPTIONAL_LOCKS", "0")
                .with("GIT_EDITOR", "false")
                .with("LC_ALL", "C");
    }
}
