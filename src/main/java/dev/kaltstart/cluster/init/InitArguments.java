package dev.kaltstart.cluster.init;

import dev.kaltstart.cluster.check.CommandOptions;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of {@code init}.
 *
 * @param repository directory of the checkout
 * @param cluster one of the repository's clusters
 * @param output the file to write
 */
record InitArguments(String repository, @Nullable String cluster, String output, boolean help) {

    static final String USAGE = """
            Usage: kaltstart init [--repository DIR] [--cluster NAME] [--output FILE]

            Writes a kaltstart.yaml for a cluster's Git repository, with what the checkout says, and lists
            what you have to add. Never overwrites a file; contacts no cluster.

              --repository DIR   the checkout; the working directory if not given
              --cluster NAME     of several clusters in the checkout, only this one (or give its directory)
              --output FILE      write this file instead of ./kaltstart.yaml
              --help             show this

            Exit codes: 0 written, 1 nothing was written, 2 wrong usage.
            """;

    /** @throws CommandOptions.Misused when the options make no sense */
    static InitArguments of(List<String> words) {
        var options = CommandOptions.of("init", words, Set.of("--repository", "--cluster", "--output"), Set.of());
        return new InitArguments(
                Objects.requireNonNullElse(options.value("--repository"), "."),
                options.value("--cluster"),
                Objects.requireNonNullElse(options.value("--output"), "kaltstart.yaml"),
                options.help());
    }
}
