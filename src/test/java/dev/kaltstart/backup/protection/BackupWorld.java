package dev.kaltstart.backup.protection;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.Locale;
import java.util.Map;

/** A cluster with claims in the namespace {@code office}, and the objects of its backup systems. */
record BackupWorld(KubernetesClient client) {

    private static final YAMLMapper YAML = new YAMLMapper();

    /** A claim of this name, whose volume is {@code pv-NAME}. */
    BackupWorld claim(String name, String driver, Map<String, String> labels) {
        client.resource(new PersistentVolumeBuilder()
                        .withNewMetadata()
                        .withName("pv-" + name)
                        .endMetadata()
                        .withNewSpec()
                        .withNewCsi()
                        .withDriver(driver)
                        .withVolumeHandle("handle-" + name)
                        .endCsi()
                        .endSpec()
                        .build())
                .create();
        client.resource(new PersistentVolumeClaimBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace("office")
                        .withLabels(labels)
                        .endMetadata()
                        .withNewSpec()
                        .withVolumeName("pv-" + name)
                        .endSpec()
                        .withNewStatus()
                        .addToCapacity("storage", new Quantity("5Gi"))
                        .endStatus()
                        .build())
                .create();
        return this;
    }

    /** The API gives it. */
    String uid(String claim) {
        return client.persistentVolumeClaims()
                .inNamespace("office")
                .withName(claim)
                .get()
                .getMetadata()
                .getUid();
    }

    BackupWorld claim(String name) {
        return claim(name, "driver.longhorn.io", Map.of());
    }

    /** @param content labels, spec and status in YAML's flow style */
    BackupWorld object(String apiVersion, String kind, String plural, String name, String content) {
        var all = read("{" + content + "}");
        var slash = apiVersion.indexOf('/');
        var context = new ResourceDefinitionContext.Builder()
                .withGroup(apiVersion.substring(0, slash))
                .withVersion(apiVersion.substring(slash + 1))
                .withKind(kind)
                .withPlural(plural)
                .withNamespaced(true)
                .build();
        var namespace = kind.toLowerCase(Locale.ROOT).startsWith("backup") && !apiVersion.startsWith("postgresql")
                ? "backups"
                : "office";
        @SuppressWarnings("unchecked")
        var labels = (Map<String, String>) all.getOrDefault("labels", Map.of());
        client.genericKubernetesResources(context)
                .inNamespace(namespace)
                .resource(new GenericKubernetesResourceBuilder()
                        .withApiVersion(apiVersion)
                        .withKind(kind)
                        .withNewMetadata()
                        .withNamespace(namespace)
                        .withName(name)
                        .withLabels(labels)
                        .endMetadata()
                        .withAdditionalProperties(all)
                        .build())
                .create();
        return this;
    }

    private static Map<String, Object> read(String yaml) {
        try {
            return YAML.readValue(yaml, new TypeReference<Map<String, Object>>() {});
        } catch (JsonProcessingException e) {
            throw new AssertionError(yaml, e);
        }
    }
}
