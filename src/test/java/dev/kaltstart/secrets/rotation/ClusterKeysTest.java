package dev.kaltstart.secrets.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.secrets.rotation.ClusterKeys.Place;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient(crud = true)
@SuppressWarnings("NullAway.Init")
class ClusterKeysTest {

    private static final String LEAKED = "AGE-SECRET-KEY-1LEAKED";
    private static final String FRESH = "AGE-SECRET-KEY-1FRESH";
    private static final String OTHER = "AGE-SECRET-KEY-1OTHER";

    KubernetesClient client;

    private ClusterKeys keys;

    @BeforeEach
    void secret() {
        keys = new ClusterKeys(client, LEAKED, FRESH);
        client.resource(new SecretBuilder()
                        .withNewMetadata()
                        .withNamespace("flux-system")
                        .withName("sops-age")
                        .endMetadata()
                        .withData(Map.of(
                                "age.agekey",
                                encoded("# public key: age1leaked\n" + LEAKED + "\n" + OTHER + "\n"),
                                "pgp.asc",
                                encoded("a key of PGP")))
                        .build())
                .create();
    }

    private static String encoded(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private Map<String, String> entries() {
        var entries = new TreeMap<String, String>();
        client.secrets()
                .inNamespace("flux-system")
                .withName("sops-age")
                .get()
                .getData()
                .forEach((name, value) ->
                        entries.put(name, new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8)));
        return entries;
    }

    private Place place() {
        return keys.places().get(0);
    }

    @Test
    void theNewKeyComesBesideTheOldOne() {
        assertThat(place()).isEqualTo(new Place("flux-system", "sops-age", true, false));

        keys.add(place());

        assertThat(place()).isEqualTo(new Place("flux-system", "sops-age", true, true));
        assertThat(entries())
                .containsEntry("kaltstart-new.agekey", FRESH + "\n")
                .hasSize(3);
        assertThat(entries().get("age.agekey")).contains(LEAKED, OTHER);
    }

    /** What the old key said about itself goes too; whatever else is in the Secret stays. */
    @Test
    void theNewKeyTakesTheEntryOfTheOldOne() {
        keys.add(place());
        keys.replace(place());

        assertThat(entries()).isEqualTo(Map.of("age.agekey", FRESH + "\n" + OTHER + "\n", "pgp.asc", "a key of PGP"));
        assertThat(place().hasLeaked()).isFalse();
    }

    /** As after a crash between the change and its record. */
    @Test
    void aSecondTimeChangesNothing() {
        keys.add(place());
        keys.replace(place());
        Map<String, String> once = entries();
        keys.replace(place());

        assertThat(entries()).isEqualTo(once);
    }

    /** The old entry was removed meanwhile: the new one must not be lost with it. */
    @Test
    void theAddedEntryStaysWhenItIsTheOnlyOne() {
        keys.add(place());
        client.secrets().inNamespace("flux-system").withName("sops-age").edit(secret -> {
            secret.getData().remove("age.agekey");
            return secret;
        });
        keys.replace(place());

        assertThat(entries()).containsEntry("kaltstart-new.agekey", FRESH + "\n");
    }

    @Test
    void saysNothingOfItsKeys() {
        assertThat(keys.toString()).doesNotContain("AGE-SECRET-KEY");
        assertThat(keys.places().toString()).doesNotContain("AGE-SECRET-KEY");
    }
}
