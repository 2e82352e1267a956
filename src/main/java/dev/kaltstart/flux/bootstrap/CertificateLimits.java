package dev.kaltstart.flux.bootstrap;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A certificate authority that issues no more: it allows five of the same a week, and a rebuilt cluster asks for all again. */
record CertificateLimits(KubernetesClient client) {

    private static final Pattern LIMITED = Pattern.compile(
            "too many (certificates|new orders|failed authorizations)|rate ?limit", Pattern.CASE_INSENSITIVE);

    Optional<StuckSign> sign() {
        return Stream.of(
                        list("acme.cert-manager.io", "Order", "orders"),
                        list("acme.cert-manager.io", "Challenge", "challenges"),
                        list("cert-manager.io", "CertificateRequest", "certificaterequests"))
                .flatMap(List::stream)
                .filter(object -> LIMITED.matcher(words(object)).find())
                .findFirst()
                .map(object -> new StuckSign(
                        "CERTIFICATE_LIMIT",
                        "the certificate authority issues no more certificates for now: " + object.getKind() + " "
                                + object.getMetadata().getNamespace() + "/"
                                + object.getMetadata().getName(),
                        false));
    }

    private static String words(GenericKubernetesResource object) {
        return Objects.toString(object.get("status", "reason"), "")
                + Objects.toString(object.get("status", "conditions"), "");
    }

    /** None where the cluster does not serve them. */
    private List<GenericKubernetesResource> list(String group, String kind, String plural) {
        var context = new ResourceDefinitionContext.Builder()
                .withGroup(group)
                .withVersion("v1")
                .withKind(kind)
                .withPlural(plural)
                .withNamespaced(true)
                .build();
        try {
            return client.genericKubernetesResources(context)
                    .inAnyNamespace()
                    .list()
                    .getItems();
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
                return List.of();
            }
            throw e;
        }
    }
}
