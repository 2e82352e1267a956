package dev.kaltstart.alert;

import dev.kaltstart.engine.Decisions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.camunda.bpm.dmn.engine.DmnDecision;
import org.camunda.bpm.dmn.engine.DmnEngine;
import org.camunda.bpm.dmn.engine.DmnEngineConfiguration;
import org.camunda.bpm.engine.variable.Variables;

/** The table from {@code processes/}, evaluated by the real decision engine alone. */
class TriageTable implements Decisions {

    private final DmnEngine engine =
            DmnEngineConfiguration.createDefaultDmnEngineConfiguration().buildEngine();
    private final DmnDecision table;

    TriageTable() {
        try (var file = Files.newInputStream(Path.of("processes/triage/triage.dmn"))) {
            table = engine.parseDecision("triage", file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Map<String, Object> decide(String name, Map<String, Object> inputs) {
        if (!name.equals("triage")) {
            throw new IllegalStateException("no such table");
        }
        var row = engine.evaluateDecisionTable(table, Variables.fromMap(inputs)).getSingleResult();
        if (row == null) {
            throw new IllegalStateException("no row matches");
        }
        return row.getEntryMap();
    }
}
