package dev.kaltstart.backup.protection;

import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists the objects of the backup systems: one call for each kind, and not more than a bounded number of objects. */
final class LiveKinds {

    static final long MOST = 5_000;
    private static final int NOT_FOUND = 404;
    private static final int FORBIDDEN = 403;

    private final KubernetesClient client;
    private final List<String> notes = new ArrayList<>();

    LiveKinds(KubernetesClient client) {
        this.client = client;
    }

    static ListOptions bounded() {
        return new ListOptionsBuilder().withLimit(MOST).build();
    }

    /**
     * In all namespaces; none when the cluster does not serve the kind.
     *
     * @param group full name, because {@code backups} alone is several kinds
     * @throws KubernetesClientException when the API does not answer
     */
    List<LiveObject> list(String group, String version, String kind, String plural) {
        var context = new ResourceDefinitionContext.Builder()
                .withGroup(group)
                .withVersion(version)
                .withKind(kind)
                .withPlural(plural)
                .withNamespaced(true)
                .build();
        try {
            var answer =
                    client.genericKubernetesResources(context).inAnyNamespace().list(bounded());
            noteRest(
                    plural + "." + group,
                    answer.getMetadata() == null ? null : answer.getMetadata().getContinue());
            return answer.getItems().stream()
                    .map(object -> new LiveObject(kind + "." + group, object))
                    .toList();
        } catch (KubernetesClientException e) {
            if (e.getCode() == NOT_FOUND) {
                return List.of();
            }
            if (e.getCode() == FORBIDDEN) {
                notes.add("Kaltstart must not list %s.%s: their restore points are not known".formatted(plural, group));
                return List.of();
            }
            throw e;
        }
    }

    /** @param continued how the API says that there is more */
    void noteRest(String what, @Nullable String continued) {
        if (continued != null && !continued.isEmpty()) {
            notes.add("there are more than %,d %s: the others were not read".formatted(MOST, what));
        }
    }

    List<String> notes() {
        return notes;
    }
}
