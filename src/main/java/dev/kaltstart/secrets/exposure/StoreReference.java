package dev.kaltstart.secrets.exposure;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An item that an ExternalSecret reads from a store (external-secrets: {@code spec.data[].remoteRef},
 * {@code spec.dataFrom[].extract}).
 *
 * @param store kind and name of the store
 * @param item name of the item in the store
 * @param property of the item; empty for all of it
 * @param target name of the Secret that is made
 */
record StoreReference(String store, String item, String property, String namespace, String target) {

    private static final int MOST = 500;

    /** The references in a file, and the providers of the stores that it declares. */
    record InFile(List<StoreReference> references, Map<String, String> providers) {}

    static InFile of(FileLeaves file) {
        var documents = new HashMap<Integer, List<Leaf>>();
        file.all()
                .forEach(leaf -> documents
                        .computeIfAbsent(leaf.document(), number -> new ArrayList<>())
                        .add(leaf));
        var references = new ArrayList<StoreReference>();
        var providers = new HashMap<String, String>();
        documents.values().forEach(leaves -> {
            String kind = text(leaves, "kind");
            if (kind.equals("ExternalSecret")) {
                references.addAll(references(leaves));
            } else if (kind.equals("ClusterSecretStore") || kind.equals("SecretStore")) {
                leaves.stream()
                        .filter(leaf -> leaf.below("spec")
                                && leaf.at(1).filter("provider"::equals).isPresent())
                        .flatMap(leaf -> leaf.at(2).stream())
                        .findFirst()
                        .ifPresent(provider ->
                                providers.put(kind + "/" + text(leaves, "metadata", "name"), String.valueOf(provider)));
            }
        });
        return new InFile(references, providers);
    }

    private static List<StoreReference> references(List<Leaf> leaves) {
        String kind = text(leaves, "spec", "secretStoreRef", "kind");
        String store = (kind.isEmpty() ? "SecretStore" : kind) + "/" + text(leaves, "spec", "secretStoreRef", "name");
        String name = text(leaves, "metadata", "name");
        String target = text(leaves, "spec", "target", "name");
        return leaves.stream()
                .filter(leaf -> leaf.below("spec")
                        && leaf.key().equals("key")
                        && leaf.path().size() == 5)
                .filter(leaf -> leaf.at(3)
                        .filter(of -> of.equals("remoteRef") || of.equals("extract"))
                        .isPresent())
                .limit(MOST)
                .map(leaf -> new StoreReference(
                        store,
                        leaf.text(),
                        property(leaves, leaf),
                        text(leaves, "metadata", "namespace"),
                        target.isEmpty() ? name : target))
                .distinct()
                .toList();
    }

    private static String property(List<Leaf> leaves, Leaf key) {
        var path = new ArrayList<>(key.path());
        path.set(path.size() - 1, "property");
        return leaves.stream()
                .filter(leaf -> leaf.path().equals(path))
                .map(Leaf::text)
                .findFirst()
                .orElse("");
    }

    private static String text(List<Leaf> leaves, Object... path) {
        return leaves.stream()
                .filter(leaf -> leaf.at(path))
                .map(Leaf::text)
                .findFirst()
                .orElse("");
    }

    /** Unknown stores count: a token opens what is named wrongly as well. */
    boolean isOnePassword(Map<String, String> providers) {
        String provider = providers.get(store);
        return provider == null || provider.startsWith("onepassword");
    }
}
