package dev.kaltstart.watchdog;

import dev.kaltstart.flux.watch.FluxLooks;
import dev.kaltstart.watchdog.Pulse.State;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** For a person who has to decide whether a cluster is lost: since when, what still answers, what else it may be. */
final class SilenceMessage {

    /** The inbox keeps 500 characters. */
    private static final int NAMED = 4;

    private static final int LONGEST_REASON = 100;

    private SilenceMessage() {}

    /** @param other another real cluster, which answers */
    static String lost(Silence silence, Optional<String> other) {
        return "the cluster may be lost, last sign of life at %s: %s; %s; %s. %s"
                .formatted(
                        text(silence.began()),
                        api(silence.pulse()),
                        talos(silence.pulse()),
                        heartbeat(silence),
                        advice(silence, other));
    }

    static String monitoring(Silence silence) {
        return ("the monitoring is silent and the cluster is not lost: the Kubernetes API answers, and %s."
                        + " Check Prometheus and Alertmanager, and their way to Kaltstart")
                .formatted(heartbeat(silence));
    }

    private static String api(Pulse pulse) {
        if (pulse.api() == FluxLooks.Api.NOT_ASKED) {
            return "its Kubernetes API cannot be asked, as Kaltstart has no usable kubeconfig";
        }
        String reason = pulse.apiSays();
        return reason.length() <= LONGEST_REASON ? reason : reason.substring(0, LONGEST_REASON);
    }

    private static String talos(Pulse pulse) {
        if (!pulse.nodes().isEmpty()
                && pulse.named(State.NOT_ASKED).size() == pulse.nodes().size()) {
            return "Talos cannot be asked, as Kaltstart has no usable talosconfig or no talosctl";
        }
        String states = Stream.of(
                        part(pulse, State.ANSWERED, "answers on "),
                        part(pulse, State.REFUSED, "refuses on "),
                        part(pulse, State.SILENT, "silent on "),
                        part(pulse, State.NOT_ASKED, "not asked on "))
                .flatMap(Optional::stream)
                .collect(Collectors.joining(", "));
        return "Talos: " + (states.isEmpty() ? "no node is known" : states);
    }

    private static Optional<String> part(Pulse pulse, State state, String verb) {
        List<String> nodes = pulse.named(state);
        String more = nodes.size() > NAMED ? " and " + (nodes.size() - NAMED) + " more" : "";
        return nodes.isEmpty()
                ? Optional.empty()
                : Optional.of(verb + nodes.stream().limit(NAMED).collect(Collectors.joining(", ")) + more);
    }

    private static String heartbeat(Silence silence) {
        Instant last = silence.heartbeat();
        return last == null
                ? "no heartbeat of its monitoring ever arrived"
                : "the heartbeat of its monitoring last arrived at " + text(last);
    }

    private static String advice(Silence silence, Optional<String> other) {
        if (silence.pulse().talosAnswers()) {
            return "Machines are alive, so etcd may not be lost: check the control planes and the address of the API first";
        }
        if (silence.heartbeatOutlived()) {
            return "The heartbeat came later than the last answer: check the network between Kaltstart and the cluster first";
        }
        return other.map(name -> name + " answers, so Kaltstart's own network works: check power and network on site")
                .orElse("It may be Kaltstart's own network: check its gateway, then power and network on site");
    }

    private static String text(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
