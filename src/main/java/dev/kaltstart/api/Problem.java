package dev.kaltstart.api;

import java.net.URI;
import java.util.Locale;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/**
 * A problem with a request, as an RFC 9457 document. Thrown, it becomes the response. The detail is for a person and
 * never repeats the request.
 */
public class Problem extends ErrorResponseException {

    private static final String TYPES = "https://kaltstart.dev/problems/";
    private static final String RETRY_SECONDS = "10";

    /** @param name of the problem type, in lower case with dashes: the end of its type URI */
    public Problem(HttpStatus status, String name, String detail) {
        super(status, document(status, name, detail), null);
    }

    /** Adds a member to the problem document. */
    public Problem with(String member, Object value) {
        getBody().setProperty(member, value);
        return this;
    }

    /** Overload, or no database: 503 and not 429, because Alertmanager drops an alert that is answered with 4xx. */
    public static Problem unavailable(String detail) {
        var problem = new Problem(HttpStatus.SERVICE_UNAVAILABLE, "unavailable", detail);
        problem.getHeaders().set(HttpHeaders.RETRY_AFTER, RETRY_SECONDS);
        return problem;
    }

    public static Problem notFound(String detail) {
        return new Problem(HttpStatus.NOT_FOUND, "not-found", detail);
    }

    public static Problem invalid(String detail) {
        return new Problem(HttpStatus.UNPROCESSABLE_ENTITY, "invalid", detail);
    }

    static ProblemDetail document(HttpStatusCode status, String name, String detail) {
        var document = ProblemDetail.forStatusAndDetail(status, detail);
        document.setType(URI.create(TYPES + name));
        document.setTitle(title(name));
        return document;
    }

    private static String title(String name) {
        return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1).replace('-', ' ');
    }
}
