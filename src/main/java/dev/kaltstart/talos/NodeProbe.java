package dev.kaltstart.talos;

import dev.kaltstart.cluster.Node;
import dev.kaltstart.engine.Run;
import dev.kaltstart.kubernetes.Readiness;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;

/**
 * One look at a node, from both sides: Kubernetes and Talos.
 *
 * @param answers Talos accepts questions with our credentials
 */
record NodeProbe(Verdict verdict, boolean answers, String words) {

    private static final Set<String> ON_ITS_WAY =
            Set.of("booting", "installing", "rebooting", "upgrading", "shutting down", "resetting");

    /** How long the Kubernetes API may be away before Talos alone is asked: it flaps when a control plane dies. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    enum Verdict {
        ALIVE,
        /** Something of it answers, or it is just starting. */
        SLOW,
        DEAD,
        /** Nothing could be asked about any node: the fault may lie between them and us. */
        NOBODY_CAN_TELL
    }

    static NodeProbe take(Run run, Node node) {
        Talos talos = new Talos(run.cluster());
        Readiness kubernetes = Readiness.of(run.cluster().kubernetes(), node);
        Answer<String> version = talos.version(node);
        String words = kubernetes.words() + "; Talos "
                + (version.given() ? "answers (" + version.value().orElse("") + ")" : version.words());
        return new NodeProbe(verdict(run, node, talos, kubernetes, version), version.given(), words);
    }

    private static Verdict verdict(Run run, Node node, Talos talos, Readiness kubernetes, Answer<String> version) {
        if (kubernetes.ready()) {
            return version.silent() ? Verdict.SLOW : Verdict.ALIVE;
        }
        if (kubernetes.state() == Readiness.State.API_UNREACHABLE) {
            return withoutKubernetes(run, node, talos, version);
        }
        boolean coming = version.given()
                && talos.stage(node).value().filter(ON_ITS_WAY::contains).isPresent();
        return coming ? Verdict.SLOW : Verdict.DEAD;
    }

    private static Verdict withoutKubernetes(Run run, Node node, Talos talos, Answer<String> version) {
        if (run.cluster().clock().instant().isBefore(run.began().plus(PATIENCE))) {
            return Verdict.NOBODY_CAN_TELL;
        }
        if (!version.silent()) {
            return Verdict.SLOW;
        }
        boolean othersAnswer = run.cluster().inventory().nodes().stream()
                .filter(other -> !other.name().equals(node.name()))
                .anyMatch(other -> !talos.version(other).silent());
        return othersAnswer ? Verdict.DEAD : Verdict.NOBODY_CAN_TELL;
    }

    boolean undecided() {
        return verdict == Verdict.NOBODY_CAN_TELL;
    }

    boolean dead() {
        return verdict == Verdict.DEAD;
    }

    String line() {
        return verdict.name().toLowerCase(Locale.ROOT).replace('_', ' ') + ": " + words;
    }
}
