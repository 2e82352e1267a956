package dev.kaltstart.flux.bootstrap;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A Secret of the cluster with the key that Flux decrypts with. Holds secrets: it is never kept, printed or part of a message.
 *
 * @param misnamed entries with a key that Flux ignores, because their names do not end in .agekey
 */
record AgeIdentity(String namespace, String name, String identities, Set<String> misnamed) {

    private static final String BEGINNING = "AGE-SECRET-KEY-";
    private static final String READ = ".agekey";

    AgeIdentity {
        misnamed = Set.copyOf(misnamed);
    }

    /** In the namespaces where a Kustomization can use it, and where the seed has put one. */
    static List<AgeIdentity> in(KubernetesClient client, Set<String> namespaces) {
        return namespaces.stream()
                .flatMap(namespace -> client.secrets().inNamespace(namespace).list().getItems().stream())
                .map(AgeIdentity::of)
                .filter(identity ->
                        !identity.identities().isEmpty() || !identity.misnamed().isEmpty())
                .toList();
    }

    private static AgeIdentity of(Secret secret) {
        Map<String, String> data = Objects.requireNonNullElse(secret.getData(), Map.of());
        String identities = data.entrySet().stream()
                .filter(entry -> entry.getKey().endsWith(READ))
                .flatMap(entry -> plain(entry.getValue()).lines())
                .map(String::strip)
                .filter(line -> line.startsWith(BEGINNING))
                .collect(Collectors.joining("\n"));
        Set<String> misnamed = data.entrySet().stream()
                .filter(entry -> !entry.getKey().endsWith(READ)
                        && plain(entry.getValue())
                                .lines()
                                .anyMatch(line -> line.strip().startsWith(BEGINNING)))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        return new AgeIdentity(
                secret.getMetadata().getNamespace(), secret.getMetadata().getName(), identities, misnamed);
    }

    private static String plain(String encoded) {
        try {
            return new String(Base64.getMimeDecoder().decode(encoded), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    String label() {
        return namespace + "/" + name;
    }

    @Override
    public String toString() {
        return label();
    }
}
