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

/** The tables from {@code processes/triage}, evaluated by the real decision engine alone. */
class TriageTable implements Decisions {

    private final DmnEngine engine =
            DmnEngineConfiguration.createDefaultDmnEngineConfiguration().buildEngine();
    private final Map<String, DmnDecision> tables;

    TriageTable() {
        tables = Map.of("triage_sign", table("triage_sign"), "triage", table("triage"));
    }

    private DmnDecision table(String key) {
        try (var file = Files.newInputStream(Path.of("processes/triage/triage.dmn"))) {
            return engine.parseDecision(key, file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Map<String, Object> decide(String name, Map<String, Object> inputs) {
        DmnDecision table = tables.get(name);
        if (table == null) {
            throw new IllegalStateException("no such table");
        }
        var row = engine.evaluateDecisionTable(table, Variables.fromMap(inputs)).getSingleResult();
        if (row == null) {
            throw new IllegalStateException("no row matches");
        }
        return row.getEntryMap();
    }
}
