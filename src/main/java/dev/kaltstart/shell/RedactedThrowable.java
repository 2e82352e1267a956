package dev.kaltstart.shell;

import ch.qos.logback.classic.spi.IThrowableProxy;
import org.springframework.boot.logging.logback.ExtendedWhitespaceThrowableProxyConverter;

/** A stack trace in the log, without secrets: exceptions repeat what they choke on. */
public final class RedactedThrowable extends ExtendedWhitespaceThrowableProxyConverter {

    @Override
    protected String throwableProxyToString(IThrowableProxy throwable) {
        return Redaction.cleanForLog(super.throwableProxyToString(throwable));
    }
}
