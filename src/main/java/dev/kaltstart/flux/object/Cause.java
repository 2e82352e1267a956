package dev.kaltstart.flux.object;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Why an object of Flux is not where Git wants it, from the reason and the message of its condition (src:
 * fluxcd/kustomize-controller:internal/controller/kustomization_controller.go, internal/decryptor/decryptor.go,
 * fluxcd/helm-controller:internal/controller/helmrelease_controller.go, fluxcd/pkg:ssa).
 */
public enum Cause {
    /** Its source cannot be fetched, or is not there. */
    SOURCE("its source cannot be had"),
    /** Git no longer has the directory. */
    PATH_GONE("its directory is not in Git any more"),
    /** A key is missing or wrong. Taking a commit back does not help when the key is what has changed. */
    DECRYPTION("a secret cannot be decrypted"),
    BUILD("its manifests do not build"),
    /** Built, and refused by the API. */
    REFUSED("the cluster refuses what it applies"),
    /** Built, and refused for a value that no later try makes fit. What a newer definition may admit is not among these. */
    INVALID("the cluster refuses a value in what it applies"),
    /** The API asks a webhook, which does not answer. No commit helps, unless one broke the webhook. */
    WEBHOOK("an admission webhook does not answer"),
    /** A webhook, a policy or Pod Security has answered: no. */
    DENIED("admission denies what it applies"),
    /** A ResourceQuota or a LimitRange. */
    QUOTA("a quota or limit range does not admit what it applies"),
    /** RBAC, or a reference to another namespace. */
    FORBIDDEN("its service account is not allowed to apply it"),
    API_UNAVAILABLE("the Kubernetes API did not answer in time"),
    PRUNE("it cannot delete what Git no longer has"),
    UNHEALTHY("applied, and what it applied is not healthy"),
    TIMED_OUT("applied, and what it applied was not ready before the timeout"),
    HELM("its chart cannot be installed or upgraded"),
    /** Others wait for it, and it is not there. */
    ABSENT("is not there"),
    /** Others wait for it, and a person has suspended it. */
    SUSPENDED("is suspended"),
    /** Others wait for it, and it is suspended for a recovery. */
    HELD("is suspended by Kaltstart for a recovery"),
    /** Each waits for the next, and the last for the first. */
    CIRCLE("is in a circle of dependencies"),
    /** Something else is the trouble. */
    WAITS("waits for another one"),
    /** All that it waited for is there. */
    QUEUED("is about to be reconciled: what it waited for is ready"),
    IN_PROGRESS("is being reconciled right now"),
    /** Ready, and behind its source. */
    BEHIND("has not applied what its source has"),
    /** Ready, by a specification that is no more. */
    UNSEEN("no controller has looked at it since it was changed"),
    UNKNOWN("not ready, and it does not say why");

    private static final Map<String, Cause> BY_REASON = Map.ofEntries(
            Map.entry("DependencyNotReady", WAITS),
            Map.entry("ArtifactFailed", SOURCE),
            Map.entry("SourceNotReady", SOURCE),
            Map.entry("AccessDenied", FORBIDDEN),
            Map.entry("BuildFailed", BUILD),
            Map.entry("PruneFailed", PRUNE),
            Map.entry("HealthCheckFailed", UNHEALTHY),
            Map.entry("HealthCheckCanceled", IN_PROGRESS),
            Map.entry("Progressing", IN_PROGRESS),
            Map.entry("ReconciliationFailed", REFUSED),
            Map.entry("ValuesError", HELM),
            Map.entry("InstallFailed", HELM),
            Map.entry("UpgradeFailed", HELM),
            Map.entry("TestFailed", HELM),
            Map.entry("RollbackFailed", HELM),
            Map.entry("UninstallFailed", HELM),
            Map.entry("RollbackSucceeded", HELM));
    /** A build that fails names files, and {@code secret.sops.yaml} is one of them: what kustomize says comes first. */
    private static final Pattern DECRYPTS =
            Pattern.compile("(?!kustomize build failed|post build failed).*(decrypt|sops)", Pattern.CASE_INSENSITIVE);

    /**
     * What the API says when it refuses, the most telling first: a webhook that times out also names a deadline (src:
     * kubernetes/apiserver:pkg/admission/plugin/webhook/errors, kubernetes:plugin/pkg/admission).
     */
    private static final List<Map.Entry<Pattern, Cause>> REFUSALS = List.of(
            pattern("failed (?:calling|to call) webhook", WEBHOOK),
            pattern("admission webhook \\S+ denied|ValidatingAdmissionPolicy .* denied|violates PodSecurity", DENIED),
            pattern("exceeded quota|failed quota|(?:maximum|minimum) \\S+ usage per|max limit to request ratio", QUOTA),
            pattern("cannot (?:get|list|watch|create|update|patch|delete) resource", FORBIDDEN),
            pattern(
                    "expected (?:numeric|string|boolean|map|list|scalar|object)|field is immutable"
                            // only the kinds of Kubernetes itself: a definition may come with the next try
                            + "|[A-Z]\\w+(?:\\.(?:apps|batch|autoscaling|policy|(?:networking|rbac\\.authorization|storage)"
                            + "\\.k8s\\.io))? \"[^\"]*\" is invalid: (?!.*already allocated)",
                    INVALID));

    private static final Pattern WAITED = Pattern.compile(
            "timeout waiting for|timed out waiting|context deadline exceeded", Pattern.CASE_INSENSITIVE);
    private static final Pattern API =
            Pattern.compile("\\((?:Timeout|ServerTimeout|ServiceUnavailable|TooManyRequests)\\)"
                    + "|etcdserver: |connection refused|i/o timeout|TLS handshake timeout|no route to host"
                    + "|context deadline exceeded");

    private final String message;

    Cause(String message) {
        this.message = message;
    }

    private static Map.Entry<Pattern, Cause> pattern(String text, Cause cause) {
        return Map.entry(Pattern.compile(text, Pattern.DOTALL), cause);
    }

    /** For a person, after the name of the object. */
    public String message() {
        return message;
    }

    /** Goes away by itself, unless it stays. */
    public boolean mayPass() {
        return this == IN_PROGRESS || this == BEHIND || this == UNSEEN || this == QUEUED || this == HELD;
    }

    /** Another try ends the same way: only a commit or a person changes it. */
    public boolean certain() {
        return this == BUILD
                || this == INVALID
                || this == PATH_GONE
                || this == DECRYPTION
                || this == DENIED
                || this == CIRCLE;
    }

    /** @param reason and message of the condition Ready when it is not true */
    static Cause of(String reason, String message) {
        Cause cause = BY_REASON.getOrDefault(reason, UNKNOWN);
        return switch (cause) {
            case SOURCE -> message.toLowerCase(Locale.ROOT).contains("path not found") ? PATH_GONE : SOURCE;
            case BUILD -> DECRYPTS.matcher(message).lookingAt() ? DECRYPTION : BUILD;
            case UNHEALTHY -> WAITED.matcher(message).find() ? TIMED_OUT : UNHEALTHY;
            case HELM -> refusal(message, WAITED.matcher(message).find() ? TIMED_OUT : unavailable(message, HELM));
            case REFUSED, PRUNE -> refusal(message, unavailable(message, cause));
            default -> cause;
        };
    }

    private static Cause refusal(String message, Cause otherwise) {
        return REFUSALS.stream()
                .filter(entry -> entry.getKey().matcher(message).find())
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(otherwise);
    }

    private static Cause unavailable(String message, Cause otherwise) {
        return API.matcher(message).find() ? API_UNAVAILABLE : otherwise;
    }
}
