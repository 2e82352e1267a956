package dev.kaltstart.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.camunda.bpm.dmn.engine.DmnDecision;
import org.camunda.bpm.dmn.engine.DmnEngine;
import org.camunda.bpm.dmn.engine.DmnEngineConfiguration;
import org.camunda.bpm.engine.variable.Variables;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TakeoverTableTest {

    private final DmnEngine engine =
            DmnEngineConfiguration.createDefaultDmnEngineConfiguration().buildEngine();

    @ParameterizedTest(name = "{0} while a {1} runs: {2}")
    @CsvSource(textBlock = """
            live     , live     , refuse
            live     , drill    , stop
            live     , rehearsal, stop
            drill    , live     , refuse
            drill    , drill    , refuse
            drill    , rehearsal, beside
            rehearsal, live     , beside
            rehearsal, drill    , beside
            rehearsal, rehearsal, beside
            """)
    void aLiveRecoveryGoesFirst(String starting, String running, String action) throws IOException {
        assertThat(engine.evaluateDecisionTable(
                                table(), Variables.fromMap(Map.of("starting", starting, "running", running)))
                        .getSingleResult()
                        .getEntryMap())
                .containsEntry("action", action);
    }

    private DmnDecision table() throws IOException {
        try (var file = Files.newInputStream(Path.of("processes/takeover/takeover.dmn"))) {
            return engine.parseDecision("takeover", file);
        }
    }
}
