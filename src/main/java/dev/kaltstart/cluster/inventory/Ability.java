package dev.kaltstart.cluster.inventory;

import dev.kaltstart.cluster.Inventory;
import dev.kaltstart.cluster.Inventory.TalosTool;
import dev.kaltstart.cluster.inventory.Discovery.Discovered;
import dev.kaltstart.cluster.machines.NodeDraft;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Whether Kaltstart can work on one kind of disaster with what the repository says.
 *
 * @param disaster in the words of an operator
 * @param because why not; or what is excepted, when it can
 */
public record Ability(String disaster, boolean can, String because) {

    /** The name of the scenario, as in {@code node-failure}. */
    public String scenario() {
        return disaster.replace(' ', '-').toLowerCase(Locale.ROOT);
    }

    /** One for each scenario; all of them "cannot" when there is no inventory. */
    public static List<Ability> of(Discovered discovered) {
        var inventory = discovered.inventory();
        return List.of(
                excepting(
                        ability("node failure", inventory == null ? unreadable() : machines(discovered, inventory)),
                        discovered),
                ability("GitOps drift", inventory == null ? unreadable() : manifests(inventory)));
    }

    private static Ability excepting(Ability ability, Discovered discovered) {
        var incomplete = discovered.nodes().incomplete();
        return ability.can() && !incomplete.isEmpty()
                ? new Ability(
                        ability.disaster(),
                        true,
                        incomplete.stream().map(Ability::missing).collect(Collectors.joining("; ")))
                : ability;
    }

    private static Ability ability(String disaster, String because) {
        return new Ability(disaster, because.isEmpty(), because);
    }

    private static String unreadable() {
        return "the repository cannot be used: see the errors";
    }

    private static String machines(Discovered discovered, Inventory inventory) {
        if (inventory.tools().talosTool() == TalosTool.OMNI) {
            return "Omni installs the machines: replace a failed node there";
        }
        var incomplete = discovered.nodes().incomplete();
        if (inventory.nodes().isEmpty()) {
            return incomplete.isEmpty()
                    ? "no machines are known: see the errors"
                    : "not known of %s; declare it in kaltstart.yaml, as below"
                            .formatted(incomplete.stream().map(Ability::missing).collect(Collectors.joining("; ")));
        }
        return inventory.machineSecrets() == null ? "the machine secrets are missing: see the errors" : "";
    }

    private static String missing(NodeDraft node) {
        return node.label() + ": " + String.join(", ", node.missing());
    }

    private static String manifests(Inventory inventory) {
        return inventory.kustomizations().isEmpty() ? "no Flux Kustomization was found" : "";
    }
}
