package dev.kaltstart.cluster.machines;

import dev.kaltstart.cluster.Role;
import dev.kaltstart.cluster.SeenNode;
import dev.kaltstart.cluster.SeenNode.Claim;
import dev.kaltstart.cluster.inventory.Problems;
import org.jspecify.annotations.Nullable;

/** Names both sides where the live cluster was other than it is described. Which one is wrong, a person decides. */
record SeenContradictions(Problems findings) {

    void judge(NodeDraft draft, SeenNode node) {
        var machine = node.machine();
        var claim = node.claim();
        if (machine != null) {
            if (!draft.addresses().isEmpty()
                    && !SeenCompletion.has(draft, machine.address())
                    && !isClaimedAt(draft, claim)) {
                contradiction(
                        draft,
                        "the address " + draft.addresses().get(0),
                        machine.address(),
                        SeenCompletion.seenLive(machine));
            }
            if (draft.role() != null && draft.role() != machine.role()) {
                contradiction(
                        draft,
                        "the role " + word(draft.role()),
                        word(machine.role()),
                        SeenCompletion.seenLive(machine));
            }
            var serial = draft.diskSerial();
            if (serial != null && machine.diskSerial() != null && !serial.equalsIgnoreCase(machine.diskSerial())) {
                contradiction(draft, "the disk " + serial, machine.diskSerial(), SeenCompletion.seenLive(machine));
            }
            return;
        }
        if (claim != null && !draft.addresses().isEmpty() && !isClaimedAt(draft, claim)) {
            contradiction(
                    draft,
                    "the address " + draft.addresses().get(0),
                    String.join(", ", claim.addresses()),
                    "named by Kubernetes on " + SeenNode.time(claim.at()));
        }
    }

    /** A node may have several addresses, of which the repository names one and the machine was asked at another. */
    private static boolean isClaimedAt(NodeDraft draft, @Nullable Claim claim) {
        return claim != null && claim.addresses().stream().anyMatch(address -> SeenCompletion.has(draft, address));
    }

    private void contradiction(NodeDraft draft, String here, String there, String when) {
        findings.warning(
                draft.source(),
                "%s has %s here, but %s when %s: correct the one that is wrong"
                        .formatted(draft.label(), here, there, when));
    }

    private static String word(Role role) {
        return role == Role.CONTROL_PLANE ? "control plane" : "worker";
    }
}
