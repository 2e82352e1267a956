package dev.kaltstart.cluster;

import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What check was asked for.
 *
 * @param repository directory of one repository to look at
 * @param config another kaltstart.yaml
 */
record CheckArguments(@Nullable String repository, @Nullable String config, boolean help) {

    static final String USAGE = """
            Usage: kaltstart check [--repository DIR] [--config FILE]

            Says what Kaltstart understands of a cluster from its Git repository, and what is wrong with it.
            Nothing is changed, and no cluster is asked.

              --repository DIR   look at this checkout
              --config FILE      look at the clusters of this file instead of ./kaltstart.yaml
              --help             show this

            Exit codes: 0 understood, 1 something has to be corrected, 2 called wrongly.
            """;

    /** @throws Misused when the options make no sense */
    static CheckArguments of(List<String> options) {
        String repository = null;
        String config = null;
        boolean help = false;
        for (Iterator<String> rest = options.iterator(); rest.hasNext(); ) {
            var option = rest.next();
            var name = option.replaceFirst("=.*", "");
            switch (name) {
                case "--repository" -> repository = value(option, rest);
                case "--config" -> config = value(option, rest);
                case "--help", "-h" -> help = true;
                default -> throw new Misused("check does not know '%s'.".formatted(Plain.text(option)));
            }
        }
        if (repository != null && config != null) {
            throw new Misused("Either --repository or --config, not both.");
        }
        return new CheckArguments(repository, config, help);
    }

    private static String value(String option, Iterator<String> rest) {
        var equals = option.indexOf('=');
        var value = equals >= 0 ? option.substring(equals + 1) : rest.hasNext() ? rest.next() : "";
        if (value.isEmpty()) {
            throw new Misused("%s needs a value.".formatted(Plain.text(option)));
        }
        return value;
    }

    /** The command was called wrongly. */
    static final class Misused extends RuntimeException {
        Misused(String message) {
            super(message);
        }
    }
}
