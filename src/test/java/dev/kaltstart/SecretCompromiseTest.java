package dev.kaltstart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kaltstart.cluster.Clusters;
import dev.kaltstart.cluster.Rehearsals;
import dev.kaltstart.engine.HumanTasks;
import dev.kaltstart.git.RealGit;
import dev.kaltstart.recovery.Recoveries;
import dev.kaltstart.recovery.Recoveries.Recovery;
import dev.kaltstart.recovery.Recoveries.State;
import dev.kaltstart.shell.CommandLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** A leaked age key, unattended, against the twin; said from the branch, the cluster and the files, not from the record. */
@DirtiesContext
@Execution(ExecutionMode.CONCURRENT)
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "spring.datasource.url=jdbc:h2:mem:secrets;DB_CLOSE_DELAY=-1",
            "kaltstart.admin-password=S3cret-for-tests!"
        })
class SecretCompromiseTest {

    /** The public key of the sample. */
    private static final String OLD = "age1qyqszqgpqyqszqgpqyqszqgpqyqszqgpqyqszqgpqyqszqgpqyqs3290gq";

    private static final String OLD_IDENTITY =
            "AGE-SECRET-KEY-" + OLD.substring(3).toUpperCase(java.util.Locale.ROOT);

    @TempDir
    static Path home;

    @Autowired
    Recoveries recoveries;

    @Autowired
    HumanTasks tasks;

    @Autowired
    CommandLog commands;

    @Autowired
    Clusters clusters;

    @Autowired
    Rehearsals rehearsals;

    private Rehearsing leak;

    @DynamicPropertySource
    static void home(DynamicPropertyRegistry properties) {
        properties.add("kaltstart.home", () -> home.resolve("secrets").toString());
    }

    @BeforeEach
    void begin() {
        leak = new Rehearsing("secret-compromise", recoveries, tasks, commands);
    }

    @Test
    void theOldKeyIsNowhereAndTheNewOneOpensEverything() {
        String id = leak.start("homelab", null, List.of(), Map.of());
        Recovery recovery = leak.toItsEnd(id);

        assertThat(recovery.state()).as(recoveries.steps(id).toString()).isEqualTo(State.RECOVERED);
        RehearsalWorld world = world(id);
        String fresh = newRecipient(world);
        assertThat(fresh).isNotEqualTo(OLD);
        assertThat(grep(world, OLD)).isEmpty();
        assertThat(grep(world, "^sops:"))
                .hasSizeGreaterThan(3)
                .allSatisfy(file -> assertThat(show(world, file)).contains(fresh));
        assertThat(world.subjects())
                .containsSubsequence(
                        "Encrypt all secrets for the new age key alone", "Encrypt all secrets for the new age key too");
        assertThat(keyOfTheCluster(world)).doesNotContain(OLD_IDENTITY).contains(identity(fresh));
        assertThat(read(world.cluster().inventory().tools().ageKey()))
                .doesNotContain(OLD_IDENTITY)
                .contains(identity(fresh));
        assertThat(world.failing()).isEmpty();
    }

    /** Logs, reports, spool, evidence; not the world of the twin, which has the keys of its own operator and cluster. */
    @Test
    void noKeyIsLeftInTheHome() {
        String id = leak.start("homelab", null, List.of(), Map.of());
        leak.toItsEnd(id);
        String fresh = identity(newRecipient(world(id)));

        assertThat(home.resolve("secrets/keyring").resolve(id)).doesNotExist();
        assertThat(home.resolve("secrets/rotations").resolve(id)).doesNotExist();
        assertThat(files(home.resolve("secrets")))
                .filteredOn(file -> !file.startsWith(home.resolve("secrets/twins")))
                // of the other recoveries, which run at the same time
                .filteredOn(file -> !file.startsWith(home.resolve("secrets/keyring")))
                .filteredOn(file -> {
                    String text = read(file);
                    return text.contains(fresh) || text.contains(OLD_IDENTITY);
                })
                .isEmpty();
        assertThat(commands.of(id).toString()).doesNotContain(fresh, OLD_IDENTITY, "AGE-SECRET-KEY");
    }

    @Test
    void aCommitThatComesInBetweenIsKeptAndEncryptedAgain() {
        String id = leak.start("homelab", null, List.of("newer-commit"), Map.of());
        Recovery recovery = leak.toItsEnd(id);

        assertThat(recovery.state()).as(recoveries.steps(id).toString()).isEqualTo(State.RECOVERED);
        RehearsalWorld world = world(id);
        assertThat(recoveries.steps(id))
                .anySatisfy(step -> assertThat(String.valueOf(step.message())).contains("the branch has moved from"));
        assertThat(grep(world, OLD)).isEmpty();
        assertThat(world.subjects())
                .containsSubsequence(
                        "Encrypt all secrets for the new age key alone", "Encrypt all secrets for the new age key too");
        assertThat(world.subjects())
                .filteredOn(subject -> subject.startsWith("Encrypt all"))
                .hasSize(2);
    }

    @Test
    void nothingChangesWhenThePushIsRefused() {
        String id = leak.start("homelab", null, List.of(), Map.of("approve", Map.of("approved", false)));
        Recovery recovery = leak.toItsEnd(id);

        assertThat(recovery.state()).isEqualTo(State.ABORTED);
        RehearsalWorld world = world(id);
        assertThat(grep(world, OLD)).isNotEmpty();
        assertThat(world.subjects()).noneMatch(subject -> subject.startsWith("Encrypt all"));
        assertThat(keyOfTheCluster(world)).contains(OLD_IDENTITY);
        assertThat(read(world.cluster().inventory().tools().ageKey())).contains(OLD_IDENTITY);
    }

    @Test
    void aLeakWithoutTheAgeKeyLeavesTheKeyAlone() {
        String id = leak.start(
                "homelab",
                null,
                List.of(),
                Map.of("classifyLeak", Map.of("leakedAgeKey", false, "leakedGitToken", true)));
        Recovery recovery = leak.toItsEnd(id);

        assertThat(recovery.state()).as(recoveries.steps(id).toString()).isEqualTo(State.RECOVERED);
        assertThat(recoveries.steps(id)).noneMatch(step -> step.step().equals("makeAgeKey"));
        assertThat(grep(world(id), OLD)).isNotEmpty();
    }

    private RehearsalWorld world(String id) {
        RehearsalWorld.awaitRelease(home.resolve("secrets"), id);
        return RehearsalWorld.of(clusters, rehearsals, "homelab", id);
    }

    private static String newRecipient(RehearsalWorld world) {
        return show(world, ".sops.yaml")
                .lines()
                .filter(line -> line.contains("age1"))
                .map(line -> line.replaceAll(".*(age1[0-9a-z]+).*", "$1"))
                .findFirst()
                .orElseThrow();
    }

    private static String identity(String recipient) {
        return "AGE-SECRET-KEY-" + recipient.substring(3).toUpperCase(java.util.Locale.ROOT);
    }

    private static String keyOfTheCluster(RehearsalWorld world) {
        return world
                .kubernetes()
                .secrets()
                .inNamespace("flux-system")
                .withName("sops-age")
                .get()
                .getData()
                .values()
                .stream()
                .map(value -> new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8))
                .reduce("", String::concat);
    }

    private static List<String> grep(RehearsalWorld world, String pattern) {
        try {
            return git(world, "grep", "-l", "-e", pattern, "main")
                    .lines()
                    .map(line -> line.substring("main:".length()))
                    .toList();
        } catch (AssertionError none) {
            return List.of();
        }
    }

    private static String show(RehearsalWorld world, String file) {
        return git(world, "show", "main:" + file);
    }

    private static String git(RehearsalWorld world, String... arguments) {
        return RealGit.git(
                Path.of(Objects.requireNonNull(world.cluster().repository().url())
                        .value()),
                arguments);
    }

    private static List<Path> files(Path directory) {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(Files::isRegularFile).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.exists(file) ? new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
