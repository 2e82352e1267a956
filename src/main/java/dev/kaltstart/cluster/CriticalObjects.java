package dev.kaltstart.cluster;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The objects of a cluster of which one is too many when Flux deletes it: data goes with it, or it belongs to an
 * application with the short RTO.
 *
 * @param critical namespaces and applications, as the configuration names them
 */
public record CriticalObjects(List<String> critical) {

    private static final Set<String> DATA = Set.of("PersistentVolumeClaim", "PersistentVolume", "Namespace");
    private static final Set<String> APPLICATION = Set.of("Kustomization", "HelmRelease");

    /**
     * Kustomize ends generated names with a hash of the content, so each rollout deletes the one before (src:
     * kubernetes-sigs/kustomize:api/hasher/hasher.go).
     */
    private static final Pattern GENERATED = Pattern.compile(".+-[2456789bcdfghkmt]{10}");

    public CriticalObjects {
        critical = List.copyOf(critical);
    }

    /** @param namespace blank for what belongs to no namespace */
    public boolean has(String kind, String namespace, String name) {
        if (DATA.contains(kind)) {
            return true;
        }
        boolean generated = (kind.equals("ConfigMap") || kind.equals("Secret"))
                && GENERATED.matcher(name).matches();
        return !generated && (critical.contains(namespace) || (APPLICATION.contains(kind) && critical.contains(name)));
    }
}
