package dev.kaltstart.cluster;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.springframework.core.NestedExceptionUtils;

/** Why a call of the Kubernetes API failed, for people: the client's own message seldom says. */
public final class KubernetesTrouble {

    private static final int LONGEST = 300;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERROR = 500;

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
        return cut || e.getCode() == TOO_MANY_REQUESTS || e.getCode() >= SERVER_ERROR;
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
