package dev.kaltstart.secrets.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kaltstart.Kaltstart;
import dev.kaltstart.cluster.Mode;
import dev.kaltstart.cluster.Rehearsals;
import dev.kaltstart.engine.Check;
import dev.kaltstart.engine.Fact;
import dev.kaltstart.engine.HumanTasks;
import dev.kaltstart.engine.Run;
import dev.kaltstart.engine.Step;
import dev.kaltstart.recovery.Evidence;
import dev.kaltstart.recovery.Recoveries;
import dev.kaltstart.recovery.Recoveries.Recovery;
import dev.kaltstart.recovery.Recoveries.State;
import dev.kaltstart.secrets.LeakFacts;
import dev.kaltstart.secrets.exposure.Encrypted;
import dev.kaltstart.secrets.exposure.ExposedValue;
import dev.kaltstart.secrets.exposure.ExposedValues;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.util.FileSystemUtils;

/** The exposure and the replacement of each credential by the engine, unattended, on a twin. */
@DirtiesContext
@SpringBootTest(
        classes = {Kaltstart.class, ReplaceValuesRehearsalTest.Leak.class},
        webEnvironment = SpringBootTest.WebEnvironment.NONE,
        properties = {
            "spring.datasource.url=jdbc:h2:mem:replace-values;DB_CLOSE_DELAY=-1",
            "kaltstart.admin-password=S3cret-for-tests!",
            "kaltstart.processes=processes/,secret-models/"
        })
class ReplaceValuesRehearsalTest {

    @TempDir
    static Path home;

    @Autowired
    Recoveries recoveries;

    @Autowired
    HumanTasks tasks;

    @Autowired
    ExposedValues values;

    @Autowired
    Evidence evidence;

    static class Leak {

        @Bean
        Step nameLeak() {
            return new Step() {
                @Override
                public Set<Fact<?>> writes() {
                    return Set.of(LeakFacts.AGE_KEY);
                }

                @Override
                public Check check(Run run) {
                    run.set(LeakFacts.AGE_KEY, true);
                    return Check.met("an age key leaked");
                }
            };
        }
    }

    @DynamicPropertySource
    static void aTwin(DynamicPropertyRegistry properties) throws IOException {
        Path checkout = home.resolve("homelab");
        FileSystemUtils.copyRecursively(Path.of("src/main/resources/sample/homelab"), checkout);
        for (String app : List.of("paperless", "grafana")) {
            Path file = checkout.resolve("kubernetes/apps/" + app + "/secret.sops.yaml");
            Files.createDirectories(file.getParent());
            Files.writeString(
                    file, Encrypted.secret(app, app, app, "age1exampleexample", "ADMIN_USER", "ADMIN_PASSWORD"));
        }
        Path config = home.resolve("kaltstart.yaml");
        Files.writeString(config, """
                kaltstart:
                  clusters:
                    homelab:
                      twin: true
                      repository: { checkout: %s }
                """.formatted(checkout));
        properties.add("kaltstart.home", () -> home.resolve("home").toString());
        properties.add("kaltstart.config", config::toString);
    }

    @Test
    void everyCredentialIsARoundOfItsOwn() {
        String id = rehearsed(Map.of("valueEvidence", "the old one was refused at 14:20, as a test says"));

        assertThat(values.of(id)).extracting(ExposedValue::subject).contains("paperless.admin", "grafana.admin");
        assertThat(values.of(id)).allSatisfy(value -> {
            assertThat(value.answer().state()).isEqualTo(ExposedValue.State.REPLACED);
            assertThat(value.answer().proof()).contains("as a test says");
        });
        assertThat(evidence.read(Evidence.reference(id, "exposure.txt")).orElseThrow())
                .contains("kubernetes/apps/grafana/secret.sops.yaml")
                .doesNotContain(Encrypted.CANARY);
    }

    @Test
    void whatIsSkippedEndsAsExposedAndIsNamed() {
        String id = rehearsed(Map.of("valueDone", "skip", "valueSkipReason", "the account is closed next week"));

        assertThat(values.of(id)).isNotEmpty().allMatch(value -> value.answer().state() == ExposedValue.State.SKIPPED);
        assertThat(recoveries.steps(id))
                .filteredOn(step -> step.step().equals("proveValue"))
                .isNotEmpty()
                .allMatch(
                        step -> step.message().contains("skipped, it stays exposed: the account is closed next week"));
    }

    /** @return its id, once it has recovered */
    private String rehearsed(Map<String, Object> answers) {
        var settings = new Rehearsals.Settings(true, 400, List.of(), Map.of("replaceValue", answers));
        String id = recoveries
                .start(new Recoveries.Request(
                        "homelab", "leak-trial", Mode.REHEARSAL, null, null, "test", "test", null, settings))
                .id();
        Recovery ended = await(id)
                .atMost(Duration.ofMinutes(2))
                .until(() -> recoveries.find(id).orElseThrow(), found -> {
                    if (found.state() == State.BLOCKED) {
                        throw new AssertionError(recoveries.steps(id) + " " + tasks.open(id));
                    }
                    return found.state().ended();
                });
        assertThat(ended.state()).isEqualTo(State.RECOVERED);
        return id;
    }
}
