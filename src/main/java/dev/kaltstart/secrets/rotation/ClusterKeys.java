package dev.kaltstart.secrets.rotation;

import dev.kaltstart.flux.AppliedCommit;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * The Secrets that Flux decrypts with. Every entry whose name ends in .agekey counts, and several may be there (src:
 * fluxcd/kustomize-controller, internal/decryptor). Values stay inside this class.
 *
 * @param leaked the identity that leaked, one line
 * @param fresh the new identity, one line
 */
record ClusterKeys(KubernetesClient client, String leaked, String fresh) {

    /** Where the new key waits beside the old one. */
    private static final String ADDED = "kaltstart-new.agekey";

    private static final String READ = ".agekey";

    /** A Secret, without its values. */
    record Place(String namespace, String name, boolean hasLeaked, boolean hasFresh) {
        String label() {
            return namespace + "/" + name;
        }
    }

    /** The Secrets with one of the two keys, in the namespaces where Flux can use one. */
    List<Place> places() {
        return AppliedCommit.namespaces(client).stream()
                .flatMap(namespace -> client.secrets().inNamespace(namespace).list().getItems().stream())
                .filter(secret -> holds(secret, leaked) || holds(secret, fresh))
                .map(secret -> new Place(
                        secret.getMetadata().getNamespace(),
                        secret.getMetadata().getName(),
                        holds(secret, leaked),
                        holds(secret, fresh)))
                .toList();
    }

    void add(Place place) {
        client.secrets()
                .inNamespace(place.namespace())
                .withName(place.name())
                .edit(secret -> new SecretBuilder(secret)
                        .addToData(ADDED, encoded(fresh + "\n"))
                        .build());
    }

    /** The new key takes the entry of the old one; other keys in the entry stay. */
    void replace(Place place) {
        client.secrets()
                .inNamespace(place.namespace())
                .withName(place.name())
                .edit(secret ->
                        new SecretBuilder(secret).withData(replaced(secret)).build());
    }

    private Map<String, String> replaced(Secret secret) {
        var changed = new HashMap<>(Objects.requireNonNullElse(secret.getData(), Map.<String, String>of()));
        keys(secret).forEach((entry, text) -> {
            if (!entry.equals(ADDED) && lines(text).contains(leaked)) {
                changed.put(entry, encoded(exchanged(text)));
            }
        });
        boolean elsewhere = changed.entrySet().stream()
                .filter(entry ->
                        entry.getKey().endsWith(READ) && !entry.getKey().equals(ADDED))
                .anyMatch(entry -> lines(plain(entry.getValue())).contains(fresh));
        if (elsewhere) {
            changed.remove(ADDED);
        }
        return changed;
    }

    /** Without comments: they name the old public key. */
    private String exchanged(String text) {
        return RotationKeys.identities(text).stream()
                .map(identity -> identity.equals(leaked) ? fresh : identity)
                .distinct()
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private static boolean holds(Secret secret, String identity) {
        return keys(secret).values().stream().anyMatch(text -> lines(text).contains(identity));
    }

    private static List<String> lines(String text) {
        return RotationKeys.identities(text);
    }

    private static Map<String, String> keys(Secret secret) {
        return Objects.requireNonNullElse(secret.getData(), Map.<String, String>of()).entrySet().stream()
                .filter(entry -> entry.getKey().endsWith(READ))
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> plain(entry.getValue())));
    }

    private static String plain(String encoded) {
        try {
            return new String(Base64.getMimeDecoder().decode(encoded), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private static String encoded(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "ClusterKeys";
    }
}
