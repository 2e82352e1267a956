package dev.kaltstart.shell;

import java.util.Objects;
import java.util.stream.Stream;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Redacts Kaltstart's own configured secrets, in case a command prints one. */
@Component
class ConfiguredSecrets {

    /** Shorter values also occur in unrelated text, such as the name of the database. */
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
