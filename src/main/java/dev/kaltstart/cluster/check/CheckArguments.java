package dev.kaltstart.cluster.check;

import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of {@code check}.
 *
 * @param repository directory of the one repository to check
 * @param config another kaltstart.yaml
 * @param cluster one of the repository's clusters
 */
record CheckArguments(
        @Nullable String repository,
        @Nullable String config,
        @Nullable String cluster,
        boolean help) {

    static final String USAGE = """
            Usage: kaltstart check [--repository DIR [--cluster NAME]] [--config FILE]

            Reads a cluster's Git repository and prints what Kaltstart understands, and every problem.
            Read-only; contacts no cluster.

              --repository DIR   check this checkout
              --cluster NAME     of several clusters in the checkout, check this one (or give its directory)
              --config FILE      check the clusters in this file instead of ./kaltstart.yaml
              --help             show this

            Exit codes: 0 Kaltstart can work on at least one kind of disaster, 1 on none, 2 wrong usage.
            """;

    /** @throws Misused when the options make no sense */
    static CheckArguments of(List<String> options) {
        String repository = null;
        String config = null;
        String cluster = null;
        boolean help = false;
        for (Iterator<String> rest = options.iterator(); rest.hasNext(); ) {
            var option = rest.next();
            var name = option.replaceFirst("=.*", "");
            switch (name) {
                case "--repository" -> repository = value(option, rest);
                case "--cluster" -> cluster = value(option, rest);
                case "--config" -> config = value(option, rest);
                case "--help", "-h" -> help = true;
                default -> throw new Misused("check does not know '%s'.".formatted(PlainText.text(option)));
            }
        }
        if (repository != null && config != null) {
            throw new Misused("Either --repository or --config, not both.");
        }
        if (cluster != null && config != null) {
            throw new Misused("--cluster chooses in a repository; in kaltstart.yaml, 'path' does.");
        }
        return new CheckArguments(repository, config, cluster, help);
    }

    private static String value(String option, Iterator<String> rest) {
        var equals = option.indexOf('=');
        var value = equals >= 0 ? option.substring(equals + 1) : rest.hasNext() ? rest.next() : "";
        if (value.isEmpty()) {
            throw new Misused("%s needs a value.".formatted(PlainText.text(option)));
        }
        return value;
    }

    /** Wrong usage. */
    static final class Misused extends RuntimeException {
        Misused(String message) {
            super(message);
        }
    }
}
