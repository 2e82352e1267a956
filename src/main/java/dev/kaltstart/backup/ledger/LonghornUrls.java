package dev.kaltstart.backup.ledger;

import dev.kaltstart.shell.Redaction;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The address of the newest backup of each Longhorn volume: with it, a rebuilt Longhorn can restore what its own objects no
 * longer name (src: longhorn/longhorn-manager:k8s/pkg/apis/longhorn/v1beta2/backup.go).
 */
final class LonghornUrls {

    private static final Pattern URL = Pattern.compile("[a-z0-9]{1,20}://[\\x21-\\x7e]{1,1000}");

    static final ResourceDefinitionContext KIND = new ResourceDefinitionContext.Builder()
            .withGroup("longhorn.io")
            .withVersion("v1beta2")
            .withKind("Backup")
            .withPlural("backups")
            .withNamespaced(true)
            .build();

    private LonghornUrls() {}

    /** By the name of the volume; none when the cluster has no Longhorn, or does not show its backups. */
    static Map<String, String> newest(KubernetesClient client, Redaction redaction) {
        try {
            var newest = new LinkedHashMap<String, String>();
            client
                    .genericKubernetesResources(KIND)
                    .inAnyNamespace()
                    .list(new ListOptionsBuilder().withLimit(LiveBindings.MOST).build())
                    .getItems()
                    .stream()
                    .filter(backup -> text(backup, "state").equals("Completed"))
                    .filter(backup -> URL.matcher(text(backup, "url")).matches())
                    .filter(backup -> !redaction.hasSecret(text(backup, "url")))
                    // RFC 3339 in UTC: the texts are in the order of time
                    .sorted(Comparator.comparing(backup -> text(backup, "backupCreatedAt")))
                    .forEach(backup -> newest.put(text(backup, "volumeName"), text(backup, "url")));
            return newest;
        } catch (KubernetesClientException e) {
            // the volumes themselves are worth recording all the same
            return Map.of();
        }
    }

    private static String text(GenericKubernetesResource backup, String field) {
        return backup.<Object>get("status", field) instanceof String text ? text : "";
    }
}
