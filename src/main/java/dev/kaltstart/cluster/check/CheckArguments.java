package dev.kaltstart.cluster.check;

import dev.kaltstart.cluster.check.CommandOptions.Misused;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of {@code check}.
 *
 * @param repository directory of the one repository to check
 * @param config another kaltstart.yaml
 * @param cluster one of the repository's clusters
 * @param json print JSON for programs instead of text
 */
record CheckArguments(
        @Nullable String repository,
        @Nullable String config,
        @Nullable String cluster,
        boolean json,
        boolean help) {

    static final String USAGE = """
            Usage: kaltstart check [--repository DIR [--cluster NAME]] [--config FILE] [--json]

            Reads a cluster's Git repository and prints what Kaltstart understands, and every problem.
            Read-only; contacts no cluster.

              --repository DIR   check this checkout
              --cluster NAME     of several clusters in the checkout, check this one (or give its directory)
              --config FILE      check the clusters in this file instead of ./kaltstart.yaml
              --json             print one JSON document for scripts
              --help             show this

            Exit codes: 0 Kaltstart can work on at least one kind of disaster, 1 on none, 2 wrong usage.
            """;

    /** @throws Misused when the options make no sense */
    static CheckArguments of(List<String> words) {
        var options =
                CommandOptions.of("check", words, Set.of("--repository", "--cluster", "--config"), Set.of("--json"));
        var repository = options.value("--repository");
        var config = options.value("--config");
        var cluster = options.value("--cluster");
        if (repository != null && config != null) {
            throw new Misused("Either --repository or --config, not both.");
        }
        if (cluster != null && config != null) {
            throw new Misused("--cluster chooses in a repository; in kaltstart.yaml, 'path' does.");
        }
        return new CheckArguments(repository, config, cluster, options.has("--json"), options.help());
    }
}
