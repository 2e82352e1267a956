package dev.kaltstart.secrets.exposure;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What one version of a file shows without a key: who can open it, and the names of its values.
 *
 * @param sops whether SOPS has encrypted it
 * @param recipients public keys of age that can open it, also in key groups
 * @param groups key groups of which SOPS needs several; 1 for an ordinary file
 * @param values that count, in the order of the file
 * @param documents by number: what Kubernetes calls them
 * @param complete whether all of the file was understood
 */
record SecretContent(
        boolean sops,
        Set<String> recipients,
        int groups,
        List<Leaf> values,
        Map<Integer, Named> documents,
        boolean complete) {

    private static final String METADATA = "sops";
    private static final Set<String> SECTIONS = Set.of("data", "stringData");
    private static final int MOST_VALUES = 2_000;

    /** A document of Kubernetes; fields are empty when it has none. */
    record Named(String kind, String namespace, String name) {
        static final Named NONE = new Named("", "", "");
    }

    static SecretContent of(FileLeaves file) {
        boolean sops = !file.mentioned().isEmpty()
                || file.all().stream().anyMatch(leaf -> leaf.below(METADATA) && isProof(leaf));
        Map<Integer, Named> documents = documents(file.all());
        List<Leaf> values = file.all().stream()
                .filter(leaf -> !leaf.below(METADATA))
                .filter(leaf -> sops ? leaf.encrypted() : plainSecret(leaf, documents))
                .toList();
        return new SecretContent(
                sops,
                recipients(file),
                groups(file.all()),
                values.subList(0, Math.min(values.size(), MOST_VALUES)),
                documents,
                file.complete() && values.size() <= MOST_VALUES);
    }

    private static boolean isProof(Leaf leaf) {
        return leaf.at(METADATA, "mac")
                || leaf.at(METADATA, "version")
                || leaf.key().equals("recipient")
                || leaf.key().equals("enc");
    }

    /** In a file that should be encrypted. What Flux fills in later is no secret here. */
    private static boolean plainSecret(Leaf leaf, Map<Integer, Named> documents) {
        if (leaf.text().isBlank() || leaf.text().contains("${")) {
            return false;
        }
        Named document = documents.getOrDefault(leaf.document(), Named.NONE);
        return document.kind().isEmpty()
                || (document.kind().equals("Secret")
                        && leaf.path().size() > 1
                        && leaf.at(0).filter(SECTIONS::contains).isPresent());
    }

    private static Set<String> recipients(FileLeaves file) {
        var found = new HashSet<>(file.mentioned());
        file.all().stream()
                .filter(leaf -> leaf.below(METADATA) && leaf.key().equals("recipient"))
                .filter(leaf -> leaf.path().contains("age"))
                .flatMap(leaf -> Stream.of(leaf.text().split(",")))
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .forEach(found::add);
        return found;
    }

    private static int groups(List<Leaf> leaves) {
        long groups = leaves.stream()
                .filter(leaf -> leaf.below(METADATA)
                        && leaf.at(1).filter("key_groups"::equals).isPresent())
                .flatMap(leaf -> leaf.at(2).stream())
                .distinct()
                .count();
        return (int) Math.max(1, groups);
    }

    private static Map<Integer, Named> documents(List<Leaf> leaves) {
        var documents = new HashMap<Integer, Named>();
        for (Leaf leaf : leaves) {
            Named known = documents.getOrDefault(leaf.document(), Named.NONE);
            if (leaf.at("kind")) {
                documents.put(leaf.document(), new Named(leaf.text(), known.namespace(), known.name()));
            } else if (leaf.at("metadata", "namespace")) {
                documents.put(leaf.document(), new Named(known.kind(), leaf.text(), known.name()));
            } else if (leaf.at("metadata", "name")) {
                documents.put(leaf.document(), new Named(known.kind(), known.namespace(), leaf.text()));
            }
        }
        return documents;
    }

    Named document(Leaf leaf) {
        return documents.getOrDefault(leaf.document(), Named.NONE);
    }

    /** Whether anything in it was ever a secret. */
    boolean holdsSecrets() {
        return !values.isEmpty() || (sops && !complete);
    }
}
