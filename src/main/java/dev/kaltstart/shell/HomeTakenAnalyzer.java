package dev.kaltstart.shell;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

class HomeTakenAnalyzer extends AbstractFailureAnalyzer<HeldHome.Taken> {

    @Override
    protected FailureAnalysis analyze(Throwable root, HeldHome.Taken cause) {
        return new FailureAnalysis(
                cause.getMessage(), "Stop the other one, or set KALTSTART_HOME to another directory.", cause);
    }
}
