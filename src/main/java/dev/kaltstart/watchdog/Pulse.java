package dev.kaltstart.watchdog;

import dev.kaltstart.flux.watch.FluxLooks;
import java.util.List;

/**
 * What answers of one cluster now.
 *
 * @param api of the newest look; a node is only asked when it is not {@code ANSWERED}
 * @param apiSays why the API gave no answer; blank when it gave one
 * @param nodes what each asked node answered over Talos
 */
record Pulse(FluxLooks.Api api, String apiSays, List<NodeAnswer> nodes) {

    Pulse {
        nodes = List.copyOf(nodes);
    }

    /** @param node its name */
    record NodeAnswer(String node, State state) {}

    enum State {
        /** It proved with its certificate that it belongs to the cluster. */
        ANSWERED,
        /** Something answers there, and not as a running node of this cluster. */
        REFUSED,
        SILENT,
        NOT_ASKED
    }

    boolean apiAnswers() {
        return api == FluxLooks.Api.ANSWERED;
    }

    boolean talosAnswers() {
        return !named(State.ANSWERED).isEmpty();
    }

    /** At least one was asked, and none answered. */
    boolean silent() {
        boolean asked = api == FluxLooks.Api.SILENT || !named(State.SILENT).isEmpty();
        return asked && !apiAnswers() && !talosAnswers();
    }

    List<String> named(State state) {
        return nodes.stream()
                .filter(node -> node.state() == state)
                .map(NodeAnswer::node)
                .toList();
    }
}
