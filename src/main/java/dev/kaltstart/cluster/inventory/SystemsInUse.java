package dev.kaltstart.cluster.inventory;

import com.fasterxml.jackson.databind.node.MissingNode;
import dev.kaltstart.cluster.DataSystem;
import dev.kaltstart.cluster.Inventory.SopsRule;
import dev.kaltstart.cluster.Inventory.SystemInUse;
import dev.kaltstart.kustomize.KustomizationTree.Origin;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** What stores, backs up and protects the data of a cluster, as far as its repository shows it. */
record SystemsInUse(FluxTree tree, List<SopsRule> rules) {

    private static final Pattern FINGERPRINT = Pattern.compile("(?:0x)?[0-9A-Fa-f]{16,40}");

    /** Namespaces that only one system uses. */
    private static final Map<String, DataSystem> NAMESPACES =
            Map.of("longhorn-system", DataSystem.LONGHORN, "rook-ceph", DataSystem.ROOK_CEPH);

    List<SystemInUse> read() {
        var found = new ArrayList<>(tree.systems().all());
        elsewhere(found);
        namespaces(found);
        dropVague(found);
        sops().forEach((key, sources) -> found.add(new SystemInUse(DataSystem.SOPS, key, sources)));
        found.sort(Comparator.comparing(SystemInUse::system).thenComparing(SystemInUse::detail));
        return found;
    }

    /** A Kustomization whose manifests are in another repository is judged by its name. */
    private void elsewhere(List<SystemInUse> found) {
        tree.kustomizations().kustomizations().stream()
                .filter(kustomization -> kustomization.origin() != Origin.HERE)
                .forEach(kustomization -> new ChartSystems(MissingNode.getInstance())
                        .of(kustomization.name())
                        .forEach((system, detail) -> {
                            if (!has(found, system)) {
                                found.add(new SystemInUse(system, detail, List.of(kustomization.source())));
                            }
                        }));
    }

    private void namespaces(List<SystemInUse> found) {
        new Namespaces(tree).read().forEach(namespace -> {
            var system = NAMESPACES.get(namespace);
            if (system != null
                    && !has(found, system)
                    && !(system == DataSystem.ROOK_CEPH && has(found, DataSystem.EXTERNAL_CEPH))) {
                found.add(new SystemInUse(system, "", List.of("namespace " + namespace)));
            }
        });
    }

    /** An operator's chart says less than the objects that it serves. */
    private static void dropVague(List<SystemInUse> found) {
        var operator = new SystemInUse(DataSystem.ROOK_CEPH, ChartSystems.OPERATOR, List.of());
        found.removeIf(one -> one.label().equals(operator.label())
                && found.stream()
                        .anyMatch(other -> other.system() == DataSystem.EXTERNAL_CEPH
                                || other.system() == DataSystem.ROOK_CEPH
                                        && other.detail().isEmpty()));
        List.copyOf(found).stream()
                .filter(one -> one.detail().isEmpty())
                .filter(one -> found.stream()
                        .anyMatch(other -> other.system() == one.system()
                                && !other.detail().isEmpty()))
                .forEach(found::remove);
    }

    private static boolean has(List<SystemInUse> found, DataSystem system) {
        return found.stream().anyMatch(one -> one.system() == system);
    }

    private Map<String, List<String>> sops() {
        var keys = new LinkedHashMap<String, List<String>>();
        rules.forEach(rule -> rule.recipients().stream()
                .map(SystemsInUse::key)
                .distinct()
                .forEach(key ->
                        keys.computeIfAbsent(key, any -> new ArrayList<>()).add(rule.source())));
        return keys;
    }

    /** The kind of key that a recipient is. */
    private static String key(String recipient) {
        if (recipient.startsWith("age1")) {
            return "age";
        }
        if (recipient.startsWith("arn:")) {
            return "AWS KMS";
        }
        if (recipient.startsWith("projects/")) {
            return "Google KMS";
        }
        if (recipient.contains(".vault.azure.")) {
            return "Azure Key Vault";
        }
        if (recipient.startsWith("http")) {
            return "Vault transit";
        }
        return FINGERPRINT.matcher(recipient).matches() ? "PGP" : "other key";
    }
}
