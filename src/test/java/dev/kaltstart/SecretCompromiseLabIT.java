package dev.kaltstart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.lab.LabTools;
import dev.kaltstart.recovery.Recoveries.Recovery;
import dev.kaltstart.recovery.Recoveries.State;
import dev.kaltstart.shell.Command;
import dev.kaltstart.shell.Result;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.dsl.NonDeletingOperation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A leaked age key with the real sops, age, git and kustomize-controller: 40 files of every kind that sops knows. */
class SecretCompromiseLabIT extends LiveDrift {

    private static final String PAPERLESS = "kubernetes/apps/office/paperless";
    private static final int FILES = 40;

    private LabTools tools;
    private String old = "";

    @BeforeEach
    void leak() throws IOException {
        tools = new LabTools(home);
        Path key = lab.checkout().resolve("age.key");
        Files.deleteIfExists(key);
        old = tools.ageKey(key.toString());
        lab.write(".gitignore", "/kubeconfig\n/age.key\n");
        // no Talos here, whose CAs would have to be replaced
        lab.delete("talos/talsecret.sops.yaml");
        answers.put("replaceValue", Map.of("valueDone", "skip", "valueSkipReason", "the values stay, to be compared"));
        lab.write(".sops.yaml", """
                # who may read the secrets
                creation_rules:
                  - path_regex: kubernetes/.*\\.sops\\.ya?ml
                    encrypted_regex: "^(data|stringData)$"
                    mac_only_encrypted: true
                    age: %1$s
                  - path_regex: .*
                    key_groups:
                      - age:
                          - %1$s # the operator
                stores:
                  yaml: { indent: 2 }
                """.formatted(old));
        encrypted(PAPERLESS + "/app/secret.sops.yaml", """
                apiVersion: v1
                kind: Secret
                metadata: { name: paperless }
                stringData: { password: for-tests-only }
                """);
        encrypted("bootstrap/sops-age.sops.yaml", """
                apiVersion: v1
                kind: Secret
                metadata: { name: sops-age, namespace: flux-system }
                stringData:
                  age.agekey: |
                %s""".formatted(
                        Files.readString(key).indent(4)));
        for (int number = 0; number < FILES - 2; number++) {
            switch (number % 5) {
                case 0 -> encrypted("secrets/app-" + number + ".yaml", "user: me\npassword: value-" + number + "\n");
                case 1 -> encrypted("secrets/app-" + number + ".json", "{\"password\": \"value-" + number + "\"}");
                case 2 -> encrypted("secrets/app-" + number + ".env", "PASSWORD=value-" + number + "\n");
                case 3 -> encrypted("secrets/app-" + number + ".ini", "[db]\npassword = value-" + number + "\n");
                default -> encrypted("secrets/app-" + number + ".pem", "not a key: value-" + number + "\n");
            }
        }
        lab.write(PAPERLESS + "/app/kustomization.yaml", "resources: [./app.yaml, ./secret.sops.yaml]\n");
        lab.write(
                PAPERLESS + "/ks.yaml",
                DriftLab.kustomization(
                        lab.namespace(),
                        "paperless",
                        PAPERLESS + "/app",
                        "targetNamespace: " + lab.namespace()
                                + "\ndecryption: { provider: sops, secretRef: { name: sops-age } }"));
        lab.client()
                .resource(new SecretBuilder()
                        .withNewMetadata()
                        .withName("sops-age")
                        .withNamespace(lab.namespace())
                        .endMetadata()
                        .addToStringData("age.agekey", Files.readString(key))
                        .build())
                .createOr(NonDeletingOperation::update);
        lab.applied("paperless", lab.push());
    }

    private void encrypted(String path, String text) throws IOException {
        Path file = lab.checkout().resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        Result done = tools.run(
                Command.of("sops", "encrypt", "--in-place", file.toString()).in(lab.checkout()));
        assertThat(done.error()).isEmpty();
    }

    @Test
    void theOldKeyOpensNothingAndFluxCouldDecryptAtEveryMoment() throws IOException {
        Map<String, String> before = values("age.key");
        assertThat(before).hasSize(FILES);
        Path leaked = Files.copy(lab.checkout().resolve("age.key"), home.resolve("leaked.key"));
        String identity = identity(leaked);
        var failures = new CopyOnWriteArrayList<String>();
        var over = new AtomicBoolean();
        var watch = new Thread(() -> watch(failures, over));
        watch.start();

        Recovery recovery = recover("secret-compromise");
        over.set(true);

        assertThat(recovery.state()).as(recorded(recovery).problems()).isEqualTo(State.RECOVERED);
        assertThat(failures).isEmpty();
        lab.git("pull", "--quiet", "--rebase", "origin", "main");
        assertThat(values(leaked.toString())).as("opened with the old key").isEmpty();
        String fresh = identity(lab.checkout().resolve("age.key"));
        assertThat(fresh).isNotEqualTo(identity);
        Map<String, String> after = values("age.key");
        assertThat(after.remove("bootstrap/sops-age.sops.yaml")).contains(fresh).doesNotContain(identity);
        before.remove("bootstrap/sops-age.sops.yaml");
        assertThat(after).isEqualTo(before);
        assertThat(text(lab.checkout().resolve(".sops.yaml")))
                .doesNotContain(old)
                .contains("# who may read", "# the operator");
        assertThat(keyOfTheCluster()).contains(fresh).doesNotContain(identity);
        assertThat(password()).isEqualTo("for-tests-only");
        assertThat(leftovers(identity, fresh)).isEmpty();
    }

    /** What each file says that this key opens. */
    private Map<String, String> values(String key) {
        var values = new TreeMap<String, String>();
        for (String path : encryptedFiles()) {
            Result opened = tools.run(Command.of("sops", "decrypt", path)
                    .in(lab.checkout())
                    .with("SOPS_AGE_KEY_FILE", lab.checkout().resolve(key).toString()));
            if (opened.succeeded()) {
                values.put(path, opened.output());
            }
        }
        return values;
    }

    private List<String> encryptedFiles() {
        var paths = new ArrayList<String>(List.of(PAPERLESS + "/app/secret.sops.yaml", "bootstrap/sops-age.sops.yaml"));
        try (Stream<Path> files = Files.list(lab.checkout().resolve("secrets"))) {
            files.map(file -> "secrets/" + file.getFileName()).forEach(paths::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return paths;
    }

    private void watch(List<String> failures, AtomicBoolean over) {
        while (!over.get()) {
            GenericKubernetesResource one = lab.kustomization("paperless").get();
            String conditions = one == null ? "" : String.valueOf(one.<Object>get("status", "conditions"));
            if (conditions.contains("decrypt") || conditions.contains("sops")) {
                failures.add(conditions);
            }
        }
    }

    private String keyOfTheCluster() {
        return lab
                .client()
                .secrets()
                .inNamespace(lab.namespace())
                .withName("sops-age")
                .get()
                .getData()
                .values()
                .stream()
                .map(SecretCompromiseLabIT::plain)
                .reduce("", String::concat);
    }

    private String password() {
        return plain(lab.client()
                .secrets()
                .inNamespace(lab.namespace())
                .withName("paperless")
                .get()
                .getData()
                .get("password"));
    }

    private static String plain(String encoded) {
        return new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
    }

    private static String identity(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .filter(line -> line.startsWith("AGE-SECRET-KEY-"))
                .findFirst()
                .orElseThrow();
    }

    /** Files of Kaltstart with a key in them. */
    private static List<Path> leftovers(String... secrets) {
        try (Stream<Path> files = Files.walk(home.resolve("home"))) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> Stream.of(secrets).anyMatch(text(file)::contains))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
