package dev.kaltstart.git;

import dev.kaltstart.shell.Command;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Git commands that are safe in an untrusted repository: nothing in it is executed, and Git never prompts. */
final class GitCommand {

    private static final Duration DEADLINE = Duration.ofMinutes(1);

    private static final List<String> HARDENED = List.of(
            "core.hooksPath=/dev/null",
            "core.fsmonitor=false",
            "protocol.ext.allow=never",
            "protocol.file.allow=never",
            "submodule.recurse=false",
            "core.pager=cat",
            // leave housekeeping to the repository's owner
            "gc.auto=0",
            "maintenance.auto=false",
            "user.name=Kaltstart",
            "user.email=kaltstart@localhost");

    /** For a repository that only Kaltstart configures; neither server nor user may change these settings. */
    private static final List<String> BARE = List.of(
            "http.followRedirects=false",
            // a host that sends nothing for a minute is down
            "http.lowSpeedLimit=1",
            "http.lowSpeedTime=60",
            "credential.helper=",
            "core.attributesFile=/dev/null",
            // one file name per line, with unusual characters quoted
            "core.quotePath=true",
            "fetch.recurseSubmodules=false",
            "push.followTags=false",
            "push.gpgSign=false");

    private GitCommand() {}

    static Command in(Path root, String... arguments) {
        return hardened(Command.of("git", "--no-pager"))
                .plus(arguments)
                .in(root)
                .within(DEADLINE)
                // Git must not find a checkout in a parent directory and commit there
                .with("GIT_CEILING_DIRECTORIES", String.valueOf(root.getParent()));
    }

    /**
     * For a bare repository, without the user's configuration, attributes and .netrc.
     *
     * @param home an empty directory
     */
    static Command bare(Path repository, Path home, String... arguments) {
        Command git = hardened(Command.of("git", "--no-pager", "--git-dir=" + repository));
        for (String setting : BARE) {
            git = git.plus("-c", setting);
        }
        return git.plus(arguments)
                .in(home)
                .within(DEADLINE)
                .with("HOME", home.toString())
                .with("GIT_ATTR_NOSYSTEM", "1")
                .with("GIT_NO_REPLACE_OBJECTS", "1")
                // overrides every setting: only commands that need the network get it
                .with("GIT_ALLOW_PROTOCOL", "none");
    }

    private static Command hardened(Command command) {
        Command git = command;
        for (String setting : HARDENED) {
            git = git.plus("-c", setting);
        }
        return git.with("GIT_TERMINAL_PROMPT", "0")
                .with("GIT_CONFIG_NOSYSTEM", "1")
                .with("GIT_CONFIG_GLOBAL", "/dev/null")
                .with("GIT_LITERAL_PATHSPECS", "1")
                .with("GIT_OPTIONAL_LOCKS", "0")
                .with("GIT_EDITOR", "false")
                .with("LC_ALL", "C");
    }
}
