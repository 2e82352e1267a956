package dev.kaltstart.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;

/**
 * A no, as an RFC 9457 problem. The words are ours alone: nothing of the request is repeated.
 *
 * @param challenge for the header WWW-Authenticate, if logging in would help
 */
record AccessRefusal(
        HttpStatus status, String detail, @Nullable String challenge)
        implements AuthenticationEntryPoint, AccessDeniedHandler {

    static final AccessRefusal LOG_IN = new AccessRefusal(
            HttpStatus.UNAUTHORIZED,
            "log in with a name and a password",
            "Basic realm=\"Kaltstart\", charset=\"UTF-8\"");
    static final AccessRefusal SHOW_TOKEN = new AccessRefusal(
            HttpStatus.UNAUTHORIZED,
            "alerts need the alert token as a bearer token",
            "Bearer realm=\"Kaltstart alerts\"");
    static final AccessRefusal SIGN_OR_SHOW_TOKEN = new AccessRefusal(
            HttpStatus.UNAUTHORIZED,
            "this needs the alert token as a bearer token, or one header X-Signature: sha256=<HMAC of the body under the"
                    + " alert token in hexadecimal digits>, for which KALTSTART_ALERT_TOKEN has to be set",
            "Bearer realm=\"Kaltstart alerts\"");
    static final AccessRefusal TOO_LARGE =
            new AccessRefusal(HttpStatus.PAYLOAD_TOO_LARGE, "the body must not be larger than 1 MiB", null);
    static final AccessRefusal NOT_YOURS =
            new AccessRefusal(HttpStatus.FORBIDDEN, "this is for operators; approvers and observers read", null);
    static final AccessRefusal ADMINISTRATORS =
            new AccessRefusal(HttpStatus.FORBIDDEN, "this is for administrators", null);
    static final AccessRefusal READ_ONLY = new AccessRefusal(
            HttpStatus.FORBIDDEN, "the engine is open for reading and for work on tasks, and closed for this", null);
    static final AccessRefusal OTHER_SITE =
            new AccessRefusal(HttpStatus.FORBIDDEN, "a page of another site may not change anything here", null);
    static final AccessRefusal WRONG_LOGIN = new AccessRefusal(HttpStatus.UNAUTHORIZED, "wrong name or password", null);
    static final AccessRefusal TOO_MANY = new AccessRefusal(
            HttpStatus.TOO_MANY_REQUESTS,
            "too many wrong passwords for this user from this address; try again in a moment",
            null);
    static final AccessRefusal TOO_SLOW =
            new AccessRefusal(HttpStatus.REQUEST_TIMEOUT, "the body came too slowly, or others needed the room", null);
    static final AccessRefusal BUSY = new AccessRefusal(
            HttpStatus.SERVICE_UNAVAILABLE, "too many ask for this at once; try again in a moment", null);
    static final AccessRefusal NO_LENGTH =
            new AccessRefusal(HttpStatus.LENGTH_REQUIRED, "send the body whole, with the header Content-Length", null);
    static final AccessRefusal NO_FORMS = new AccessRefusal(
            HttpStatus.UNSUPPORTED_MEDIA_TYPE, "the body must be application/json; forms are not read here", null);
    static final AccessRefusal UNKNOWN_HOST = new AccessRefusal(
            HttpStatus.FORBIDDEN,
            "Kaltstart does not know itself under this name; KALTSTART_HOSTS lists those that it has",
            null);
    static final AccessRefusal ODD_ADDRESS =
            new AccessRefusal(HttpStatus.BAD_REQUEST, "the address is written in a way that is not accepted", null);
    static final AccessRefusal NOT_HERE = new AccessRefusal(HttpStatus.NOT_FOUND, "there is nothing here", null);

    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException why)
            throws IOException {
        send(response);
    }

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException why)
            throws IOException {
        send(response);
    }

    void send(HttpServletResponse response) throws IOException {
        if (challenge != null) {
            response.setHeader(HttpHeaders.WWW_AUTHENTICATE, challenge);
        }
        response.setStatus(status.value());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        // "message" is what the engine's own pages show
        String body = "{\"title\":\"%s\",\"status\":%d,\"detail\":\"%s\",\"message\":\"%s\"}"
                .formatted(status.getReasonPhrase(), status.value(), detail, detail);
        response.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
    }
}
