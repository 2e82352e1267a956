package dev.kaltstart.secrets.exposure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kaltstart.cluster.DataSystem;
import dev.kaltstart.cluster.FakeInventory;
import dev.kaltstart.cluster.Inventory.FluxKustomization;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Failure;
import dev.kaltstart.engine.Subject;
import dev.kaltstart.recovery.Evidence;
import dev.kaltstart.secrets.LeakFacts;
import dev.kaltstart.secrets.exposure.ExposedValue.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;

@SuppressWarnings("NullAway.Init")
class ComputeExposureTest {

    private static final String LEAKED = "age1leakedxyz";
    private static final String OTHER = "age1otherxyz";

    @TempDir
    Path directory;

    private LeakedRepository repository;

    @BeforeEach
    void aRepository() throws IOException {
        repository = new LeakedRepository(directory);
    }

    private LeakedRepository ageKeyLeaked() {
        return repository.leaked(LeakFacts.AGE_KEY, true).leaked(LeakFacts.RECIPIENTS, LEAKED);
    }

    private static String secret(String name, String salt, String recipient, String... keys) {
        return Encrypted.secret("paperless", name, salt, recipient, keys);
    }

    @Test
    void findsWhatTheKeyOpensWhereverItIsOrWas() throws IOException {
        repository
                .on("2024-01-01")
                .commit("apps/old/token.sops.yaml", secret("old", "a", LEAKED, "TOKEN"))
                .commit("apps/new/config.yaml", secret("by-content", "b", LEAKED, "PASSWORD"))
                .commit("apps/both/db.sops.yaml", secret("db", "c", OTHER, "PASSWORD"))
                .commit("apps/moved/was.sops.yaml", secret("moved", "d", LEAKED, "PASSWORD"))
                .commit("apps/others/x.sops.yaml", secret("x", "e", OTHER, "PASSWORD"));
        repository
                .on("2024-02-01")
                .delete("apps/old/token.sops.yaml")
                .commit("apps/both/db.sops.yaml", secret("db", "c2", LEAKED, "PASSWORD"))
                .move("apps/moved/was.sops.yaml", "apps/moved/is.sops.yaml");
        repository.on("2024-03-01").commit("apps/both/db.sops.yaml", secret("db", "c3", OTHER, "PASSWORD"));
        repository
                .git("checkout", "--quiet", "-b", "trial")
                .commit("apps/trial/t.sops.yaml", secret("trial", "f", LEAKED, "PASSWORD"))
                .git("checkout", "--quiet", "--detach", "main")
                .commit("apps/tagged/t.sops.yaml", secret("tagged", "g", LEAKED, "PASSWORD"))
                .git("tag", "v1")
                .git("checkout", "--quiet", "main");
        ageKeyLeaked();

        List<ExposedValue> exposed = repository.exposed();

        assertThat(exposed)
                .extracting(ExposedValue::file)
                .containsExactlyInAnyOrder(
                        "apps/old/token.sops.yaml",
                        "apps/new/config.yaml",
                        "apps/both/db.sops.yaml",
                        "apps/moved/is.sops.yaml",
                        "apps/trial/t.sops.yaml",
                        "apps/tagged/t.sops.yaml");
        assertThat(value(exposed, "apps/old/token.sops.yaml")).satisfies(value -> {
            assertThat(value.atHead()).isFalse();
            assertThat(value.keyPath()).isEqualTo("[\"stringData\"][\"TOKEN\"]");
            assertThat(value.firstAt()).isEqualTo(Instant.parse("2024-01-01T00:00:00Z"));
            assertThat(value.consumer()).isEqualTo("Secret paperless/old");
        });
        assertThat(value(exposed, "apps/both/db.sops.yaml")).satisfies(value -> {
            assertThat(value.atHead()).isTrue();
            // the one commit whose version the leaked key opened
            assertThat(value.firstAt()).isEqualTo(Instant.parse("2024-02-01T00:00:00Z"));
            assertThat(value.lastCommit()).isEqualTo(value.firstCommit());
        });
        assertThat(value(exposed, "apps/moved/is.sops.yaml")).satisfies(value -> {
            assertThat(value.firstAt()).isEqualTo(Instant.parse("2024-01-01T00:00:00Z"));
            assertThat(value.reason()).contains("earlier as apps/moved/was.sops.yaml");
        });
        assertThat(repository.run.get(ExposureFacts.COUNT)).isEqualTo(6);
        assertThat(repository.run.get(ExposureFacts.SUMMARY))
                .startsWith("6 values in 6 files, 3 of them deleted since, but still in the history; first: ");
    }

    private static ExposedValue value(List<ExposedValue> values, String file) {
        return values.stream()
                .filter(value -> value.file().equals(file))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aKeyThatOpensNothingExposesNothing() throws IOException {
        repository.commit("apps/a.sops.yaml", secret("a", "a", OTHER, "PASSWORD"));

        assertThat(ageKeyLeaked().exposed()).isEmpty();
        assertThat(repository.run.get(ExposureFacts.SUMMARY)).contains("nothing in the repository's history");
        assertThat(repository.run.subjects(ExposureFacts.VALUES)).isEmpty();
    }

    @Test
    void withoutAKnownRecipientEveryRecipientCounts() throws IOException {
        repository
                .commit("apps/a.sops.yaml", secret("a", "a", OTHER, "PASSWORD"))
                .commit(
                        "apps/pgp.sops.yaml",
                        "a: " + Encrypted.value("p")
                                + "\nsops:\n  pgp:\n    - fp: ABCD\n      enc: x\n  mac: x\n  version: 3.9.4\n");

        assertThat(repository.leaked(LeakFacts.AGE_KEY, true).files()).containsExactly("apps/a.sops.yaml");
    }

    @Test
    void readsEveryFormatOfSops() throws IOException {
        repository
                .commit("a.json", Encrypted.json(LEAKED, "PASSWORD"))
                .commit("b.bin", Encrypted.json(LEAKED, "data"))
                .commit("c.env", Encrypted.dotenv(LEAKED, "API_TOKEN"))
                .commit("d.ini", Encrypted.ini(LEAKED, "password"))
                .commit(
                        "e.yaml",
                        "one: " + Encrypted.value("1") + "\nlist:\n  - x: " + Encrypted.value("2") + "\n"
                                + Encrypted.metadata(LEAKED) + "---\ntwo: " + Encrypted.value("3") + "\n"
                                + Encrypted.metadata(LEAKED))
                .commit("f.yaml", "one: " + Encrypted.value("1") + "\n" + Encrypted.groups(OTHER, LEAKED));

        List<ExposedValue> exposed = ageKeyLeaked().exposed();

        assertThat(exposed)
                .extracting(value -> value.file() + value.keyPath())
                .containsExactlyInAnyOrder(
                        "a.json[\"PASSWORD\"]",
                        "b.bin[\"data\"]",
                        "c.env[\"API_TOKEN\"]",
                        "d.ini[\"login\"][\"password\"]",
                        "e.yaml[\"one\"]",
                        "e.yaml[\"list\"][0][\"x\"]",
                        "e.yaml[\"two\"]",
                        "f.yaml[\"one\"]");
        assertThat(value(exposed, "f.yaml").reason()).contains("one of several key groups");
    }

    @Test
    void aPlainValueCountsOnlyInAFileThatShouldBeEncrypted() throws IOException {
        repository
                .commit("apps/mixed.sops.yaml", secret("mixed", "a", LEAKED, "PASSWORD"))
                .commit(
                        "apps/forgotten.sops.yaml",
                        "kind: Secret\nmetadata:\n  name: forgotten\nstringData:\n"
                                + "  PASSWORD: hunter2hunter2\n  DOMAIN: ${SECRET_DOMAIN}\n")
                .commit(".sops.yaml", "creation_rules:\n  - age: " + LEAKED + "\n")
                .commit("apps/deployment.yaml", "kind: Deployment\npassword: hunter2hunter2\n")
                .commit("age.key", "# public key: age1x\nAGE-SECRET-KEY-1QQQ\n");

        List<ExposedValue> exposed = ageKeyLeaked().exposed();

        assertThat(exposed)
                .extracting(ExposedValue::place)
                .containsExactlyInAnyOrder(
                        "age.key (the whole file)",
                        "apps/forgotten.sops.yaml [\"stringData\"][\"PASSWORD\"]",
                        "apps/mixed.sops.yaml [\"stringData\"][\"PASSWORD\"]");
        assertThat(value(exposed, "apps/forgotten.sops.yaml").reason()).contains("exposed to anybody");
    }

    @Test
    void aSecretThatOpensOthersTakesThemWithIt() throws IOException {
        repository
                .commit("apps/other.sops.yaml", secret("other", "o", OTHER, "PASSWORD"))
                .commit("bootstrap/sops-age.sops.yaml", secret("sops-age", "s", LEAKED, "age.agekey"))
                .commit(
                        "talos/talsecret.sops.yaml",
                        "certs:\n  os:\n    key: " + Encrypted.value("k") + "\n" + Encrypted.metadata(LEAKED))
                .commit("apps/paperless/es.yaml", externalSecret("onepassword", "paperless"));

        List<ExposedValue> exposed = ageKeyLeaked().exposed();

        assertThat(exposed)
                .extracting(ExposedValue::file)
                .containsExactly(
                        "bootstrap/sops-age.sops.yaml",
                        "talos/talsecret.sops.yaml",
                        "apps/other.sops.yaml",
                        "apps/paperless/es.yaml",
                        "apps/paperless/es.yaml");
        assertThat(value(exposed, "apps/other.sops.yaml").reason())
                .contains("through the age key in bootstrap/sops-age.sops.yaml");
        assertThat(value(exposed, "apps/paperless/es.yaml").reason()).contains("can read every Secret of the cluster");
    }

    private static String externalSecret(String store, String item) {
        return """
                apiVersion: external-secrets.io/v1
                kind: ExternalSecret
                metadata:
                  name: %2$s
                spec:
                  secretStoreRef:
                    kind: ClusterSecretStore
                    name: %1$s
                  data:
                    - secretKey: PASSWORD
                      remoteRef:
                        key: %2$s
                        property: PASSWORD
                  dataFrom:
                    - extract:
                        key: %2$s-all
                """.formatted(store, item);
    }

    @Test
    void aTokenOfOnePasswordOpensTheItemsOfItsStores() throws IOException {
        repository
                .commit("a.yaml", externalSecret("op-store", "paperless"))
                .commit("b.yaml", externalSecret("vault", "other"))
                .commit("stores.yaml", """
                        apiVersion: external-secrets.io/v1
                        kind: ClusterSecretStore
                        metadata: { name: vault }
                        spec: { provider: { vault: { server: https://vault } } }
                        ---
                        apiVersion: external-secrets.io/v1
                        kind: ClusterSecretStore
                        metadata: { name: op-store }
                        spec: { provider: { onepasswordSDK: { vault: home } } }
                        """)
                .commit("apps/a.sops.yaml", secret("a", "a", OTHER, "PASSWORD"));

        List<ExposedValue> exposed =
                repository.leaked(LeakFacts.ONE_PASSWORD, true).exposed();

        assertThat(exposed)
                .extracting(ExposedValue::keyPath)
                .containsExactlyInAnyOrder("1Password item paperless, field PASSWORD", "1Password item paperless-all");
        assertThat(repository.run.subjects(ExposureFacts.VALUES))
                .contains(new Subject.OfSecret("1password.paperless"), new Subject.OfSecret("1password.paperless-all"));
    }

    @Test
    void aKubeconfigOpensWhatTheClusterHadSinceTheLeak() throws IOException {
        repository
                .on("2024-01-01")
                .commit("apps/now.sops.yaml", secret("now", "a", OTHER, "PASSWORD"))
                .commit("apps/recent.sops.yaml", secret("recent", "b", OTHER, "PASSWORD"))
                .commit("apps/old.sops.yaml", secret("old", "c", OTHER, "PASSWORD"));
        repository.on("2024-02-01").delete("apps/old.sops.yaml");
        repository.on("2024-06-01").delete("apps/recent.sops.yaml");

        repository.leaked(LeakFacts.KUBECONFIG, true);
        assertThat(repository.files()).containsExactly("apps/now.sops.yaml");
        repository.leaked(LeakFacts.SINCE, "2024-03-01");
        assertThat(repository.files()).containsExactly("apps/now.sops.yaml", "apps/recent.sops.yaml");
        repository.leaked(LeakFacts.SINCE, "in spring");
        assertThat(repository.files())
                .containsExactly("apps/now.sops.yaml", "apps/old.sops.yaml", "apps/recent.sops.yaml");
    }

    @Test
    void backupsOfVeleroContainTheSecretsOfTheCluster() throws IOException {
        repository
                .commit("apps/now.sops.yaml", secret("now", "a", OTHER, "PASSWORD"))
                .commit("apps/s3.sops.yaml", secret("s3", "b", OTHER, "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"))
                .leaked(LeakFacts.BACKUP, true);
        assertThat(repository.files()).containsExactly("apps/s3.sops.yaml");

        repository.declaring(FakeInventory.storing(FakeInventory.homelabIn(repository.person), DataSystem.VELERO));
        repository.leaked(LeakFacts.BACKUP, true);
        assertThat(repository.files()).containsExactly("apps/now.sops.yaml", "apps/s3.sops.yaml");
    }

    @Test
    void oneFileOfAnApplicationCountsWithAllItsKeys() throws IOException {
        repository
                .commit("apps/a.sops.yaml", secret("a", "a", OTHER, "PASSWORD", "TOKEN"))
                .commit("apps/b.sops.yaml", secret("b", "b", OTHER, "PASSWORD"))
                .leaked(LeakFacts.APPLICATION, true)
                .leaked(LeakFacts.FILE, "apps/a.sops.yaml");

        assertThat(repository.exposed())
                .hasSize(2)
                .allMatch(value -> value.reason().contains("its file leaked"));
    }

    @Test
    void ordersByWhatOpensDestroysOrSpreadsFirst() throws IOException {
        repository
                .declaring(FakeInventory.declaring(
                        FakeInventory.homelabIn(repository.person),
                        List.of(new FluxKustomization(
                                "default", "paperless", "./apps/paperless", List.of(), true, false, "ks.yaml:1"))))
                .commit(
                        "apps/paperless/secret.sops.yaml",
                        secret("paperless", "a", LEAKED, "ADMIN_USER", "ADMIN_PASSWORD", "DB_PASSWORD", "TIMEZONE"))
                .commit("flux/key.sops.yaml", secret("github-deploy-key", "b", LEAKED, "identity", "identity.pub"))
                .commit("dns/cf.sops.yaml", secret("cloudflare", "c", LEAKED, "api-token"))
                .commit("x/age.sops.yaml", secret("sops-age", "d", LEAKED, "age.agekey"));

        List<ExposedValue> exposed = ageKeyLeaked().exposed();

        assertThat(exposed.stream().map(ExposedValue::subject).distinct())
                .containsExactly(
                        "paperless.sops-age.age-key",
                        "paperless.github-deploy-key.git",
                        "paperless.cloudflare.api",
                        "paperless.admin",
                        "paperless.db",
                        "paperless.setting");
        assertThat(exposed.stream().filter(value -> value.subject().equals("paperless.admin")))
                .hasSize(2)
                .allMatch(value ->
                        value.consumer().equals("Secret paperless/paperless, Kustomization default/paperless"));
        assertThat(repository.run.subjects(ExposureFacts.VALUES))
                .startsWith(new Subject.OfSecret("paperless.sops-age.age-key"))
                .hasSize(6);
    }

    @Test
    void aSecretThatWasMovedAndEncryptedAgainIsOneTask() throws IOException {
        repository
                .commit("cluster/a.sops.yaml", secret("grafana", "a", LEAKED, "ADMIN_PASSWORD"))
                .delete("cluster/a.sops.yaml")
                .commit("kubernetes/b.sops.yaml", secret("grafana", "b", LEAKED, "ADMIN_PASSWORD"))
                .delete("kubernetes/b.sops.yaml")
                .commit("kubernetes/apps/c.sops.yaml", secret("grafana", "c", LEAKED, "ADMIN_PASSWORD"));

        assertThat(ageKeyLeaked().exposed())
                .hasSize(3)
                .allMatch(value -> value.subject().equals("paperless.grafana.admin"));
    }

    @Test
    void aRepeatGivesTheSameRowsAndKeepsWhatBecameOfThem() throws IOException {
        repository.commit("apps/a.sops.yaml", secret("a", "a", LEAKED, "A_PASSWORD", "B_PASSWORD"));
        ageKeyLeaked();
        List<ExposedValue> first = repository.exposed();
        repository.rows.answer(
                repository.run.recovery(),
                first.get(0).subject(),
                State.REPLACED,
                "the old one is refused",
                "ada",
                LeakedRepository.NOW);
        List<ExposedValue> answered = repository.rows.of(repository.run.recovery());

        assertThat(repository.exposed()).isEqualTo(answered);
        repository.commit("apps/b.sops.yaml", secret("b", "b", LEAKED, "PASSWORD"));
        assertThat(repository.exposed())
                .hasSize(3)
                .extracting(value -> value.answer().state())
                .containsExactlyInAnyOrder(State.REPLACED, State.OPEN, State.OPEN);
    }

    @Test
    void noMoreThanThreeHundredTasksEachWithANameOfItsOwn() throws IOException {
        for (int n = 0; n < 250; n++) {
            Path file = repository.person.resolve("apps/app-" + n + "/secret.sops.yaml");
            Files.createDirectories(file.getParent());
            Files.writeString(file, secret("same-name", "x", LEAKED, "ONE_HASH", "TWO_SALT"));
        }
        repository.git("add", "--all").commit("last", "x");

        List<ExposedValue> exposed = ageKeyLeaked().exposed();

        List<Subject> subjects = repository.run.subjects(ExposureFacts.VALUES);
        assertThat(exposed).hasSize(500);
        assertThat(subjects).hasSizeLessThanOrEqualTo(Credentials.MOST).hasSizeGreaterThan(200);
        assertThat(new HashSet<>(subjects)).hasSameSizeAs(subjects);
        assertThat(subjects).allSatisfy(subject -> assertThat(subject.label()).matches("[a-z0-9.-]{1,90}"));
        assertThat(exposed).anyMatch(value -> value.subject().equals("all-other-values"));
    }

    @Test
    void hostileNamesAndFilesBreakNothing() throws IOException {
        String bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n"
                + IntStream.range(0, 20)
                        .mapToObj(n ->
                                "a" + n + ": &a" + n + " [" + ("*a" + (n == 0 ? "" : n - 1) + ",").repeat(8) + "]\n")
                        .collect(Collectors.joining())
                + "password: " + Encrypted.value("b") + "\n" + Encrypted.metadata(LEAKED);
        repository
                .commit("two\nlines\u001b[2J.yaml", secret("x", "a", LEAKED, "\"..\\n/..\\u001b\"", "a.b"))
                .commit(
                        "dots.yaml",
                        "a.b: " + Encrypted.value("1") + "\na:\n  b: " + Encrypted.value("2") + "\n" + "\"\\\"]\": "
                                + Encrypted.value("3") + "\n" + Encrypted.metadata(LEAKED))
                .commit("bomb.yaml", bomb)
                .commit(
                        "deep.yaml",
                        "x: " + Encrypted.value("1") + "\ny: " + "[".repeat(100_000) + "\n"
                                + Encrypted.metadata(LEAKED))
                .commit("broken.yaml", "x: " + Encrypted.value("1") + "\n\t- tab\n" + Encrypted.metadata(LEAKED))
                .commit("bell.yaml", "x: \u0007" + Encrypted.value("1") + "\n" + Encrypted.metadata(LEAKED))
                .commit("many.yaml", Encrypted.manyKeys(25_000, LEAKED))
                .commit("large.sops.yaml", Encrypted.manyKeys(300_000, LEAKED))
                .commit(
                        "long.yaml",
                        "? " + "k".repeat(900) + "\n: " + Encrypted.value("1") + "\n" + Encrypted.metadata(LEAKED));

        List<ExposedValue> exposed = ageKeyLeaked().exposed();

        assertThat(exposed)
                .extracting(ExposedValue::keyPath)
                .contains("[\"a.b\"]", "[\"a\"][\"b\"]", "[\"\\\"]\"]", "[\"password\"]", "[\"stringData\"][\"a.b\"]");
        assertThat(exposed)
                .extracting(ExposedValue::place)
                .contains("many.yaml (the whole file)", "broken.yaml (the whole file)", "bell.yaml (the whole file)");
        assertThat(exposed).anyMatch(value -> value.file().equals("long.yaml"));
        assertThat(exposed)
                .allSatisfy(value -> assertThat(value.file() + value.keyPath() + value.subject() + value.consumer())
                        .doesNotContainPattern("\\p{Cntrl}")
                        .hasSizeLessThan(2200));
        assertThat(repository.run.get(ExposureFacts.SUMMARY)).contains("not searched: large.sops.yaml is too large");
    }

    @Test
    void noValueIsKeptAnywhere() throws IOException {
        repository
                .commit("apps/a.sops.yaml", secret("a", "a", LEAKED, "PASSWORD"))
                .commit("apps/plain.sops.yaml", "kind: Secret\nstringData:\n  PASSWORD: " + Encrypted.CANARY + "\n");
        List<ExposedValue> exposed = ageKeyLeaked().exposed();

        assertThat(exposed).hasSize(2);
        assertThat(exposed.toString()
                        + repository.run.get(ExposureFacts.SUMMARY)
                        + repository.evidence.read(Evidence.reference(repository.run, "exposure.txt")))
                .doesNotContain(Encrypted.CANARY);
        try (var left = Files.walk(directory.resolve("home/clones"))) {
            assertThat(left.map(Path::toString).filter(path -> path.contains(".search")))
                    .isEmpty();
        }
    }

    @Test
    void searchesWhatIsHereWhenTheHostIsClosed() throws IOException {
        repository.commit("apps/a.sops.yaml", secret("a", "a", LEAKED, "PASSWORD"));
        ageKeyLeaked().exposed();
        FileSystemUtils.deleteRecursively(repository.host);

        Check check = repository.look();

        assertThat(check).isInstanceOf(Check.Met.class);
        assertThat(repository.run.get(ExposureFacts.SUMMARY))
                .startsWith("1 value in 1 file")
                .contains("not searched: the Git host does not answer");
    }

    @Test
    void asksAPersonWhenThereIsNoHistoryAtAll() throws IOException {
        FileSystemUtils.deleteRecursively(repository.host);
        FileSystemUtils.deleteRecursively(repository.person);

        assertThatThrownBy(repository::look)
                .isInstanceOf(Failure.NeedsHuman.class)
                .hasMessageContaining("without the history nothing says which values leaked");
    }
}
