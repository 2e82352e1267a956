package dev.kaltstart.talos;

import dev.kaltstart.cluster.IpAddress;
import dev.kaltstart.cluster.Node;
import dev.kaltstart.engine.Fact;
import dev.kaltstart.engine.HumanTask.Refused;
import dev.kaltstart.engine.Run;
import dev.kaltstart.recovery.Answers;

/**
 * Where a machine waits for its configuration. Without one it takes what DHCP gives it, which need not be the address
 * that the configuration will set.
 */
final class MaintenanceAddress {

    /** What a person has read from the machine; blank while it has the address of its node. */
    static final Fact<String> GIVEN = Fact.text("maintenanceAddress");

    private MaintenanceAddress() {}

    /** The node, at the address where its machine waits. */
    static Node of(Run run, Node node) {
        return run.find(GIVEN)
                .flatMap(text -> IpAddress.parse(text.strip()))
                .map(node::at)
                .orElse(node);
    }

    /** @throws Refused for a text that is no address, and for the address of another node: it is not to be configured */
    static void accept(Run run, Node node, Answers answers) {
        answers.optional(GIVEN).ifPresent(text -> {
            if (IpAddress.parse(text).isEmpty()) {
                throw new Refused(
                        "'" + GIVEN.name() + "' is not an IP address: copy it from the screen of the machine");
            }
            run.cluster().inventory().nodes().stream()
                    .filter(other -> !other.name().equals(node.name()) && other.hasAddress(text))
                    .findFirst()
                    .ifPresent(other -> {
                        throw new Refused(text + " is the address of " + other.name()
                                + ": look at the screen of the machine again");
                    });
        });
    }
}
