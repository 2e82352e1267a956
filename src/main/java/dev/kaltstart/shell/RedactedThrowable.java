package dev.kaltstart.shell;

import ch.qos.logback.classic.spi.IThrowableProxy;
import org.springframework.boot.logging.logback.ExtendedWhitespaceThrowableProxyConverter;

/** Redacts a stack trace in the log: exception messages repeat their input. */
public final class RedactedThrowable extends ExtendedWhitespaceThrowableProxyConverter {

    @Override
    protected String throwableProxyToString(IThrowableProxy throwable) {
        return Redaction.cleanForLog(super.throwableProxyToString(throwable));
    }
}
