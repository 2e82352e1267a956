package dev.kaltstart.talos;

import dev.kaltstart.cluster.Node;
import dev.kaltstart.engine.Run;
import dev.kaltstart.kubernetes.Readiness;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;

/**
 * One probe of a node through Kubernetes and Talos.
 *
 * @param answers Talos accepts requests with our credentials
 */
record NodeProbe(Verdict verdict, boolean answers, String message) {

    private static final Set<String> ON_ITS_WAY =
            Set.of("booting", "installing", "rebooting", "upgrading", "shutting down", "resetting");

    /**
     * How long to wait for the Kubernetes API, which flaps when a control plane dies, before relying on Talos alone.
     */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    enum Verdict {
        ALIVE,
        /** Kubernetes or Talos reports the node alive or starting. */
        SLOW,
        DEAD,
        /** No node could be probed: the fault may be in the network between Kaltstart and the cluster. */
        NOBODY_CAN_TELL
    }

    static NodeProbe take(Run run, Node node) {
        Talos talos = new Talos(run.cluster());
        Readiness kubernetes = Readiness.of(run.cluster().kubernetes(), node);
        Answer<String> version = talos.version(node);
        String message = kubernetes.message() + "; Talos "
                + (version.given() ? "answers (" + version.value().orElse("") + ")" : version.message());
        return new NodeProbe(verdict(run, node, talos, kubernetes, version), version.given(), message);
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
        // without quorum this recovery removes nothing: it hands over to a person, and must not wait for an answer that
        // no node is left to give
        return othersAnswer || run.is(NodeFacts.QUORUM_LOST) ? Verdict.DEAD : Verdict.NOBODY_CAN_TELL;
    }

    boolean undecided() {
        return verdict == Verdict.NOBODY_CAN_TELL;
    }

    boolean dead() {
        return verdict == Verdict.DEAD;
    }

    String line() {
        return verdict.name().toLowerCase(Locale.ROOT).replace('_', ' ') + ": " + message;
    }
}
