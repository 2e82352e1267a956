package dev.kaltstart.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Objects of tools that the lab does not have, as those write them, lose no field in a real API server. A field that the
 * definition in src/lab/crds does not know is taken out without a word, and whoever reads it later reads nothing.
 */
@Tag("lab")
@SuppressWarnings("NullAway.Init")
class DefinitionLabIT {

    private final String namespace =
            "definitions-" + UUID.randomUUID().toString().substring(0, 8);
    private KubernetesClient client;

    @BeforeEach
    void open() {
        client = Lab.here().api();
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(namespace)
                        .endMetadata()
                        .build())
                .create();
    }

    @AfterEach
    void close() {
        if (client != null) {
            objects()
                    .filter(object -> !namespaced(object))
                    .forEach(object -> client.resource(object).delete());
            client.namespaces().withName(namespace).delete();
            client.close();
        }
    }

    static Stream<GenericKubernetesResource> objects() {
        return read(Path.of("src/test/resources/objects"), GenericKubernetesResource.class);
    }

    private static Stream<CustomResourceDefinition> definitions() {
        return read(Path.of("src/lab/crds"), CustomResourceDefinition.class);
    }

    private static <T extends HasMetadata> Stream<T> read(Path directory, Class<T> type) {
        try (var files = Files.list(directory)) {
            return files.sorted().toList().stream().flatMap(file -> documents(file, type));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static <T extends HasMetadata> Stream<T> documents(Path file, Class<T> type) {
        try {
            return Stream.of(Files.readString(file).split("(?m)^---$"))
                    .filter(document -> document.contains("kind:"))
                    .map(document -> Serialization.unmarshal(document, type));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static CustomResourceDefinition definition(HasMetadata object) {
        return definitions()
                .filter(definition -> name(definition).equals(name(object)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("src/lab/crds does not define " + name(object)));
    }

    private static String name(HasMetadata object) {
        return object.getApiVersion() + " " + object.getKind();
    }

    private static String name(CustomResourceDefinition definition) {
        var spec = definition.getSpec();
        return spec.getGroup() + "/" + spec.getVersions().get(0).getName() + " "
                + spec.getNames().getKind();
    }

    private static boolean namespaced(HasMetadata object) {
        return definition(object).getSpec().getScope().equals("Namespaced");
    }

    private Resource<GenericKubernetesResource> there(GenericKubernetesResource object) {
        return namespaced(object) ? client.resource(object).inNamespace(namespace) : client.resource(object);
    }

    @ParameterizedTest
    @MethodSource("objects")
    void keepsEveryField(GenericKubernetesResource object) {
        Map<String, Object> written = Map.copyOf(object.getAdditionalProperties());
        var created = there(object).create();
        if (written.containsKey("status")) {
            created.setAdditionalProperty("status", written.get("status"));
            there(created).updateStatus();
        }

        var kept = there(object).get();

        assertThat(tree(kept.getAdditionalProperties())).as(name(object)).isEqualTo(tree(written));
    }

    private static Object tree(Map<String, Object> properties) {
        return Serialization.unmarshal(Serialization.asJson(properties), Map.class);
    }

    @Test
    void everyDefinitionIsTried() {
        assertThat(objects().map(DefinitionLabIT::name))
                .containsExactlyInAnyOrderElementsOf(
                        definitions().map(DefinitionLabIT::name).toList());
    }

    /** Else the others would prove nothing. */
    @Test
    void forgetsAFieldThatIsNotDefined() {
        var backup = objects()
                .filter(object -> name(object).equals("velero.io/v1 Backup"))
                .findFirst()
                .orElseThrow();
        backup.setAdditionalProperty("spec", Map.of("ttl", "1h", "timeToLive", "1h"));

        assertThat(there(backup).create().<Object>get("spec")).isEqualTo(Map.of("ttl", "1h"));
    }
}
