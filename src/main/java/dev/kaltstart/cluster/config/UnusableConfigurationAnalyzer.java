package dev.kaltstart.cluster.config;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** The reader can fix an invalid configuration: fail the start with sentences, not with a stack trace. */
final class UnusableConfigurationAnalyzer extends AbstractFailureAnalyzer<UnusableConfiguration> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, UnusableConfiguration cause) {
        return new FailureAnalysis(
                "The configuration of Kaltstart cannot be used:\n\n" + cause.getMessage(),
                "Correct the lines above. \"java -jar kaltstart.jar check\" checks the file without starting anything.",
                cause);
    }
}
