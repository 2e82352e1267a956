package dev.kaltstart.readiness;

import dev.kaltstart.engine.Fact;

/** Results of the gate before a cluster is built again. */
final class GoBagFacts {

    /** All that the recovery needs from outside of the cluster was proven by use; else a person has to confirm the rest. */
    static final Fact<Boolean> GO_BAG_PROVEN = Fact.flag("goBagProven");

    /** That rest, one per line; blank when there is none. */
    static final Fact<String> UNPROVEN_GO_BAG = Fact.text("unprovenGoBag");

    /** A paragraph each: the form joins lines that only a line end parts. */
    static final String BULLET = "\n\n- ";

    private GoBagFacts() {}
}
