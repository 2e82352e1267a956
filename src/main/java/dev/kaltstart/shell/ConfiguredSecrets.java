package dev.kaltstart.shell;

import java.util.Objects;
import java.util.stream.Stream;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** The secrets that Kaltstart itself is configured with must not be shown by a command that happens to print them. */
@Component
class ConfiguredSecrets {

    /** A short one is found in text that has nothing to do with it, such as the name of the database. */
    private static final int SHORTEST = 12;

    ConfiguredSecrets(Redaction redaction, Environment settings) {
        Stream.of(
                        "kaltstart.admin-password",
                        "kaltstart.alert-token",
                        "kaltstart.transfer-key",
                        "spring.datasource.password")
                .map(settings::getProperty)
                .filter(Objects::nonNull)
                .filter(secret -> secret.length() >= SHORTEST)
                .forEach(redaction::learn);
    }
}
