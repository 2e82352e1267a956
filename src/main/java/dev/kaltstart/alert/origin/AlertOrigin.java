package dev.kaltstart.alert.origin;

import dev.kaltstart.cluster.Node;

/** The origin that an alert states. */
public sealed interface AlertOrigin {

    /** A node of the inventory. */
    record OneNode(Node node) implements AlertOrigin {}

    /** It names no origin. */
    record NotSaid() implements AlertOrigin {}

    /** It names something that is no node of the inventory, or could be several. */
    record Elsewhere() implements AlertOrigin {}

    /** Its labels name two nodes. */
    record Contradiction() implements AlertOrigin {}
}
