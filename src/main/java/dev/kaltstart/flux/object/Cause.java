package dev.kaltstart.flux.object;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Why an object of Flux is not where Git wants it, told from the reason and the message of its condition (src:
 * fluxcd/kustomize-controller:internal/controller/kustomization_controller.go, internal/decryptor/decryptor.go).
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
    PRUNE("it cannot delete what Git no longer has"),
    UNHEALTHY("applied, and what it applied is not healthy"),
    HELM("its chart cannot be installed or upgraded"),
    /** Others wait for it, and it is not there. */
    ABSENT("is not there"),
    /** Others wait for it, and somebody has told Flux to leave it alone. */
    SUSPENDED("is suspended"),
    /** Something else is the trouble. */
    WAITS("waits for another one"),
    IN_PROGRESS("is being reconciled right now"),
    /** Ready, and behind its source. */
    BEHIND("has not applied what its source has"),
    /** Ready, by a specification that is no more. */
    UNSEEN("nobody has looked at it since it was changed"),
    UNKNOWN("not ready, and it does not say why");

    private static final Map<String, Cause> BY_REASON = Map.ofEntries(
            Map.entry("DependencyNotReady", WAITS),
            Map.entry("ArtifactFailed", SOURCE),
            Map.entry("SourceNotReady", SOURCE),
            Map.entry("BuildFailed", BUILD),
            Map.entry("PruneFailed", PRUNE),
            Map.entry("HealthCheckFailed", UNHEALTHY),
            Map.entry("HealthCheckCanceled", IN_PROGRESS),
            Map.entry("ReconciliationFailed", REFUSED),
            Map.entry("InstallFailed", HELM),
            Map.entry("UpgradeFailed", HELM),
            Map.entry("TestFailed", HELM),
            Map.entry("RollbackFailed", HELM),
            Map.entry("UninstallFailed", HELM),
            Map.entry("RollbackSucceeded", HELM));
    /** A build that fails names files, and {@code secret.sops.yaml} is one of them: what kustomize says comes first. */
    private static final Pattern DECRYPTS =
            Pattern.compile("(?!kustomize build failed|post build failed).*(decrypt|sops)", Pattern.CASE_INSENSITIVE);

    private final String message;

    Cause(String message) {
        this.message = message;
    }

    /** For a person, after the name of the object. */
    public String message() {
        return message;
    }

    /** Goes away by itself, unless it stays. */
    public boolean mayPass() {
        return this == IN_PROGRESS || this == BEHIND || this == UNSEEN;
    }

    /** @param reason and message of the condition Ready when it is not true */
    static Cause of(String reason, String message) {
        Cause cause = BY_REASON.getOrDefault(reason, UNKNOWN);
        if (cause == SOURCE && message.toLowerCase(Locale.ROOT).contains("path not found")) {
            return PATH_GONE;
        }
        if (cause == BUILD && DECRYPTS.matcher(message).lookingAt()) {
            return DECRYPTION;
        }
        return cause;
    }
}
