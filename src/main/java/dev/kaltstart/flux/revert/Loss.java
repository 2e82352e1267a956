package dev.kaltstart.flux.revert;

import dev.kaltstart.flux.object.InventoryEntry;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.stream.Collectors;

/** What goes with an object when it is deleted, in words. */
public record Loss(KubernetesClient client) {

    private static final List<String> STATEFUL = List.of("PersistentVolume", "PersistentVolumeClaim", "Namespace");

    /** Data is on it, or may be in it. */
    public static boolean stateful(InventoryEntry object) {
        return object.group().isEmpty() && STATEFUL.contains(object.kind());
    }

    /** What costs most comes first. */
    static int weight(InventoryEntry object) {
        if (stateful(object)) {
            return STATEFUL.indexOf(object.kind());
        }
        return object.kind().equals("CustomResourceDefinition") || object.kind().equals("HelmRelease") ? 3 : 4;
    }

    String label(InventoryEntry object) {
        String name = object.namespace().isEmpty() ? object.name() : object.namespace() + "/" + object.name();
        return switch (object.kind()) {
            case "PersistentVolume" -> "the volume " + name + " and what is on it";
            case "PersistentVolumeClaim" -> "the claim " + name + " and what is on it" + kept(object);
            case "Namespace" -> "the namespace " + name + " and everything in it" + claims(name);
            case "CustomResourceDefinition" -> "the definition " + name + " and every object of its kind";
            case "HelmRelease" -> "the release " + name + ": Helm uninstalls what it has installed";
            default -> object.label();
        };
    }

    private String kept(InventoryEntry object) {
        PersistentVolumeClaim claim = client.persistentVolumeClaims()
                .inNamespace(object.namespace())
                .withName(object.name())
                .get();
        String volume = claim == null || claim.getSpec() == null
                ? null
                : claim.getSpec().getVolumeName();
        PersistentVolume there = volume == null
                ? null
                : client.persistentVolumes().withName(volume).get();
        boolean retained = there != null
                && there.getSpec() != null
                && "Retain".equals(there.getSpec().getPersistentVolumeReclaimPolicy());
        return retained ? " (its volume " + volume + " is kept: Retain)" : "";
    }

    private String claims(String namespace) {
        String claims = client.persistentVolumeClaims().inNamespace(namespace).list().getItems().stream()
                .map(claim -> claim.getMetadata().getName())
                .sorted()
                .collect(Collectors.joining(", "));
        return claims.isEmpty() ? "; it holds no claim" : ", among it the claims " + claims;
    }
}
