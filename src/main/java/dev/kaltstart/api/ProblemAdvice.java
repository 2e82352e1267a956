package dev.kaltstart.api;

import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** Turns every exception into a problem document; Spring's messages repeat the request, so they are replaced. */
@RestControllerAdvice
class ProblemAdvice extends ResponseEntityExceptionHandler {

    private static final Logger log = LoggerFactory.getLogger(ProblemAdvice.class);

    private static final Map<Integer, String> DETAILS = Map.of(
            400, "The request is malformed.",
            404, "There is nothing here.",
            405, "This method is not allowed here; the header Allow lists the allowed ones.",
            408, "The request body arrived too slowly, or its slot was needed for other requests.",
            406, "The response is not available in a format that the header Accept asks for.",
            413, "The request is too large.",
            415, "The body must be application/json.");

    @ExceptionHandler({
        DataAccessResourceFailureException.class,
        RecoverableDataAccessException.class,
        TransientDataAccessException.class,
        CannotCreateTransactionException.class,
        TransactionSystemException.class
    })
    @Nullable
    ResponseEntity<Object> databaseAway(Exception failure, WebRequest request) {
        log.warn("the database did not answer: {}", failure.getClass().getSimpleName());
        var problem = Problem.unavailable("The database does not respond; nothing in the request was stored.");
        return handleExceptionInternal(problem, null, problem.getHeaders(), problem.getStatusCode(), request);
    }

    @ExceptionHandler(SlowBody.class)
    @Nullable
    ResponseEntity<Object> slow(SlowBody failure, WebRequest request) {
        return handleExceptionInternal(failure, null, new HttpHeaders(), HttpStatus.REQUEST_TIMEOUT, request);
    }

    @ExceptionHandler({AccessDeniedException.class, AuthenticationException.class})
    void leaveToSecurity(RuntimeException failure) {
        throw failure;
    }

    @ExceptionHandler(Exception.class)
    @Nullable
    ResponseEntity<Object> unexpected(Exception failure, WebRequest request) {
        return handleExceptionInternal(failure, null, new HttpHeaders(), HttpStatus.INTERNAL_SERVER_ERROR, request);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleExceptionInternal(
            Exception failure, @Nullable Object body, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        ProblemDetail document = failure instanceof Problem problem ? problem.getBody() : standard(status);
        // the default would be the path, which repeats the request
        document.setInstance(URI.create("urn:uuid:" + UUID.randomUUID()));
        if (status.is5xxServerError() && !(failure instanceof Problem)) {
            log.error("a request failed; the response has the instance {}", document.getInstance(), failure);
        }
        return super.handleExceptionInternal(failure, document, headers, status, request);
    }

    static ProblemDetail standard(HttpStatusCode code) {
        HttpStatus status = HttpStatus.resolve(code.value());
        String name = status == null
                ? "error"
                : status.name().toLowerCase(Locale.ROOT).replace('_', '-');
        String otherwise = code.is5xxServerError()
                ? "Internal error; see the log of Kaltstart for the instance given here."
                : "The request cannot be accepted.";
        return Problem.document(code, name, DETAILS.getOrDefault(code.value(), otherwise));
    }
}
