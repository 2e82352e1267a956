package dev.kaltstart.cluster;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.springframework.core.NestedExceptionUtils;

/** Why a call of the Kubernetes API failed, for people: the client's own message seldom says. */
public final class KubernetesTrouble {

    private static final int LONGEST = 300;
    private static final int BAD_REQUEST = 400;
    private static final int FORBIDDEN = 403;
    private static final int NOT_ALLOWED = 405;
    private static final int UNPROCESSABLE = 422;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERROR = 500;
    private static final int NOT_IMPLEMENTED = 501;

    /**
     * What no later try changes, though it comes with the code of a broken server: an object that does not fit its schema
     * (src: kubernetes/apimachinery:pkg/util/managedfields/internal/structuredmerge.go,
     * kubernetes-sigs/structured-merge-diff:typed), and a webhook that answers with a code of its own (src:
     * kubernetes/apiserver:pkg/admission/plugin/webhook/errors/statuserror.go).
     */
    private static final Pattern FOR_GOOD = Pattern.compile(
            "failed to (?:create typed|convert|prune fields|create manager|merge)|field not declared in schema"
                    + "|expected (?:numeric|string|boolean|map|list|scalar|object)|duplicate entries for key"
                    + "|cannot (?:unmarshal|convert)|unable to (?:decode|convert)|strict decoding error"
                    + "|denied the request|exceeded quota|is forbidden|is invalid|field is immutable");

    private KubernetesTrouble() {}

    /** One line of at most 300 characters that continues "the Kubernetes API". */
    public static String message(KubernetesClientException e) {
        String message = e.getCode() > 0 ? answered(e) : "does not answer: " + reason(e);
        String line = message.replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST - 3) + "...";
    }

    /** The API did not answer, or could not: the request itself may be fine, so retry. */
    public static boolean mayPass(KubernetesClientException e) {
        boolean cut = e.getCode() <= 0 && NestedExceptionUtils.getMostSpecificCause(e) instanceof IOException;
        boolean busy = e.getCode() == TOO_MANY_REQUESTS || e.getCode() >= SERVER_ERROR;
        return cut || (busy && !isFinal(e));
    }

    /** The API has judged the object, and judges it the same each time: a person has to change something. */
    public static boolean refused(KubernetesClientException e) {
        return switch (e.getCode()) {
            case BAD_REQUEST, FORBIDDEN, NOT_ALLOWED, UNPROCESSABLE -> true;
            default -> (e.getCode() == TOO_MANY_REQUESTS || e.getCode() >= SERVER_ERROR) && isFinal(e);
        };
    }

    /** The API is there, and a webhook that has to admit this one object is not. */
    public static boolean webhook(KubernetesClientException e) {
        String said = e.getStatus() == null ? null : e.getStatus().getMessage();
        return isWebhook(said == null ? String.valueOf(e.getMessage()) : said);
    }

    private static boolean isWebhook(String said) {
        return said.contains("failed calling webhook") || said.contains("failed to call webhook");
    }

    private static boolean isFinal(KubernetesClientException e) {
        String said = e.getStatus() == null ? null : e.getStatus().getMessage();
        String all = said == null ? String.valueOf(e.getMessage()) : said;
        // an error about a webhook that is away may quote anything
        return e.getCode() == NOT_IMPLEMENTED
                || (!isWebhook(all) && FOR_GOOD.matcher(all).find());
    }

    private static String answered(KubernetesClientException e) {
        String said = e.getStatus() == null ? null : e.getStatus().getMessage();
        return "answered " + e.getCode() + (said == null || said.isBlank() ? "" : ": " + said);
    }

    private static String reason(KubernetesClientException e) {
        List<Throwable> causes = Stream.<Throwable>iterate(e, Objects::nonNull, Throwable::getCause)
                .limit(20)
                .toList();
        for (Throwable cause : causes) {
            if (cause instanceof UnknownHostException) {
                return "the name " + said(cause).replaceFirst(":.*", "") + " does not resolve";
            }
            if (cause instanceof SSLException) {
                return "TLS: " + said(causes.get(causes.size() - 1));
            }
        }
        return causes.stream()
                .filter(cause -> !(cause instanceof KubernetesClientException))
                .findFirst()
                .map(KubernetesTrouble::said)
                .orElseGet(() -> said(e));
    }

    /** Not an overload of the public one: an exception of the client would call that, and it this one again. */
    private static String said(Throwable cause) {
        String said = cause.getMessage();
        // an address without a host name is printed as "/192.0.2.1:6443"
        return said == null ? cause.getClass().getSimpleName() : said.replace(": /", ": ");
    }
}
